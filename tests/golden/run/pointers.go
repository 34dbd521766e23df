package main

import "fmt"

type list struct {
	val  int
	next *list
}

func (l *list) push(v int) *list { return &list{v, l} }

func (l *list) reverse() (r *list) {
	for l != nil {
		l.next, r, l = r, l, l.next
	}
	return
}

func swap(a, b *int) { *a, *b = *b, *a }

func newInt(n int) *int { return &n }

func pp(p **int) { *p = newInt(42) }

func field() *int {
	s := struct{ a, b int }{1, 2}
	return &s.b
}

func elem() *int {
	a := [3]int{1, 2, 3}
	return &a[2]
}

func main() {
	var l *list
	for i := 0; i < 4; i++ {
		l = l.push(i)
	}
	for x := l.reverse(); x != nil; x = x.next {
		fmt.Print(x.val, " ")
	}
	fmt.Println()
	a, b := 1, 2
	swap(&a, &b)
	fmt.Println(a, b)
	var p *int
	pp(&p)
	q := &p
	**q++
	fmt.Println(*p, *field(), *elem())
	x := new(int)
	*x = 3
	y := *x
	*x = 4
	fmt.Println(*x, y, x == &a, p == *q)
}
