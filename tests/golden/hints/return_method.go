// go 1.27; hint: return value

package main
type point struct{ x, y int }
type shape struct{ w, h int }
func (s shape) corner() *point { return &point{s.w, s.h} }
func main() { s := shape{1, 2}; c := s.corner(); println(c.x + c.y) }
