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
// report:
// func push (./lists.go:11): 2 on the heap, 40 bytes
//
// warning: `&node{...}` is on the heap: stored in a package variable
//    ┌─ ./lists.go:12:11
//    │
// 12 │     fresh := &node{next: n, vals: []int{v}}
//    │           -  ^ 1: allocated here
//    │           │
//    │           2: kept in `fresh` here
// 13 │     head = fresh
//    │          - 3: stored in the package variable `head` here
//    │
//    = rule: a pointer to it is stored in a package-level variable
//    = invariant: no pointer to a stack object may be stored in the heap
//    = size: 32 bytes, with pointers; small, class 4 (32 bytes)
//    = help: let `push` return `node` and not a pointer to it
//        8  - var head *node
//           + var head node
//        11 - func push(n *node, v int) *node {
//           + func push(n *node, v int) node {
//        12 -     fresh := &node{next: n, vals: []int{v}}
//           +     fresh := node{next: n, vals: []int{v}}
//      checked: with this change the package still compiles and this object is not on the heap
//
// warning: `[]int{...}` is on the heap: stored in an object that escapes
//    ┌─ ./lists.go:12:37
//    │
// 12 │     fresh := &node{next: n, vals: []int{v}}
//    │           -       -                    ^ 1: allocated here
//    │           │       │
//    │           │       2: put into a field of the literal here
//    │           3: `&node{...}` is kept in `fresh` here
// 13 │     head = fresh
//    │          - 4: stored in the package variable `head` here
//    │
//    = rule: a pointer to it is stored in an object that is on the heap itself
//    = invariant: no pointer to a stack object may be stored in the heap
//    = size: 8 bytes, no pointers; tiny
//
// command-line-arguments: 13 on the stack, 2 on the heap (40 bytes), 0 decided at run time, 0 static
// 1 finding has a change that was checked to help
