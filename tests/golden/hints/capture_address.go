// go 1.27; hint: copy before capture

package main
type config struct{ depth, width int }
func load(c *config) { c.depth = 3 }
func area() func() int {
	var c config
	load(&c)
	return func() int { return c.depth * 2 }
}
func main() { println(area()()) }
