package main

import "fmt"

func counter() func() int {
	n := 0
	return func() int {
		n++
		return n
	}
}

func main() {
	a, b := counter(), counter()
	fmt.Println(a(), a(), b(), a(), b())
	total := 0
	add := func(x int) { total += x }
	for i := 1; i <= 4; i++ {
		add(i)
	}
	fmt.Println(total)
	fib := func() func() int {
		x, y := 0, 1
		return func() int {
			r := x
			x, y = y, x+y
			return r
		}
	}()
	for i := 0; i < 10; i++ {
		fmt.Print(fib(), " ")
	}
	fmt.Println()
}
