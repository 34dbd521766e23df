package p

import "unsafe"

type T struct{ a int }

func (T) m() {}

type I interface{ m(); n() }

func f(x int) (string, error) {
	var i I = T{}
	unused := 1
	x = "text"
	y := x + 1.5
	T{}.b = 2
	f(1, 2)
	for x := range y {
	}
	if x {
		return "s"
	}
	goto missing
}

const big int8 = 200

type L struct{ l L }

func g[P int | string](p P) P { return p + 1 }

var _ = g(1.5)
// errors:
// # command-line-arguments
// ./types.go:23:7: label missing not defined
