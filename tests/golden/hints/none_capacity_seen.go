// go 1.24; hint: none

package main
func f(n int) int {
	if n > 64 {
		return 0
	}
	buf := make([]int, n)
	return cap(buf)
}
func main() { println(f(5)) }
