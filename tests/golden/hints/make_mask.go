// go 1.24; hint: constant size

package main
func f(k uint) int {
	buf := make([]byte, k&31)
	for i := range buf {
		buf[i] = 1
	}
	return len(buf)
}
func main() { println(f(5)) }
