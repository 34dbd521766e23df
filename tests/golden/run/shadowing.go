package main

import "fmt"

var x = "global"

func f(x int) (y int) {
	{
		x := x + 1
		y := x * 2
		_ = y
	}
	if x := x * 10; x > 5 {
		y = x
	} else if z := x + 1; z > 0 {
		y = z
	}
	return
}

func main() {
	fmt.Println(x, f(1), f(0))
	x := 1
	{
		x, y := 2, x
		x++
		fmt.Println(x, y)
	}
	for x := 0; x < 2; x++ {
		x := x * 5
		fmt.Print(x, " ")
	}
	fmt.Println(x)
	type int string
	var s int = "shadowed type"
	len := func(int) string { return "shadowed len" }
	fmt.Println(s, len(s))
	true := false
	fmt.Println(true)
}
