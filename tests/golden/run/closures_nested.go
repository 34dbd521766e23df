package main

import "fmt"

type op func(int) int

func compose(fs ...op) op {
	return func(x int) int {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}

func main() {
	k := 3
	f := func(a int) op {
		return func(b int) int {
			g := func(c int) int { return a*100 + b*10 + c + k }
			k++
			return g(b + 1)
		}
	}
	h := compose(f(1), f(2), func(x int) int { return -x })
	fmt.Println(h(4), k)
	var rec func(int) int
	rec = func(n int) int {
		if n <= 1 {
			return 1
		}
		return n * rec(n-1)
	}
	fmt.Println(rec(10))
}
