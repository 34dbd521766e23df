package main

import "fmt"

type ring struct {
	buf        []any
	head, size int
}

func newRing(n int) *ring { return &ring{buf: make([]any, n)} }

func (r *ring) push(x any) bool {
	if r.size == len(r.buf) {
		return false
	}
	r.buf[(r.head+r.size)%len(r.buf)] = x
	r.size++
	return true
}

func (r *ring) pop() (x any) {
	if r.size == 0 {
		return nil
	}
	x, r.buf[r.head] = r.buf[r.head], nil
	r.head = (r.head + 1) % len(r.buf)
	r.size--
	return x
}

func main() {
	r := newRing(3)
	for i := 0; i < 5; i++ {
		fmt.Print(r.push(i*i), " ")
	}
	fmt.Println(r.pop(), r.pop(), r.push("s"), r.pop(), r.pop(), r.pop())
}
