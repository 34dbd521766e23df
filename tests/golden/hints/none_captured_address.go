// go 1.27; hint: none

package main
type config struct{ depth int }
func area() func() int {
	var c config
	p := &c
	f := func() int { return c.depth }
	p.depth = 4
	return f
}
func main() { println(area()()) }
