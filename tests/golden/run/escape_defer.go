package main

import "fmt"

var log []*int

func record(p *int) { log = append(log, p) }

func one() {
	x := 1
	defer record(&x)
	x = 2
}

func loop() {
	for i := 0; i < 3; i++ {
		v := i * 10
		defer func() { record(&v) }()
		v++
	}
}

func result() (p *int) {
	x := 5
	defer func() { p = &x }()
	x = 6
	return nil
}

type res struct{ open bool }

func (r *res) close() { r.open = false }

func use() (r res) {
	r.open = true
	defer r.close()
	q := &r
	if !q.open {
		panic("closed too early")
	}
	return r
}

func recovered() (out *string) {
	defer func() {
		if r := recover(); r != nil {
			s := fmt.Sprint("got ", r)
			out = &s
		}
	}()
	v := 9
	panic(&v == nil || v == 9)
}

func main() {
	one()
	loop()
	for _, p := range log {
		fmt.Print(*p, " ")
	}
	fmt.Println()
	fmt.Println(*result(), use(), *recovered())
}
