// go 1.27; hint: type parameter

package main
type shape interface{ area() float64 }
type square struct{ side float64 }
func (s square) area() float64 { return s.side * s.side }
type rect struct{ w, h float64 }
func (r rect) area() float64 { return r.w * r.h }
func twice(s shape) float64 { return 2 * s.area() }
func main() { println(twice(square{2}), twice(rect{2, 3})) }
