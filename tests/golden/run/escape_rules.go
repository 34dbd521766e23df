package main

import "fmt"

type holder struct {
	p *int
	n int
}

func (h *holder) self() *holder { return h }

var kept *holder
var all = make([]*int, 2)

func indirection() *int {
	x := 1
	p := &x
	pp := &p
	return *pp
}

func dotOfPointer() *int {
	x := 2
	h := &holder{p: &x}
	return h.p
}

func assertion() *int {
	x := 3
	var i any = &x
	return i.(*int)
}

func typeSwitch() *int {
	x := 4
	var i any = &x
	switch v := i.(type) {
	case *int:
		return v
	}
	return nil
}

func toArray() *int {
	x := 5
	s := []*int{&x}
	a := [1]*int(s)
	return a[0]
}

func methodValue() {
	h := holder{n: 6}
	f := h.self
	kept = f()
}

func copied() {
	x := 7
	s := []*int{&x}
	copy(all, s)
}

func smaller(b []byte) string {
	return min(string(b), "zz")
}

// The functions of a cycle are analysed together, by their parameters and results themselves.
func ping(n int, p *int) *int {
	if n == 0 {
		all[1] = p
		return p
	}
	return pong(n-1, p)
}

func pong(n int, p *int) *int { return ping(n, p) }

func start(n int) *int {
	x := 8
	if n > 3 {
		return restart(n)
	}
	return pong(n, &x)
}

func restart(n int) *int { return start(n - 3) }

func fetch(n int) *int {
	y := 9
	if n == 0 {
		return refetch(n+1, &y)
	}
	return &y
}

func refetch(n int, q *int) *int {
	if n == 0 {
		return fetch(1)
	}
	return q
}

// The result of a literal that is called where it stands may point to a variable around it.
func called() *int {
	t := 10
	return func() *int { return &t }()
}

func stomp() (a [16]int) { return }

func main() {
	a, b, c, d, e := indirection(), dotOfPointer(), assertion(), typeSwitch(), toArray()
	methodValue()
	copied()
	s := smaller([]byte("ab"))
	t := start(2)
	u, v := fetch(0), called()
	stomp()
	fmt.Println(*a, *b, *c, *d, *e, kept.n, *all[0], s, *t, *all[1], *u, *v)
}
