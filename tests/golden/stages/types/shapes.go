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
// types:
// 3:12: Type interface{area() float64}
// 3:27: Type func() float64
// 3:30: Type float64
// 5:13: Type struct{side float64}
// 5:26: Type float64
// 7:9: Type *square
// 7:10: Type square
// 7:25: Type float64
// 7:42: Variable *square
// 7:43: Variable float64
// 7:49: Value float64
// 7:51: Variable *square
// 7:52: Variable float64
// 9:13: Type any
// 9:18: Type struct{a T; b T}
// 9:31: Type T
// 11:9: Type pair[T any]
// 11:13: Type pair[T]
// 11:14: Type T
// 11:25: Type pair[T any]
// 11:29: Type pair[T]
// 11:30: Type T
// 11:42: Type pair[T any]
// 11:46: Type pair[T]
// 11:47: Type T
// 11:49: Value pair[T]
// 11:50: Variable pair[T]
// 11:51: Variable T
// 11:55: Variable pair[T]
// 11:56: Variable T
// 13:16: Type shape
// 13:27: Type []T
// 13:29: Type T
// 13:38: Type T
// 14:20: Variable []T
// 15:6: Variable int
// 15:8: Value untyped bool
// 15:11: Constant int = 0
// 15:13: Value untyped bool
// 15:16: Variable T
// 15:17: Value func() float64
// 15:22: Value float64
// 15:25: Value untyped bool
// 15:27: Variable T
// 15:31: Value func() float64
// 15:36: Value float64
// 16:4: Variable T
// 16:11: Variable T
// 19:9: Variable T
// 22:12: Type int
// 22:17: Type shape
// 23:2: Variable []*square
// 23:13: Builtin(Make) func([]*square, int) []*square
// 23:17: Value []*square
// 23:18: Type []*square
// 23:20: Type *square
// 23:21: Type square
// 23:29: Variable int
// 24:17: Variable int
// 25:3: Variable []*square
// 25:10: Variable *square
// 25:11: Variable int
// 25:16: Value *square
// 25:17: Type square
// 25:23: Value square
// 25:30: Type float64
// 25:37: Value float64
// 25:38: Variable int
// 27:8: Type func()
// 27:8: Value func()
// 27:17: Builtin(Recover) func() interface{}
// 27:24: Value interface{}
// 27:28: NoValue ()
// 28:6: Type pair[T any]
// 28:10: Type pair[int]
// 28:11: Type int
// 28:15: Value pair[int]
// 28:16: Constant int = 1
// 28:19: Constant int = 2
// 28:21: Value func() pair[int]
// 28:26: Value pair[int]
// 29:14: Type any
// 29:17: Value any
// 29:18: Variable int
// 30:7: Type int
// 31:10: Value func(all []*square) (best *square)
// 31:17: Value *square
// 31:18: Variable []*square
// 32:7: Type shape
// 33:10: Variable shape
// 35:9: Nil shape
