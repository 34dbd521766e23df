package main

import "fmt"

var (
	a = b + 1
	b = f("b", 2)
	c = func() int { return f("c", a) }()
	table = map[string]func(int) int{"dbl": func(x int) int { return 2 * x }}
	arr = [...]string{2: "two", 0: "zero"}
	ptr = &val
	val = 7
	x, y = two()
	_ = f("blank", 0)
)

func two() (int, string) { return f("two", 5), "y" }

func f(s string, n int) int {
	order = append(order, s)
	return n
}

var order []string

func init() { order = append(order, "init1") }
func init() { order = append(order, "init2") }

func main() {
	fmt.Println(order)
	*ptr = 8
	fmt.Println(a, b, c, table["dbl"](4), len(arr), arr, val, x, y)
}
