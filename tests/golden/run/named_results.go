package main

import (
	"errors"
	"fmt"
)

func a() (n int, err error) {
	defer func() {
		if err != nil {
			n = -1
		}
	}()
	n = 5
	return n, errors.New("x")
}

func b() (p *int) {
	v := 3
	p = &v
	defer func() { *p = 4 }()
	return p
}

func c() (s []int) {
	defer func() { s = append(s, 3) }()
	s = append(s, 1)
	return append(s, 2)
}

func d() (x, y int) {
	x, y = 1, 2
	return y, x
}

func e() (f func() int) {
	n := 0
	f = func() int { n++; return n }
	f()
	return
}

func g() (_ int, _ string) { return }

func main() {
	fmt.Println(a())
	fmt.Println(*b(), c())
	fmt.Println(d())
	fmt.Println(e()())
	fmt.Println(g())
}
