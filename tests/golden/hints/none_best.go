// go 1.27; hint: none

package main
type sample struct{ value int }
func best(values []int) int {
	var p *sample
	for _, v := range values {
		s := sample{v}
		if p == nil || s.value > p.value {
			p = &s
		}
	}
	return p.value
}
func main() { println(best([]int{3, 2})) }
