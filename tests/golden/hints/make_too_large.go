// go 1.27; hint: declare variable

package main
func f() int {
	buf := make([]int, 9000)
	for i := range buf {
		buf[i] = i
	}
	return buf[10]
}
func main() { println(f()) }
