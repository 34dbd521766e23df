package main

import "fmt"

type T struct {
	p *int
	s []int
	f func() int
	i any
}

func ptr() *int               { x := 1; return &x }
func slice() []int            { a := [3]int{1, 2, 3}; return a[:] }
func lit() *T                 { return &T{s: []int{4}} }
func made() []int             { return make([]int, 2) }
func fresh() *int             { p := new(int); *p = 6; return p }
func closure() func() int     { n := 7; return func() int { n++; return n } }
func iface() any              { x := [2]int{8, 9}; return x }
func inStruct() T             { v := 10; return T{p: &v} }
func inArray() [2]*int        { a, b := 11, 12; return [2]*int{&a, &b} }
func inMap() map[string]*int  { v := 13; return map[string]*int{"k": &v} }
func viaVar() *int            { v := 14; p := &v; q := p; return q }
func viaField() *int          { t := T{}; v := 15; t.p = &v; u := t; return u.p }
func viaSlice() *int          { v := 16; s := []*int{&v}; return s[0] }
func pair() (*int, error)     { v := 17; return &v, nil }
func named() (p *int)         { v := 18; p = &v; return }
func deferred() (p *int)      { defer func() { v := 19; p = &v }(); return nil }
func cond(b bool) *int        { x, y := 20, 21; if b { return &x }; return &y }
func stomp() [64]int          { var a [64]int; for i := range a { a[i] = -i }; return a }

func main() {
	a, b, c, d, e := ptr(), slice(), lit(), made(), fresh()
	f, g, h, i, j := closure(), iface(), inStruct(), inArray(), inMap()
	k, l, m := viaVar(), viaField(), viaSlice()
	n, _ := pair()
	o, p, q, r := named(), deferred(), cond(true), cond(false)
	stomp()
	fmt.Println(*a, b, c.s, d, *e, f(), f(), g, *h.p, *i[0], *i[1], *j["k"], *k, *l, *m, *n, *o, *p, *q, *r)
}
