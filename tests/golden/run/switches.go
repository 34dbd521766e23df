package main

import "fmt"

func grade(n int) string {
	switch {
	case n >= 90:
		return "A"
	case n >= 80:
		return "B"
	}
	return "C"
}

func f(n int) (s string) {
	switch n {
	case 1:
		s += "one "
		fallthrough
	case 2:
		s += "two "
	case 3, 4, 5:
		s += "some "
		if n == 4 {
			break
		}
		s += "not four "
	default:
		s += "many "
	}
	return
}

func side(x int) int { fmt.Print("side", x, " "); return x }

func main() {
	fmt.Println(grade(95), grade(85), grade(5))
	for i := 0; i < 6; i++ {
		fmt.Print(f(i), "|")
	}
	fmt.Println()
	switch side(2) {
	case side(1), side(2), side(3):
		fmt.Println("found")
	}
	switch x := any("a").(string); x {
	case "a":
		fmt.Println("a")
	}
	switch any(3) {
	case "3":
		fmt.Println("string")
	case 3:
		fmt.Println("int")
	}
	switch s := 5; {
	case s > 3:
		fmt.Println("big")
	}
}
