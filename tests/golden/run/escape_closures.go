package main

import "fmt"

var hook func()
var kept *int

func each(s []int, f func(*int)) {
	for i := range s {
		v := s[i]
		f(&v)
	}
}

func set(f func()) { hook = f }

func outer() (func(int), func() int) {
	x, y := 1, 2
	p := &y
	return func(d int) { x += d; *p += d }, func() int { return x*100 + y }
}

func byValue() func() int {
	a, b := 3, [2]int{4, 5}
	return func() int { return a + b[0] + b[1] }
}

func assignOut() int {
	var p *int
	func() {
		z := 9
		p = &z
	}()
	return *p
}

func callNow() int {
	t := 0
	func(q *int) { *q = 12 }(&t)
	r := func() *int { return &t }()
	*r += 1
	return t
}

func argEscapes(f func(*int)) { v := 30; f(&v) }

func main() {
	sum := 0
	each([]int{1, 2, 3}, func(p *int) { sum += *p; *p = 0 })
	var ptrs []*int
	each([]int{4, 5}, func(p *int) { ptrs = append(ptrs, p) })
	fmt.Println(sum, *ptrs[0], *ptrs[1])
	n := 5
	set(func() { n *= 2 })
	hook()
	hook()
	fmt.Println(n)
	add, get := outer()
	add(5)
	fmt.Println(get(), byValue()(), assignOut(), callNow())
	argEscapes(func(p *int) { kept = p })
	argEscapes(func(p *int) { *p++ })
	fmt.Println(*kept)
}
