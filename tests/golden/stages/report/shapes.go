package p

type shape interface{ area() float64 }

type square struct{ side float64 }

func (s *square) area() float64 { return s.side * s.side }

type pair[T any] struct{ a, b T }

func (p pair[T]) swap() pair[T] { return pair[T]{p.b, p.a} }

func largest[T shape](all []T) (best T) {
	for i, s := range all {
		if i == 0 || s.area() > best.area() {
			best = s
		}
	}
	return best
}

func use(n int) shape {
	squares := make([]*square, n)
	for i := range n {
		squares[i] = &square{side: float64(i)}
	}
	defer func() { recover() }()
	_ = pair[int]{1, 2}.swap()
	switch s := any(n).(type) {
	case int:
		return largest(squares)
	case shape:
		return s
	}
	return nil
}
// report:
// func use (./shapes.go:22): 2 on the heap, 16 bytes
//
// warning: `&square{...}` is on the heap: stored through a pointer
//    ┌─ ./shapes.go:25:16
//    │
// 25 │         squares[i] = &square{side: float64(i)}
//    │                    - ^ 1: allocated here
//    │                    │
//    │                    2: stored in `squares[i]` here
//    │
//    = rule: a pointer to it is stored through another pointer, which may point to the heap
//    = invariant: no pointer to a stack object may be stored in the heap
//    = size: 8 bytes, no pointers; tiny
//    = loop: in a loop: once for each round
//
// warning: `any(n)`, boxed in an interface, is on the heap: returned pointer
//    ┌─ ./shapes.go:29:18
//    │
// 29 │     switch s := any(n).(type) {
//    │                     ^ 1: `any(n)` is copied into an interface here
//    ·
// 32 │     case shape:
//    │     ---- 2: bound by the type switch here
// 33 │         return s
//    │         ------ 3: returned here
//    │
//    = rule: a pointer to it is returned to the caller
//    = invariant: no pointer to a stack object may outlive the object
//    = size: 8 bytes, no pointers; tiny
//
// command-line-arguments: 26 on the stack, 2 on the heap (16 bytes), 1 decided at run time, 1 static
