package main

import "fmt"

type inner struct{ vals map[string][]*int }
type outer struct {
	in  [2]inner
	ptr *inner
}

func get(o *outer) *outer { return o }

func main() {
	n := 5
	o := outer{ptr: &inner{vals: map[string][]*int{"k": {&n, nil}}}}
	o.in[1].vals = o.ptr.vals
	*get(&o).in[1].vals["k"][0] += 2
	fmt.Println(n, len(o.in[0].vals["x"]))
	o.in[1].vals["k"][1] = new(int)
	*o.ptr.vals["k"][1] = 4
	fmt.Println(*o.in[1].vals["k"][1] * n)
	fs := []func() []func(int) int{
		func() []func(int) int { return []func(int) int{func(x int) int { return x + n }} },
	}
	fmt.Println(fs[0]()[0](10))
	s := [][]int{{1}, {2, 3}}
	s[1][0], s[0] = s[0][0], s[1][1:]
	fmt.Println(s)
	x := struct {
		a [3]struct{ b *int }
	}{}
	x.a[2].b = &n
	y := x
	*y.a[2].b = 1
	fmt.Println(n, y.a[2].b == x.a[2].b, *&*&n)
	z := (*(&o)).ptr
	fmt.Println(len((*z).vals), (func() int { return n })())
}
