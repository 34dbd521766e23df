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
// placement:
// # command-line-arguments (go 1.27)
// ./shapes.go:3:30   shape.area                               variable         ~r0                     8   stack at 16
// ./shapes.go:7:7    (*square).area                           variable         s                       8   stack at 0
// ./shapes.go:7:25   (*square).area                           variable         ~r0                     8   stack at 8
// ./shapes.go:11:6   pair[go.shape.int].swap                  variable         .dict                   8   stack at 0
// ./shapes.go:11:7   pair[int].swap                           variable         p                       16  stack at 0
// ./shapes.go:11:7   pair[go.shape.int].swap                  variable         p                       16  stack at 8
// ./shapes.go:11:7   (*pair[int]).swap                        variable         p                       8   stack at 0
// ./shapes.go:11:7   (*pair[go.shape.int]).swap               variable         p                       8   stack at 0
// ./shapes.go:11:25  pair[int].swap                           variable         ~r0                     16  stack at 16
// ./shapes.go:11:25  pair[go.shape.int].swap                  variable         ~r0                     16  stack at 24
// ./shapes.go:11:25  (*pair[int]).swap                        variable         ~r0                     16  stack at 8
// ./shapes.go:11:25  (*pair[go.shape.int]).swap               variable         ~r0                     16  stack at 16
// ./shapes.go:13:6   largest[go.shape.*uint8]                 variable         .dict                   8   stack at 0
// ./shapes.go:13:23  largest[*command-line-arguments.square]  variable         all                     24  stack at 0
// ./shapes.go:13:23  largest[go.shape.*uint8]                 variable         all                     24  stack at 8
// ./shapes.go:13:33  largest[*command-line-arguments.square]  variable         best                    8   stack at 24
// ./shapes.go:13:33  largest[go.shape.*uint8]                 variable         best                    8   stack at 32
// ./shapes.go:14:6   largest[go.shape.*uint8]                 variable         i                       8   stack at 48
// ./shapes.go:14:9   largest[go.shape.*uint8]                 variable         s                       8   stack at 40
// ./shapes.go:22:10  use                                      variable         n                       8   stack at 104
// ./shapes.go:22:17  use                                      variable         ~r0                     16  stack at 0
// ./shapes.go:23:2   use                                      variable         squares                 24  stack at 16
// ./shapes.go:23:17  use                                      make slice       make([]*square, n)      ?   run time: stack up to 32 bytes at 112, else heap
// ./shapes.go:24:6   use                                      variable         i                       8   stack at 144
// ./shapes.go:25:16  use                                      pointer literal  &square{...}            8   heap, tiny: stored through a pointer
// ./shapes.go:27:2   use                                      call record      defer (func literal)()  48  stack at 40
// ./shapes.go:27:8   use                                      closure          func literal            8   static
// ./shapes.go:29:18  use                                      interface box    any(n)                  8   heap, tiny: returned pointer
// ./shapes.go:30:7   use                                      variable         s                       8   stack at 152
// ./shapes.go:32:7   use                                      variable         s                       16  stack at 88
// frame of (*square).area: 16 bytes
// frame of use: 160 bytes
// frame of pair[int].swap: 32 bytes
// frame of pair[go.shape.int].swap: 40 bytes
// frame of largest[*command-line-arguments.square]: 32 bytes
// frame of largest[go.shape.*uint8]: 56 bytes
// frame of shape.area: 24 bytes
// frame of (*pair[int]).swap: 24 bytes
// frame of (*pair[go.shape.int]).swap: 32 bytes
