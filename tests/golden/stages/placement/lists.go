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
// placement:
// # command-line-arguments (go 1.27)
// ./lists.go:11:11  push         variable         n               8   stack at 0
// ./lists.go:11:20  push         variable         v               8   stack at 24
// ./lists.go:11:27  push         variable         ~r0             8   stack at 8
// ./lists.go:12:2   push         variable         fresh           8   stack at 16
// ./lists.go:12:11  push         pointer literal  &node{...}      32  heap, small, class 4 (32 bytes): stored in a package variable
// ./lists.go:12:37  push         slice literal    []int{...}      8   heap, tiny: stored in an object that escapes
// ./lists.go:17:10  sum          variable         n               8   stack at 0
// ./lists.go:17:20  sum          variable         total           8   stack at 8
// ./lists.go:19:10  sum          variable         v               8   stack at 16
// ./lists.go:26:14  local        variable         ~r0             8   stack at 56
// ./lists.go:27:2   local        variable         list            32  stack at 0
// ./lists.go:27:25  local        make slice       make([]int, 4)  32  stack at 64
// ./lists.go:28:2   local        variable         add             8   stack at 32
// ./lists.go:28:9   local        closure          func literal    16  stack at 40
// ./lists.go:28:14  local.func1  variable         d               8   stack at 0
// frame of push: 32 bytes
// frame of sum: 24 bytes
// frame of local: 96 bytes
// frame of local.func1: 8 bytes
