// go 1.27; hint: hold value

package main
type config struct{ depth int }
var current = &config{depth: 1}
func set(depth int) { current = &config{depth: depth} }
func main() { set(3); println(current.depth) }
