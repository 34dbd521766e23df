package main

import (
	"errors"
	"fmt"
)

var errBad = errors.New("bad")

func try(f func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			if e, ok := r.(error); ok {
				err = e
				return
			}
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	f()
	return nil
}

func main() {
	var m map[string]int
	var p *struct{ x int }
	s := []int{1, 2}
	i := 5
	zero := 0
	var e any = "str"
	fmt.Println(try(func() { panic(errBad) }) == errBad)
	fmt.Println(try(func() { panic(42) }))
	fmt.Println(try(func() { m["a"] = 1 }))
	fmt.Println(try(func() { fmt.Println(p.x) }))
	fmt.Println(try(func() { s[i] = 1 }))
	fmt.Println(try(func() { _ = s[1:i] }))
	fmt.Println(try(func() { fmt.Println(1 / zero) }))
	fmt.Println(try(func() { fmt.Println(e.(int)) }))
	fmt.Println(try(func() {}))
	fmt.Println(try(func() { fmt.Println(make([]int, zero-1)) }))
}
