package main

import "fmt"

type expr interface{ accept(v visitor) int }
type visitor interface {
	num(n num) int
	bin(b *bin) int
}
type num int
type bin struct {
	op   byte
	l, r expr
}

func (n num) accept(v visitor) int  { return v.num(n) }
func (b *bin) accept(v visitor) int { return v.bin(b) }

type eval struct{ depth, max int }

func (e *eval) num(n num) int { return int(n) }
func (e *eval) bin(b *bin) int {
	e.depth++
	defer func() { e.depth-- }()
	if e.depth > e.max {
		e.max = e.depth
	}
	l, r := b.l.accept(e), b.r.accept(e)
	switch b.op {
	case '+':
		return l + r
	case '*':
		return l * r
	}
	panic("bad op " + string(b.op))
}

func main() {
	e := &bin{'+', num(1), &bin{'*', num(2), &bin{'+', num(3), num(4)}}}
	v := &eval{}
	fmt.Println(e.accept(v), v.max, v.depth)
	defer func() { fmt.Println(recover(), v.depth) }()
	(&bin{'?', num(1), e}).accept(v)
}
