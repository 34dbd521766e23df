// go 1.24; hint: constant size

package main
func sum(n int) int {
	nums := make([]int, n)
	for i := range nums {
		nums[i] = i
	}
	s := 0
	for _, v := range nums {
		s += v
	}
	return s
}
func main() { println(sum(10), sum(20)) }
