// go 1.27; hint: declare outside

package main
type sample struct{ value, weight int }
func last(values []int) int {
	var p *sample
	for i, v := range values {
		s := sample{v, i}
		p = &s
	}
	return p.value
}
func main() { println(last([]int{1, 2})) }
