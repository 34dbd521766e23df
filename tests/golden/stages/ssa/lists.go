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
// ssa:
// fn0 push : func(*p.node, int) *p.node
//   x0 param n : *p.node, site0
//   x1 param v : int, site1
//   x2 result 0 ~r0 : *p.node, site2
//   x3 var fresh : *p.node, site3
//   site0 variable x0 : *p.node
//   site1 variable x1 : int
//   site2 variable x2 : *p.node
//   site3 variable x3 : *p.node
//   site4 slice literal v4 : int, 1 elements
//   site5 pointer literal v6 : p.node
// block0:
//   v0 = local x0 : *p.node
//   v1 = load v0 : *p.node
//   v2 = local x1 : int
//   v3 = load v2 : int
//   v4 = slice_lit site4, len 1 {0: v3} : []int
//   v5 = struct {0: v1, 1: v4} : p.node
//   v6 = ptr_lit site5, v5 : *p.node
//   declare x3
//   v8 = local x3 : *p.node
//   store v8, v6
//   v11 = local x3 : *p.node
//   v12 = load v11 : *p.node
//   v10 = global g0 command-line-arguments.head : *p.node
//   store v10, v12
//   v14 = local x3 : *p.node
//   v15 = load v14 : *p.node
//   v16 = local x2 : *p.node
//   store v16, v15
//   return
//
// fn1 sum : func(*p.node) int
//   x0 param n : *p.node, site0
//   x1 result 0 total : int, site1
//   x2 var v : int, site2
//   x3 hidden counter : int
//   site0 variable x0 : *p.node
//   site1 variable x1 : int
//   site2 variable x2 : int
// block0:
//   jump block1
// block1:
//   jump block2
// block2:
//   v2 = local x0 : *p.node
//   v3 = load v2 : *p.node
//   v4 = nil : *p.node
//   v5 = binary v3 != v4 : bool
//   branch v5, block3, block6
// block3:
//   v15 = local x0 : *p.node
//   v16 = load v15 : *p.node
//   v17 = deref v16 : p.node
//   v18 = field_addr v17, 1 : []int
//   v19 = load v18 : []int
//   v20 = len v19 : int
//   v21 = const 0 : int
//   v22 = local x3 : int
//   store v22, v21
//   jump block7
// block4:
//   jump block5
// block5:
//   v8 = local x0 : *p.node
//   v9 = load v8 : *p.node
//   v10 = deref v9 : p.node
//   v11 = field_addr v10, 0 : *p.node
//   v12 = load v11 : *p.node
//   v7 = local x0 : *p.node
//   store v7, v12
//   jump block2
// block6:
//   v51 = local x1 : int
//   v52 = load v51 : int
//   v53 = local x1 : int
//   store v53, v52
//   return
// block7:
//   v32 = local x3 : int
//   v33 = load v32 : int
//   v34 = binary v33 < v20 : bool
//   branch v34, block8, block10
// block8:
//   v36 = elem_addr v19, v33 : int
//   v37 = load v36 : int
//   declare x2
//   v39 = local x2 : int
//   store v39, v37
//   jump block11
// block9:
//   v25 = local x3 : int
//   v26 = load v25 : int
//   v27 = const 1 : int
//   v28 = binary v26 + v27 : int
//   v29 = local x3 : int
//   store v29, v28
//   jump block7
// block10:
//   jump block4
// block11:
//   v43 = local x2 : int
//   v44 = load v43 : int
//   v42 = local x1 : int
//   v45 = load v42 : int
//   v46 = binary v45 + v44 : int
//   store v42, v46
//   jump block9
//
// fn2 local : func() int
//   x0 result 0 ~r0 : int, site0
//   x1 var list : p.node, site1, address taken
//   x2 var add : func(int), site3
//   site0 variable x0 : int
//   site1 variable x1 : p.node
//   site2 make slice v1 : int
//   site3 variable x2 : func(int)
//   site4 closure v6 : func(int)
// block0:
//   v0 = const 4 : int
//   v1 = make_slice site2, len v0 : []int
//   v2 = struct {1: v1} : p.node
//   declare x1
//   v4 = local x1 : p.node
//   store v4, v2
//   v6 = closure site4, fn3 local.func1 : func(int)
//   declare x2
//   v8 = local x2 : func(int)
//   store v8, v6
//   v10 = local x2 : func(int)
//   v11 = load v10 : func(int)
//   v12 = const 2 : int
//   v13 = call_value v11(v12) : ()
//   v14 = local x1 : p.node
//   v15 = address v14 : *p.node
//   v16 = call fn1 sum(v15) : int
//   v17 = local x0 : int
//   store v17, v16
//   return
//
// fn3 local.func1 : func(int), literal in fn2
//   x0 param d : int, site0
//   x1 captured 0 list : p.node
//   capture 0: outer x1 as x1
//   site0 variable x0 : int
// block0:
//   v0 = local x1 : p.node
//   v1 = field_addr v0, 1 : []int
//   v2 = load v1 : []int
//   v3 = const 0 : int
//   v5 = local x0 : int
//   v6 = load v5 : int
//   v4 = elem_addr v2, v3 : int
//   v7 = load v4 : int
//   v8 = binary v7 + v6 : int
//   store v4, v8
//   return
