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
// json:
// {
//   "version": 1,
//   "go": "1.27",
//   "packages": [
//     {
//       "path": "command-line-arguments",
//       "functions": [
//         {
//           "name": "(*square).area",
//           "position": {
//             "file": "./shapes.go",
//             "line": 7,
//             "column": 18
//           },
//           "frame_size": 16,
//           "parameters": [
//             {
//               "name": "s",
//               "leaks_to_heap": null,
//               "leaks_to_results": [
//                 null
//               ]
//             }
//           ],
//           "sites": [
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 7,
//                 "column": 7
//               },
//               "kind": "variable",
//               "text": "s",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 0
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 7,
//                 "column": 25
//               },
//               "kind": "variable",
//               "text": "~r0",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 8
//               }
//             }
//           ]
//         },
//         {
//           "name": "use",
//           "position": {
//             "file": "./shapes.go",
//             "line": 22,
//             "column": 6
//           },
//           "frame_size": 160,
//           "parameters": [
//             {
//               "name": "n",
//               "leaks_to_heap": 0,
//               "leaks_to_results": [
//                 null
//               ]
//             }
//           ],
//           "sites": [
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 22,
//                 "column": 10
//               },
//               "kind": "variable",
//               "text": "n",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 104
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 22,
//                 "column": 17
//               },
//               "kind": "variable",
//               "text": "~r0",
//               "loop_depth": 1,
//               "size": 16,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 0
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 23,
//                 "column": 2
//               },
//               "kind": "variable",
//               "text": "squares",
//               "loop_depth": 1,
//               "size": 24,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 16
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 23,
//                 "column": 17
//               },
//               "kind": "make slice",
//               "text": "make([]*square, n)",
//               "loop_depth": 1,
//               "placement": {
//                 "place": "run_time",
//                 "buffer_offset": 112,
//                 "buffer_size": 32,
//                 "buffer": "make"
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 24,
//                 "column": 6
//               },
//               "kind": "variable",
//               "text": "i",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 144
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 25,
//                 "column": 16
//               },
//               "kind": "pointer literal",
//               "text": "&square{...}",
//               "loop_depth": 2,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "heap",
//                 "rule": "stored through a pointer",
//                 "invariant": "no stack pointer in heap",
//                 "tier": {
//                   "name": "tiny"
//                 }
//               },
//               "flow": [
//                 {
//                   "to": "{heap}",
//                   "from": "{storage for &square{...}}",
//                   "dereferences": -1,
//                   "notes": [
//                     {
//                       "reason": "spill",
//                       "text": "&square{...}",
//                       "position": {
//                         "file": "./shapes.go",
//                         "line": 25,
//                         "column": 16
//                       }
//                     },
//                     {
//                       "reason": "assign",
//                       "text": "squares[i] = &square{...}",
//                       "position": {
//                         "file": "./shapes.go",
//                         "line": 25,
//                         "column": 14
//                       }
//                     }
//                   ]
//                 }
//               ]
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 27,
//                 "column": 2
//               },
//               "kind": "call record",
//               "text": "defer (func literal)()",
//               "loop_depth": 1,
//               "size": 48,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 40
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 27,
//                 "column": 8
//               },
//               "kind": "closure",
//               "text": "func literal",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "static"
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 29,
//                 "column": 18
//               },
//               "kind": "interface box",
//               "text": "any(n)",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "heap",
//                 "rule": "returned pointer",
//                 "invariant": "no outliving pointer",
//                 "tier": {
//                   "name": "tiny"
//                 }
//               },
//               "flow": [
//                 {
//                   "to": "s",
//                   "from": "{storage for any(n)}",
//                   "dereferences": -1,
//                   "notes": [
//                     {
//                       "reason": "spill",
//                       "text": "any(n)",
//                       "position": {
//                         "file": "./shapes.go",
//                         "line": 29,
//                         "column": 18
//                       }
//                     },
//                     {
//                       "reason": "switch case",
//                       "text": "case shape: return s",
//                       "position": {
//                         "file": "./shapes.go",
//                         "line": 32,
//                         "column": 2
//                       }
//                     }
//                   ]
//                 },
//                 {
//                   "to": "~r0",
//                   "from": "s",
//                   "dereferences": 0,
//                   "notes": [
//                     {
//                       "reason": "return",
//                       "text": "return s",
//                       "position": {
//                         "file": "./shapes.go",
//                         "line": 33,
//                         "column": 3
//                       }
//                     }
//                   ]
//                 }
//               ]
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 30,
//                 "column": 7
//               },
//               "kind": "variable",
//               "text": "s",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 152
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 32,
//                 "column": 7
//               },
//               "kind": "variable",
//               "text": "s",
//               "loop_depth": 1,
//               "size": 16,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 88
//               }
//             }
//           ]
//         },
//         {
//           "name": "use.func1",
//           "position": {
//             "file": "./shapes.go",
//             "line": 27,
//             "column": 8
//           },
//           "frame_size": 0,
//           "parameters": [],
//           "sites": []
//         },
//         {
//           "name": "pair[int].swap",
//           "position": {
//             "file": "./shapes.go",
//             "line": 11,
//             "column": 18
//           },
//           "frame_size": 32,
//           "parameters": [
//             {
//               "name": "p",
//               "leaks_to_heap": 0,
//               "leaks_to_results": [
//                 null
//               ]
//             }
//           ],
//           "sites": [
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 11,
//                 "column": 7
//               },
//               "kind": "variable",
//               "text": "p",
//               "loop_depth": 1,
//               "size": 16,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 0
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 11,
//                 "column": 25
//               },
//               "kind": "variable",
//               "text": "~r0",
//               "loop_depth": 1,
//               "size": 16,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 16
//               }
//             }
//           ]
//         },
//         {
//           "name": "pair[go.shape.int].swap",
//           "position": {
//             "file": "./shapes.go",
//             "line": 11,
//             "column": 18
//           },
//           "frame_size": 40,
//           "parameters": [
//             {
//               "name": "p",
//               "leaks_to_heap": 0,
//               "leaks_to_results": [
//                 null
//               ]
//             },
//             {
//               "name": ".dict",
//               "leaks_to_heap": null,
//               "leaks_to_results": [
//                 null
//               ]
//             }
//           ],
//           "sites": [
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 11,
//                 "column": 6
//               },
//               "kind": "variable",
//               "text": ".dict",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 0
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 11,
//                 "column": 7
//               },
//               "kind": "variable",
//               "text": "p",
//               "loop_depth": 1,
//               "size": 16,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 8
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 11,
//                 "column": 25
//               },
//               "kind": "variable",
//               "text": "~r0",
//               "loop_depth": 1,
//               "size": 16,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 24
//               }
//             }
//           ]
//         },
//         {
//           "name": "largest[*command-line-arguments.square]",
//           "position": {
//             "file": "./shapes.go",
//             "line": 13,
//             "column": 6
//           },
//           "frame_size": 32,
//           "parameters": [
//             {
//               "name": "all",
//               "leaks_to_heap": 1,
//               "leaks_to_results": [
//                 null
//               ]
//             }
//           ],
//           "sites": [
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 13,
//                 "column": 23
//               },
//               "kind": "variable",
//               "text": "all",
//               "loop_depth": 1,
//               "size": 24,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 0
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 13,
//                 "column": 33
//               },
//               "kind": "variable",
//               "text": "best",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 24
//               }
//             }
//           ]
//         },
//         {
//           "name": "largest[go.shape.*uint8]",
//           "position": {
//             "file": "./shapes.go",
//             "line": 13,
//             "column": 6
//           },
//           "frame_size": 56,
//           "parameters": [
//             {
//               "name": ".dict",
//               "leaks_to_heap": null,
//               "leaks_to_results": [
//                 null
//               ]
//             },
//             {
//               "name": "all",
//               "leaks_to_heap": 1,
//               "leaks_to_results": [
//                 null
//               ]
//             }
//           ],
//           "sites": [
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 13,
//                 "column": 6
//               },
//               "kind": "variable",
//               "text": ".dict",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 0
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 13,
//                 "column": 23
//               },
//               "kind": "variable",
//               "text": "all",
//               "loop_depth": 1,
//               "size": 24,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 8
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 13,
//                 "column": 33
//               },
//               "kind": "variable",
//               "text": "best",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 32
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 14,
//                 "column": 6
//               },
//               "kind": "variable",
//               "text": "i",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 48
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 14,
//                 "column": 9
//               },
//               "kind": "variable",
//               "text": "s",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 40
//               }
//             }
//           ]
//         },
//         {
//           "name": "shape.area",
//           "frame_size": 24,
//           "parameters": [
//             {
//               "name": "~p0",
//               "leaks_to_heap": 0,
//               "leaks_to_results": [
//                 null
//               ]
//             }
//           ],
//           "sites": [
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 3,
//                 "column": 30
//               },
//               "kind": "variable",
//               "text": "~r0",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 16
//               }
//             }
//           ]
//         },
//         {
//           "name": "(*pair[int]).swap",
//           "frame_size": 24,
//           "parameters": [
//             {
//               "name": "p",
//               "leaks_to_heap": null,
//               "leaks_to_results": [
//                 null
//               ]
//             }
//           ],
//           "sites": [
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 11,
//                 "column": 7
//               },
//               "kind": "variable",
//               "text": "p",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 0
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 11,
//                 "column": 25
//               },
//               "kind": "variable",
//               "text": "~r0",
//               "loop_depth": 1,
//               "size": 16,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 8
//               }
//             }
//           ]
//         },
//         {
//           "name": "(*pair[go.shape.int]).swap",
//           "frame_size": 32,
//           "parameters": [
//             {
//               "name": "p",
//               "leaks_to_heap": null,
//               "leaks_to_results": [
//                 null
//               ]
//             },
//             {
//               "name": ".dict",
//               "leaks_to_heap": null,
//               "leaks_to_results": [
//                 null
//               ]
//             }
//           ],
//           "sites": [
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 11,
//                 "column": 7
//               },
//               "kind": "variable",
//               "text": "p",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 0
//               }
//             },
//             {
//               "position": {
//                 "file": "./shapes.go",
//                 "line": 11,
//                 "column": 25
//               },
//               "kind": "variable",
//               "text": "~r0",
//               "loop_depth": 1,
//               "size": 16,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 16
//               }
//             }
//           ]
//         }
//       ]
//     }
//   ]
// }
