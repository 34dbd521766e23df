// go 1.27; hint: copy before capture

package main
func adders(n int, count int) (out []func(int) int) {
	if n < 0 {
		n = 0
	}
	for range count {
		out = append(out, func(m int) int { return n + m })
	}
	return out
}
func main() { println(adders(2, 1)[0](3)) }
