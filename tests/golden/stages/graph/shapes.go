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
// graph:
// {
//   "nodes": [
//     {
//       "id": 0,
//       "label": "{heap}",
//       "place": "heap"
//     },
//     {
//       "id": 1,
//       "label": "~r0",
//       "place": "stack",
//       "function": "use",
//       "position": "./shapes.go:22:17"
//     },
//     {
//       "id": 2,
//       "label": "s",
//       "place": "stack",
//       "function": "use",
//       "position": "./shapes.go:32:7"
//     },
//     {
//       "id": 3,
//       "label": "{storage for &square{...}}",
//       "place": "heap",
//       "function": "use",
//       "position": "./shapes.go:25:16"
//     },
//     {
//       "id": 4,
//       "label": "{storage for any(n)}",
//       "place": "heap",
//       "function": "use",
//       "position": "./shapes.go:29:18"
//     }
//   ],
//   "edges": [
//     {
//       "from": 2,
//       "to": 1,
//       "dereferences": 0,
//       "reasons": [
//         "return"
//       ]
//     },
//     {
//       "from": 3,
//       "to": 0,
//       "dereferences": -1,
//       "reasons": [
//         "spill",
//         "assign"
//       ]
//     },
//     {
//       "from": 4,
//       "to": 2,
//       "dereferences": -1,
//       "reasons": [
//         "spill",
//         "switch case"
//       ]
//     }
//   ]
// }
