// go 1.27; hint: constant size

package main
func f(n int) int {
	if n > 64 {
		panic("too many")
	}
	buf := make([]int, n)
	for i := range buf {
		buf[i] = 1
	}
	return len(buf)
}
func main() { println(f(5)) }
