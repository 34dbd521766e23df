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
//       "label": "fresh",
//       "place": "stack",
//       "function": "push",
//       "position": "./lists.go:12:2"
//     },
//     {
//       "id": 2,
//       "label": "{storage for []int{...}}",
//       "place": "heap",
//       "function": "push",
//       "position": "./lists.go:12:37"
//     },
//     {
//       "id": 3,
//       "label": "{storage for &node{...}}",
//       "place": "heap",
//       "function": "push",
//       "position": "./lists.go:12:11"
//     }
//   ],
//   "edges": [
//     {
//       "from": 1,
//       "to": 0,
//       "dereferences": 0,
//       "reasons": [
//         "assign"
//       ]
//     },
//     {
//       "from": 2,
//       "to": 3,
//       "dereferences": -1,
//       "reasons": [
//         "spill",
//         "struct literal element"
//       ]
//     },
//     {
//       "from": 3,
//       "to": 1,
//       "dereferences": -1,
//       "reasons": [
//         "spill",
//         "assign"
//       ]
//     }
//   ]
// }
