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
// ./types.go:12:12: cannot use T{} (value of struct type T) as I value in variable declaration: T does not implement I (missing method n)
// ./types.go:14:6: cannot use "text" (untyped string constant) as int value in assignment
// ./types.go:15:11: 1.5 (untyped float constant) truncated to int
// ./types.go:16:6: T{}.b undefined (type T has no field or method b)
// ./types.go:17:7: too many arguments in call to f
// 	have (number, number)
// 	want (int)
// ./types.go:20:5: non-boolean condition in if statement
// ./types.go:21:10: not enough return values
// 	have (string)
// 	want (string, error)
// ./types.go:23:7: label missing not defined
// ./types.go:26:18: cannot use 200 (untyped int constant) as int8 value in constant declaration (overflows)
// ./types.go:28:6: invalid recursive type: L refers to itself
// ./types.go:21:10: too many errors
