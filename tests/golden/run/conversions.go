package main

import "fmt"

type celsius float64
type names []string
type fn func(int) int
type myStr string
type st struct{ A, B int }
type st2 struct {
	A int `json:"a"`
	B int
}

func (f fn) twice(x int) int { return f(f(x)) }
func (n names) first() string { return n[0] }

func main() {
	c := celsius(36.6)
	fmt.Println(float64(c)+1, int(c), names([]string{"z"}).first())
	fmt.Println(fn(func(x int) int { return x + 1 }).twice(3))
	m := myStr("héy")
	b := []byte(m)
	r := []rune(m)
	fmt.Println(len(b), len(r), string(b[0]), string(r[1:]), myStr(b) == m)
	s := st2(st{1, 2})
	fmt.Println(s.A, st(s) == st{1, 2})
	var i8 int8 = -1
	fmt.Println(uint8(i8), uint32(i8), int64(uint32(1<<31)), float32(16777217), uint8(300&0xff))
	f := -2.7
	fmt.Println(int(f), uint8(int(f)+10), int64(1e15))
	var any1 any = c
	_, ok1 := any1.(float64)
	v, ok2 := any1.(celsius)
	fmt.Println(ok1, v, ok2)
	p := &s
	q := (*st2)(p)
	q.A = 9
	fmt.Println(s.A, string(rune(65)), []byte("ab")[1])
}
