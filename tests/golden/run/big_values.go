package main

import "fmt"

type big struct {
	data [200]int
	name string
}

func make1() big             { var b big; b.data[199] = 1; b.name = "one"; return b }
func modify(b big) big       { b.data[0] = 5; return b }
func ptr(b big) *big         { b.name += "!"; return &b }
func capture(b big) func() int {
	return func() int { b.data[1]++; return b.data[1] + b.data[199] }
}

func main() {
	a := make1()
	b := modify(a)
	p := ptr(b)
	a.name = "changed"
	f := capture(b)
	f()
	fmt.Println(a.data[0], b.data[0], p.name, b.name, f(), b.data[1])
	var arr [3]big
	arr[1] = *p
	q := &arr[1]
	q.data[3] = 8
	fmt.Println(arr[1].data[3], p.data[3], arr[1] == *p, len(arr[2].name))
	var i any = b
	b.name = "z"
	fmt.Println(i.(big).name, i == any(b))
	var large [20000]int
	for k := range large {
		large[k] = k
	}
	s := large[:]
	fmt.Println(s[19999], len(s))
}
