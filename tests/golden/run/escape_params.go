package main

import "fmt"

type node struct {
	v    int
	next *node
	all  []*node
}

var global *node
var sink []any

func id(p *node) *node            { return p }
func next(p *node) *node          { return p.next }
func setNext(a, b *node)          { a.next = b }
func store(p *node)               { global = p }
func storeNext(p *node)           { global = p.next }
func add(a, b *node)              { a.all = append(a.all, b) }
func box(p *node)                 { sink = append(sink, p) }
func pick(a, b *node, c bool) (x, y *node) {
	if c {
		return a, b
	}
	return b, a
}
func viaPtr(pp **node) { *pp = &node{v: 50} }
func fill(s []*node) {
	for i := range s {
		s[i] = &node{v: 60 + i}
	}
}

func scenario() int {
	var a, b, c node
	a.v, b.v, c.v = 1, 2, 3
	x := id(&a)
	setNext(&a, &b)
	y := next(&a)
	z, _ := pick(&c, &a, true)
	return x.v*100 + y.v*10 + z.v
}

func main() {
	fmt.Println(scenario())
	n := node{v: 7}
	store(&n)
	m := node{v: 8, next: &node{v: 9}}
	fmt.Println(global.v)
	storeNext(&m)
	fmt.Println(global.v)
	add(&n, &m)
	k := node{v: 10}
	box(&k)
	k.v = 11
	fmt.Println(n.all[0].v, sink[0].(*node).v)
	var p *node
	viaPtr(&p)
	s := make([]*node, 2)
	fill(s)
	fmt.Println(p.v, s[0].v, s[1].v)
}
