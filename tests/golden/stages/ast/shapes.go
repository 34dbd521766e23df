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
// ast:
// 1:9     package p
// 3:6     type shape
// 3:12      interface type
// 3:23        element area
// 3:27          function type
// 3:30            result
// 3:30              ident float64
// 5:6     type square
// 5:13      struct type
// 5:21        field side
// 5:26          ident float64
// 7:1     func area
// 7:7       receiver s
// 7:9         star
// 7:10          ident square
// 7:25      result
// 7:25        ident float64
// 7:33      block
// 7:35        return
// 7:49          binary *
// 7:43            selector .side
// 7:42              ident s
// 7:52            selector .side
// 7:51              ident s
// 9:6     type pair
// 9:11      type parameter T
// 9:13        ident any
// 9:18      struct type
// 9:26        field a
// 9:31          ident T
// 9:29        field b
// 9:31          ident T
// 11:1    func swap
// 11:7      receiver p
// 11:13       index
// 11:9          ident pair
// 11:14         ident T
// 11:25     result
// 11:29       index
// 11:25         ident pair
// 11:30         ident T
// 11:33     block
// 11:35       return
// 11:49         composite literal
// 11:49           type
// 11:46             index
// 11:42               ident pair
// 11:47               ident T
// 11:51           selector .b
// 11:50             ident p
// 11:56           selector .a
// 11:55             ident p
// 13:1    func largest
// 13:14     type parameter T
// 13:16       ident shape
// 13:23     parameter all
// 13:27       slice type
// 13:29         ident T
// 13:33     result best
// 13:38       ident T
// 13:41     block
// 14:2        for range :=
// 14:14         key
// 14:6            ident i
// 14:14         value
// 14:9            ident s
// 14:20         ident all
// 14:24         block
// 15:3            if
// 15:13             binary ||
// 15:8                binary ==
// 15:6                  ident i
// 15:11                 literal Int 0
// 15:25               binary >
// 15:22                 call
// 15:17                   selector .area
// 15:16                     ident s
// 15:36                 call
// 15:31                   selector .area
// 15:27                     ident best
// 15:39             block
// 16:9                assign
// 16:4                  ident best
// 16:9                  from
// 16:11                   ident s
// 19:2        return
// 19:9          ident best
// 22:1    func use
// 22:10     parameter n
// 22:12       ident int
// 22:17     result
// 22:17       ident shape
// 22:23     block
// 23:10       define
// 23:2          ident squares
// 23:10         from
// 23:17           call
// 23:13             ident make
// 23:18             slice type
// 23:20               star
// 23:21                 ident square
// 23:29             ident n
// 24:2        for range :=
// 24:11         key
// 24:6            ident i
// 24:17         ident n
// 24:19         block
// 25:14           assign
// 25:10             index
// 25:3                ident squares
// 25:11               ident i
// 25:14             from
// 25:16               unary &
// 25:23                 composite literal
// 25:23                   type
// 25:17                     ident square
// 25:28                   key: value
// 25:24                     ident side
// 25:37                     call
// 25:30                       ident float64
// 25:38                       ident i
// 27:2        defer
// 27:28         call
// 27:8            function literal
// 27:8              function type
// 27:15             block
// 27:24               expression
// 27:24                 call
// 27:17                   ident recover
// 28:4        assign
// 28:2          ident _
// 28:4          from
// 28:26           call
// 28:21             selector .swap
// 28:15               composite literal
// 28:15                 type
// 28:10                   index
// 28:6                      ident pair
// 28:11                     ident int
// 28:16                 literal Int 1
// 28:19                 literal Int 2
// 29:2        type switch s
// 29:17         call
// 29:14           ident any
// 29:18           ident n
// 30:2          case
// 30:7            ident int
// 31:3            return
// 31:17             call
// 31:10               ident largest
// 31:18               ident squares
// 32:2          case
// 32:7            ident shape
// 33:3            return
// 33:10             ident s
// 35:2        return
// 35:9          ident nil
