// go 1.24; hint: constant size

package main
func sum(xs []int) int {
	n := min(len(xs), 16)
	buf := make([]int, n)
	copy(buf, xs)
	s := 0
	for _, v := range buf {
		s += v
	}
	return s
}
func main() { println(sum([]int{1, 2})) }
