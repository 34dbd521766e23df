package p

// The type of a variable, literal or conversion is read before what it is made from: so are its methods made.

type Box[T any] struct {
	v    T
	next *Box[T]
}

func (b *Box[T]) push(v T) *Box[T] { return &Box[T]{v, b} }

func apply[T, U any](x T, f func(T) U) U { return f(x) }

func variable() {
	var v Box[int] = Box[int]{v: apply(Box[string]{}, func(Box[string]) int { return 1 })}
	_ = v
}

func literal() any {
	return Box[int8]{v: apply(Box[int16]{}, func(Box[int16]) int8 { return 1 })}
}

type pushed[T any] interface{ push(T) *Box[T] }

func conversion() {
	drop(pushed[uint8](apply(Box[uint16]{}, func(Box[uint16]) *Box[uint8] { return nil })))
	x := make([]Box[uint32], apply(Box[uint64]{}, func(Box[uint64]) int { return 1 }))
	_ = x
}

func drop(any) {}
