// go 1.24; hint: constant size

package main
func f(n int) int {
	if n < 0 || n > 64 {
		return 0
	}
	buf := make([]byte, n)
	for i := range buf {
		buf[i] = 1
	}
	return len(buf)
}
func main() { println(f(5)) }
