package main

import "fmt"

type keeper interface {
	keep(*int)
	get() *int
}

type box struct{ p *int }

func (b *box) keep(p *int) { b.p = p }
func (b *box) get() *int   { return b.p }

type noop struct{}

func (noop) keep(*int) {}
func (noop) get() *int { return nil }

var all []any

func hold(x any) { all = append(all, x) }

func through(k keeper) {
	v := 5
	k.keep(&v)
}

func assert(x any) *int {
	if p, ok := x.(*int); ok {
		return p
	}
	return nil
}

func local() int {
	v := 3
	var x any = &v
	*x.(*int)++
	var k keeper = noop{}
	k.keep(&v)
	return v
}

type val struct{ a, b int }

func (v val) sum() int { return v.a + v.b }

func dyn(i interface{ sum() int }) int { return i.sum() }

func main() {
	b := &box{}
	through(b)
	fmt.Println(*b.get())
	n := 6
	hold(n)
	hold(&n)
	n = 7
	fmt.Println(all[0], *all[1].(*int))
	q := assert(&n)
	*q = 8
	fmt.Println(n, assert("s") == nil, local())
	v := val{1, 2}
	var s interface{ sum() int } = v
	v.a = 100
	fmt.Println(s.sum(), dyn(v), dyn(&v))
	for i := 0; i < 3; i++ {
		hold(val{i, i})
	}
	fmt.Println(all[2:], len(all))
}
