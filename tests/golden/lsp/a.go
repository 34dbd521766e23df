package main

import "fmt"

type T struct{ n int }

var sink *T

func id(p *T) *T { return p }

func leak(p *T) { sink = p }

func mk() *T { t := &T{1}; return t }

func f(xs []int, m map[string]*T) func() int {
	x := T{2}
	leak(&x)
	m["a"] = id(&x)
	n := 0
	fmt.Println(xs[0], "a", len(xs))
	b := make([]int, len(xs))
	b[0] = 1
	return func() int { n++; return n }
}

func main() { mk(); f(nil, nil) }
