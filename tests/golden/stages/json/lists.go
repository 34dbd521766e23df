package p

type node struct {
	next *node
	vals []int
}

var head *node

// push keeps its list: the new node goes to the heap.
func push(n *node, v int) *node {
	fresh := &node{next: n, vals: []int{v}}
	head = fresh
	return fresh
}

func sum(n *node) (total int) {
	for ; n != nil; n = n.next {
		for _, v := range n.vals {
			total += v
		}
	}
	return total
}

func local() int {
	list := node{vals: make([]int, 4)}
	add := func(d int) { list.vals[0] += d }
	add(2)
	return sum(&list)
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
//           "name": "push",
//           "position": {
//             "file": "./lists.go",
//             "line": 11,
//             "column": 6
//           },
//           "frame_size": 32,
//           "parameters": [
//             {
//               "name": "n",
//               "leaks_to_heap": 0,
//               "leaks_to_results": [
//                 null
//               ]
//             },
//             {
//               "name": "v",
//               "leaks_to_heap": 0,
//               "leaks_to_results": [
//                 null
//               ]
//             }
//           ],
//           "sites": [
//             {
//               "position": {
//                 "file": "./lists.go",
//                 "line": 11,
//                 "column": 11
//               },
//               "kind": "variable",
//               "text": "n",
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
//                 "file": "./lists.go",
//                 "line": 11,
//                 "column": 20
//               },
//               "kind": "variable",
//               "text": "v",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 24
//               }
//             },
//             {
//               "position": {
//                 "file": "./lists.go",
//                 "line": 11,
//                 "column": 27
//               },
//               "kind": "variable",
//               "text": "~r0",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 8
//               }
//             },
//             {
//               "position": {
//                 "file": "./lists.go",
//                 "line": 12,
//                 "column": 2
//               },
//               "kind": "variable",
//               "text": "fresh",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 16
//               }
//             },
//             {
//               "position": {
//                 "file": "./lists.go",
//                 "line": 12,
//                 "column": 11
//               },
//               "kind": "pointer literal",
//               "text": "&node{...}",
//               "loop_depth": 1,
//               "size": 32,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "heap",
//                 "rule": "stored in a package variable",
//                 "invariant": "no stack pointer in heap",
//                 "tier": {
//                   "name": "small",
//                   "class": 4,
//                   "block": 32,
//                   "header": false
//                 }
//               },
//               "flow": [
//                 {
//                   "to": "fresh",
//                   "from": "{storage for &node{...}}",
//                   "dereferences": -1,
//                   "notes": [
//                     {
//                       "reason": "spill",
//                       "text": "&node{...}",
//                       "position": {
//                         "file": "./lists.go",
//                         "line": 12,
//                         "column": 11
//                       }
//                     },
//                     {
//                       "reason": "assign",
//                       "text": "fresh := &node{...}",
//                       "position": {
//                         "file": "./lists.go",
//                         "line": 12,
//                         "column": 8
//                       }
//                     }
//                   ]
//                 },
//                 {
//                   "to": "{heap}",
//                   "from": "fresh",
//                   "dereferences": 0,
//                   "notes": [
//                     {
//                       "reason": "assign",
//                       "text": "head = fresh",
//                       "position": {
//                         "file": "./lists.go",
//                         "line": 13,
//                         "column": 7
//                       }
//                     }
//                   ]
//                 }
//               ]
//             },
//             {
//               "position": {
//                 "file": "./lists.go",
//                 "line": 12,
//                 "column": 37
//               },
//               "kind": "slice literal",
//               "text": "[]int{...}",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "heap",
//                 "rule": "stored in an object that escapes",
//                 "invariant": "no stack pointer in heap",
//                 "tier": {
//                   "name": "tiny"
//                 }
//               },
//               "flow": [
//                 {
//                   "to": "{storage for &node{...}}",
//                   "from": "{storage for []int{...}}",
//                   "dereferences": -1,
//                   "notes": [
//                     {
//                       "reason": "spill",
//                       "text": "[]int{...}",
//                       "position": {
//                         "file": "./lists.go",
//                         "line": 12,
//                         "column": 37
//                       }
//                     },
//                     {
//                       "reason": "struct literal element",
//                       "text": "node{...}",
//                       "position": {
//                         "file": "./lists.go",
//                         "line": 12,
//                         "column": 16
//                       }
//                     }
//                   ]
//                 }
//               ]
//             }
//           ]
//         },
//         {
//           "name": "sum",
//           "position": {
//             "file": "./lists.go",
//             "line": 17,
//             "column": 6
//           },
//           "frame_size": 24,
//           "parameters": [
//             {
//               "name": "n",
//               "leaks_to_heap": null,
//               "leaks_to_results": [
//                 null
//               ]
//             }
//           ],
//           "sites": [
//             {
//               "position": {
//                 "file": "./lists.go",
//                 "line": 17,
//                 "column": 10
//               },
//               "kind": "variable",
//               "text": "n",
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
//                 "file": "./lists.go",
//                 "line": 17,
//                 "column": 20
//               },
//               "kind": "variable",
//               "text": "total",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 8
//               }
//             },
//             {
//               "position": {
//                 "file": "./lists.go",
//                 "line": 19,
//                 "column": 10
//               },
//               "kind": "variable",
//               "text": "v",
//               "loop_depth": 2,
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
//           "name": "local",
//           "position": {
//             "file": "./lists.go",
//             "line": 26,
//             "column": 6
//           },
//           "frame_size": 96,
//           "parameters": [],
//           "sites": [
//             {
//               "position": {
//                 "file": "./lists.go",
//                 "line": 26,
//                 "column": 14
//               },
//               "kind": "variable",
//               "text": "~r0",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 56
//               }
//             },
//             {
//               "position": {
//                 "file": "./lists.go",
//                 "line": 27,
//                 "column": 2
//               },
//               "kind": "variable",
//               "text": "list",
//               "loop_depth": 1,
//               "size": 32,
//               "align": 8,
//               "pointers": true,
//               "placement": {
//                 "place": "stack",
//                 "offset": 0
//               }
//             },
//             {
//               "position": {
//                 "file": "./lists.go",
//                 "line": 27,
//                 "column": 25
//               },
//               "kind": "make slice",
//               "text": "make([]int, 4)",
//               "loop_depth": 1,
//               "size": 32,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 64
//               }
//             },
//             {
//               "position": {
//                 "file": "./lists.go",
//                 "line": 28,
//                 "column": 2
//               },
//               "kind": "variable",
//               "text": "add",
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
//                 "file": "./lists.go",
//                 "line": 28,
//                 "column": 9
//               },
//               "kind": "closure",
//               "text": "func literal",
//               "loop_depth": 1,
//               "size": 16,
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
//           "name": "local.func1",
//           "position": {
//             "file": "./lists.go",
//             "line": 28,
//             "column": 9
//           },
//           "frame_size": 8,
//           "parameters": [
//             {
//               "name": "d",
//               "leaks_to_heap": 0,
//               "leaks_to_results": []
//             }
//           ],
//           "sites": [
//             {
//               "position": {
//                 "file": "./lists.go",
//                 "line": 28,
//                 "column": 14
//               },
//               "kind": "variable",
//               "text": "d",
//               "loop_depth": 1,
//               "size": 8,
//               "align": 8,
//               "pointers": false,
//               "placement": {
//                 "place": "stack",
//                 "offset": 0
//               }
//             }
//           ]
//         }
//       ]
//     }
//   ]
// }
