// go 1.27; hint: none

package main
var fs []func() int
func f(xs []int) {
	n := 0
	for _, x := range xs {
		n += x
		fs = append(fs, func() int { return n })
	}
}
func main() { f([]int{1, 2}); println(fs[0]()) }
