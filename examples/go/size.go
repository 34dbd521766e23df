// errorcheck -0 -m -l

// Sizes decide too. A slice of up to 64 KiB whose size is a constant fits the frame; a byte more does not. A size that only the
// run knows meant the heap up to Go 1.24; since then the first 32 bytes are in the frame (gc says "does not escape").
package main

func fits() int {
	a := make([]int, 8192) // ERROR "make\(\[\]int, 8192\) does not escape$"
	return len(a)
}

func tooLarge() int {
	a := make([]int, 8193) // ERROR "make\(\[\]int, 8193\) escapes to heap$"
	return len(a)
}

func unknown(n int) int {
	a := make([]byte, n) // ERROR "make\(\[\]byte, n\) does not escape|make\(\[\]byte, n\) escapes to heap"
	return len(a)
}

func main() {
	println(fits(), tooLarge(), unknown(20))
}
