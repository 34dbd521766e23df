package main

import "fmt"

type t struct{ a, b int }

func main() {
	p := new(t)
	p.b = 3
	q := &*p
	q.a = 1
	fmt.Println(*p, len([3]int{}), cap(make([]int, 2, 5)))
	s := []int{1, 2, 3}
	clear(s)
	fmt.Println(s)
	x, y := 3, 1
	fmt.Println(min(x, y), max(x, y, 2), min(2.5, 1.5), max("a", "b"))
	c := complex(float64(x), float64(y))
	fmt.Println(real(c), imag(c))
	var z struct{}
	e := [0]int{}
	fmt.Println(z, e, len(e), struct{}{} == z)
	print("to stderr ", 1, " ", true, "\n")
	println('a', "s", nil == p)
}
