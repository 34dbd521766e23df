// errorcheck -0 -m -l

// A closure that is returned takes its variables along: count is on the heap, next to the closure. The closure in twice is
// called before twice ends, so both it and the variable it changes stay in the frame.
package main

func counter() func() int {
	count := 0 // ERROR "moved to heap: count$"
	return func() int { // ERROR "func literal escapes to heap$"
		count++
		return count
	}
}

func twice(n int) int {
	sum := 0
	add := func() { sum += n } // ERROR "func literal does not escape$"
	add()
	add()
	return sum
}

func main() {
	next := counter()
	println(next(), next(), twice(4))
}
