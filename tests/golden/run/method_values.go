package main

import "fmt"

type acc struct{ n int }

func (a *acc) add(k int) int { a.n += k; return a.n }
func (a acc) get() int       { return a.n }

type adder interface{ add(int) int }

func apply(f func(int) int, xs ...int) (r []int) {
	for _, x := range xs {
		r = append(r, f(x))
	}
	return
}

func bound() func() int {
	a := acc{5}
	return a.get
}

func boundPtr() func(int) int {
	var a acc
	return a.add
}

func main() {
	var a acc
	f := a.add
	fmt.Println(apply(f, 1, 2, 3), a.n)
	g := a.get
	a.n = 100
	fmt.Println(g(), a.get(), acc.get(a), (*acc).get(&a))
	var i adder = &a
	h := i.add
	fmt.Println(h(1), adder.add(i, 1))
	fmt.Println(bound()())
	k := boundPtr()
	k(2)
	fmt.Println(k(3))
}
