package main

import "fmt"

var trace []string

func v(s string, n int) int { trace = append(trace, s); return n }

func fn(s string) func(...int) int {
	trace = append(trace, s)
	return func(xs ...int) int { return len(xs) }
}

func p(s string, q *int) *int { trace = append(trace, s); return q }

func main() {
	x := 1
	a := []int{1, 2, 3}
	m := map[int]int{}
	fn("f")(v("a", 1), v("b", 2))
	a[v("i", 0)] = v("r", 5)
	m[v("k", 1)] = v("val", 2)
	*p("l", &x) = v("rr", 9)
	_ = []int{v("e0", 0), v("e1", 1)}
	_ = map[int]int{v("mk", 1): v("mv", 2)}
	_ = v("x", 1) + v("y", 2)*v("z", 3)
	a[v("o", 1)] += v("p", 3)
	defer func() { fmt.Println(trace); trace = nil }()
	defer fmt.Println(v("deferred", 7), "runs first")
	y := x
	x, y = y+1, x+1
	fmt.Println(x, y, a, m)
}
