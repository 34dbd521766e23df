package main

import "fmt"

type v struct{ n int }

func lookup(m map[string]*v, k string) *v { return m[k] }

func put(m map[string]*v, k string, x *v) { m[k] = x }

func keys(m map[*v]int) (out []*v) {
	for k := range m {
		out = append(out, k)
	}
	return
}

func build() map[string][]int {
	m := map[string][]int{}
	for i := 0; i < 4; i++ {
		k := fmt.Sprint("k", i%2)
		m[k] = append(m[k], i)
	}
	return m
}

func local() int {
	m := make(map[int]*v)
	for i := 0; i < 3; i++ {
		x := v{i}
		m[i] = &x
	}
	return m[0].n + m[1].n*10 + m[2].n*100
}

func litValue() map[int]func() int {
	a := 1
	return map[int]func() int{1: func() int { a++; return a }}
}

func main() {
	m := map[string]*v{}
	x := v{1}
	put(m, "a", &x)
	x.n = 2
	fmt.Println(lookup(m, "a").n, build(), local())
	f := litValue()
	fmt.Println(f[1](), f[1]())
	k := v{3}
	ks := keys(map[*v]int{&k: 1})
	k.n = 4
	fmt.Println(ks[0].n)
	type key struct{ a [2]int }
	mk := map[key]string{{[2]int{1, 2}}: "x"}
	kk := key{}
	kk.a[0], kk.a[1] = 1, 2
	fmt.Println(mk[kk])
}
