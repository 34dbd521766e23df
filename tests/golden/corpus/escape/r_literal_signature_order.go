package p

// The types of a literal's signature are read before its body: so are their methods made.

type Box[T any] struct {
	v    T
	next *Box[T]
}

func (b *Box[T]) push(v T) *Box[T] { return &Box[T]{v, b} }

func f1() {
	func(p Box[int]) {
		var x Box[string]
		_ = x
	}(Box[int]{})
}

func f2() {
	defer func(p Box[bool]) {
		var x Box[[]string]
		_ = x
	}(Box[bool]{})
}

func f3() {
	h := func(p Box[int8]) {
		var x Box[int16]
		_ = x
	}
	h(Box[int8]{})
}
