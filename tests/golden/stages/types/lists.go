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
// types:
// 3:11: Type struct{next *node; vals []int}
// 4:7: Type *node
// 4:8: Type node
// 5:7: Type []int
// 5:9: Type int
// 8:10: Type *node
// 8:11: Type node
// 11:13: Type *node
// 11:14: Type node
// 11:22: Type int
// 11:27: Type *node
// 11:28: Type node
// 12:2: Variable *node
// 12:11: Value *node
// 12:12: Type node
// 12:16: Value node
// 12:23: Variable *node
// 12:32: Type []int
// 12:34: Type int
// 12:37: Value []int
// 12:38: Variable int
// 13:2: Variable *node
// 13:9: Variable *node
// 14:9: Variable *node
// 17:12: Type *node
// 17:13: Type node
// 17:26: Type int
// 18:8: Variable *node
// 18:10: Value untyped bool
// 18:13: Nil *node
// 18:18: Variable *node
// 18:22: Variable *node
// 18:23: Variable *node
// 19:21: Variable *node
// 19:22: Variable []int
// 20:4: Variable int
// 20:13: Variable int
// 23:9: Variable int
// 26:14: Type int
// 27:2: Variable node
// 27:10: Type node
// 27:14: Value node
// 27:21: Builtin(Make) func([]int, int) []int
// 27:25: Value []int
// 27:26: Type []int
// 27:28: Type int
// 27:33: Constant int = 4
// 28:2: Variable func(d int)
// 28:9: Type func(d int)
// 28:9: Value func(d int)
// 28:16: Type int
// 28:23: Variable node
// 28:27: Variable []int
// 28:32: Variable int
// 28:33: Constant int = 0
// 28:39: Variable int
// 29:2: Variable func(d int)
// 29:5: NoValue ()
// 29:6: Constant int = 2
// 30:9: Value func(n *node) (total int)
// 30:12: Value int
// 30:13: Value *node
// 30:14: Variable node
