package main

import "fmt"

type T struct{ next *T }

func try(name string, f func()) {
	defer func() { fmt.Println(name, "->", recover()) }()
	f()
}

func main() {
	a := [4]int{}
	s := "abc"
	n, m := 5, -1
	var np *T
	var nf func()
	var ni fmt.Stringer
	var na *[3]int
	try("array", func() { a[n] = 1 })
	try("string", func() { _ = s[n] })
	try("negative", func() { a[m]++ })
	try("slice low", func() { _ = s[n:] })
	try("slice order", func() { k := 2; _ = a[k:1] })
	try("slice3", func() { _ = a[:2:n] })
	try("nil next", func() { np = np.next })
	try("nil func", func() { nf() })
	try("nil iface", func() { _ = ni.String() })
	try("nil array", func() { _ = na[1] })
	try("conv", func() { _ = [3]int(a[:2]) })
	try("assert", func() { _ = any(1).(fmt.Stringer) })
	try("assert nil", func() { var e any; _ = e.(int) })
	try("map key", func() { m := map[any]int{}; m[[]int{1}] = 2 })
	try("compare", func() { var x, y any = []int{1}, []int{1}; _ = x == y })
	try("shift", func() { _ = 1 << m })
	try("none", func() {})
	fmt.Println(len(na))
}
