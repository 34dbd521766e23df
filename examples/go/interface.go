// errorcheck -0 -m -l

// An interface holds a pointer to a copy of the value. The method behind it is unknown when compiling, so it may keep
// that pointer: the copy is on the heap. Where the concrete type is known (here gc sees that shown is always a point), the
// call becomes direct and nothing is kept.
package main

type shape interface{ area() int }

type point struct{ x, y int }

func (p point) area() int { return p.x * p.y }

func total(shapes ...shape) int { // ERROR "leaking param content: shapes$"
	sum := 0
	for _, s := range shapes {
		sum += s.area()
	}
	return sum
}

func main() {
	n := 3
	println(total(point{n, n}, point{n, n + 1})) // ERROR "\.\.\. argument does not escape$" "point\{...\} escapes to heap$"
	var shown shape = point{n, n} // ERROR "point\{...\} does not escape$"
	println(shown.area()) // ERROR "devirtualizing shown.area to point$"
}
