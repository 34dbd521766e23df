package main

import "fmt"

func f() (r int) {
	defer func() { r *= 2 }()
	defer func() { r += 3 }()
	return 4
}

func g() {
	for i := 0; i < 3; i++ {
		defer fmt.Print(i, " ")
	}
	x := 1
	defer fmt.Println("x at defer", x)
	x = 2
	defer func() { fmt.Println("x at run", x) }()
	x = 3
}

type T struct{ name string }

func (t T) close()     { fmt.Println("close", t.name) }
func (t *T) pclose()   { fmt.Println("pclose", t.name) }

func main() {
	fmt.Println(f())
	g()
	fmt.Println()
	t := T{"one"}
	defer t.close()
	defer t.pclose()
	t.name = "two"
}
