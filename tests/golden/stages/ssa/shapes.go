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
// ssa:
// fn0 (*square).area : func() float64
//   x0 receiver s : *p.square, site0
//   x1 result 0 ~r0 : float64, site1
//   site0 variable x0 : *p.square
//   site1 variable x1 : float64
// block0:
//   v0 = local x0 : *p.square
//   v1 = load v0 : *p.square
//   v2 = deref v1 : p.square
//   v3 = field_addr v2, 0 : float64
//   v4 = load v3 : float64
//   v5 = local x0 : *p.square
//   v6 = load v5 : *p.square
//   v7 = deref v6 : p.square
//   v8 = field_addr v7, 0 : float64
//   v9 = load v8 : float64
//   v10 = binary v4 * v9 : float64
//   v11 = local x1 : float64
//   store v11, v10
//   return
//
// fn1 use : func(int) p.shape
//   x0 param n : int, site0
//   x1 result 0 ~r0 : p.shape, site1
//   x2 var squares : []*p.square, site2
//   x3 var i : int, site4
//   x4 hidden counter : int
//   x5 var s : int, site9
//   x6 var s : p.shape, site10
//   site0 variable x0 : int
//   site1 variable x1 : p.shape
//   site2 variable x2 : []*p.square
//   site3 make slice v2 : *p.square
//   site4 variable x3 : int
//   site5 pointer literal v36 : p.square
//   site6 closure v39 : func()
//   site7 call record v40 : func()
//   site8 interface box v49 : int
//   site9 variable x5 : int
//   site10 variable x6 : p.shape
// block0:
//   v0 = local x0 : int
//   v1 = load v0 : int
//   v2 = make_slice site3, len v1 : []*p.square
//   declare x2
//   v4 = local x2 : []*p.square
//   store v4, v2
//   v6 = local x0 : int
//   v7 = load v6 : int
//   v8 = const 0 : int
//   v9 = local x4 : int
//   store v9, v8
//   jump block1
// block1:
//   v19 = local x4 : int
//   v20 = load v19 : int
//   v21 = binary v20 < v7 : bool
//   branch v21, block2, block4
// block2:
//   declare x3
//   v24 = local x3 : int
//   store v24, v20
//   jump block5
// block3:
//   v12 = local x4 : int
//   v13 = load v12 : int
//   v14 = const 1 : int
//   v15 = binary v13 + v14 : int
//   v16 = local x4 : int
//   store v16, v15
//   jump block1
// block4:
//   v39 = closure site6, fn2 use.func1 : func()
//   defer site7, v39
//   v41 = const 1 : int
//   v42 = const 2 : int
//   v43 = struct {0: v41, 1: v42} : p.pair[int]
//   v44 = global g0 command-line-arguments..dict.pair[int] : [1]uintptr
//   v45 = address v44 : *[1]uintptr
//   v46 = call fn4 pair[go.shape.int].swap(v43, v45) : p.pair[int]
//   v47 = local x0 : int
//   v48 = load v47 : int
//   v49 = convert to_interface site8, v48 : interface {}
//   v50 = type_assert_ok v49 : (int, bool)
//   v51 = extract v50, 0 : int
//   v52 = extract v50, 1 : bool
//   branch v52, block6, block9
// block5:
//   v27 = local x2 : []*p.square
//   v28 = load v27 : []*p.square
//   v29 = local x3 : int
//   v30 = load v29 : int
//   v32 = local x3 : int
//   v33 = load v32 : int
//   v34 = convert numeric v33 : float64
//   v35 = struct {0: v34} : p.square
//   v36 = ptr_lit site5, v35 : *p.square
//   v31 = elem_addr v28, v30 : *p.square
//   store v31, v36
//   jump block3
// block6:
//   declare x5
//   v55 = local x5 : int
//   store v55, v51
//   v57 = global g1 command-line-arguments..dict.largest[*command-line-arguments.square] : [5]uintptr
//   v58 = address v57 : *[5]uintptr
//   v59 = local x2 : []*p.square
//   v60 = load v59 : []*p.square
//   v61 = call fn6 largest[go.shape.*uint8](v58, v60) : *p.square
//   v62 = convert to_interface v61 : p.shape
//   v63 = local x1 : p.shape
//   store v63, v62
//   return
// block7:
//   declare x6
//   v71 = local x6 : p.shape
//   store v71, v67
//   v73 = local x6 : p.shape
//   v74 = load v73 : p.shape
//   v75 = local x1 : p.shape
//   store v75, v74
//   return
// block8:
//   v79 = nil : p.shape
//   v80 = local x1 : p.shape
//   store v80, v79
//   return
// block9:
//   v66 = type_assert_ok v49 : (p.shape, bool)
//   v67 = extract v66, 0 : p.shape
//   v68 = extract v66, 1 : bool
//   branch v68, block7, block10
// block10:
//   jump block8
//
// fn2 use.func1 : func(), literal in fn1
// block0:
//   v0 = recover : interface {}
//   return
//
// fn3 pair[int].swap : func() p.pair[int], method wrapper, duplicable
//   x0 receiver p : p.pair[int], site0
//   x1 result 0 ~r0 : p.pair[int], site1
//   site0 variable x0 : p.pair[int]
//   site1 variable x1 : p.pair[int]
// block0:
//   v0 = global g0 command-line-arguments..dict.pair[int] : [1]uintptr
//   v1 = address v0 : *[1]uintptr
//   v2 = local x0 : p.pair[int]
//   v3 = load v2 : p.pair[int]
//   v4 = call fn4 pair[go.shape.int].swap(v3, v1) : p.pair[int]
//   v5 = local x1 : p.pair[int]
//   store v5, v4
//   return
//
// fn4 pair[go.shape.int].swap : func() p.pair[go.shape.int], duplicable
//   x0 receiver p : p.pair[go.shape.int], site0
//   x1 param .dict : *[1]uintptr, site1
//   x2 result 0 ~r0 : p.pair[go.shape.int], site2
//   site0 variable x0 : p.pair[go.shape.int]
//   site1 variable x1 : *[1]uintptr
//   site2 variable x2 : p.pair[go.shape.int]
// block0:
//   v0 = local x0 : p.pair[go.shape.int]
//   v1 = field_addr v0, 1 : go.shape.int
//   v2 = load v1 : go.shape.int
//   v3 = local x0 : p.pair[go.shape.int]
//   v4 = field_addr v3, 0 : go.shape.int
//   v5 = load v4 : go.shape.int
//   v6 = struct {0: v2, 1: v5} : p.pair[go.shape.int]
//   v7 = local x2 : p.pair[go.shape.int]
//   store v7, v6
//   return
//
// fn5 largest[*command-line-arguments.square] : func([]*p.square) *p.square, method wrapper, duplicable
//   x0 param all : []*p.square, site0
//   x1 result 0 best : *p.square, site1
//   site0 variable x0 : []*p.square
//   site1 variable x1 : *p.square
// block0:
//   v0 = global g1 command-line-arguments..dict.largest[*command-line-arguments.square] : [5]uintptr
//   v1 = address v0 : *[5]uintptr
//   v2 = local x0 : []*p.square
//   v3 = load v2 : []*p.square
//   v4 = call fn6 largest[go.shape.*uint8](v1, v3) : *p.square
//   v5 = local x1 : *p.square
//   store v5, v4
//   return
//
// fn6 largest[go.shape.*uint8] : func([]go.shape.*uint8) go.shape.*uint8, duplicable
//   x0 param .dict : *[5]uintptr, site0
//   x1 param all : []go.shape.*uint8, site1
//   x2 result 0 best : go.shape.*uint8, site2
//   x3 var i : int, site3
//   x4 var s : go.shape.*uint8, site4
//   x5 hidden counter : int
//   site0 variable x0 : *[5]uintptr
//   site1 variable x1 : []go.shape.*uint8
//   site2 variable x2 : go.shape.*uint8
//   site3 variable x3 : int
//   site4 variable x4 : go.shape.*uint8
// block0:
//   v0 = local x1 : []go.shape.*uint8
//   v1 = load v0 : []go.shape.*uint8
//   v2 = len v1 : int
//   v3 = const 0 : int
//   v4 = local x5 : int
//   store v4, v3
//   jump block1
// block1:
//   v14 = local x5 : int
//   v15 = load v14 : int
//   v16 = binary v15 < v2 : bool
//   branch v16, block2, block4
// block2:
//   v18 = elem_addr v1, v15 : go.shape.*uint8
//   v19 = load v18 : go.shape.*uint8
//   declare x3
//   v21 = local x3 : int
//   store v21, v15
//   declare x4
//   v24 = local x4 : go.shape.*uint8
//   store v24, v19
//   jump block5
// block3:
//   v7 = local x5 : int
//   v8 = load v7 : int
//   v9 = const 1 : int
//   v10 = binary v8 + v9 : int
//   v11 = local x5 : int
//   store v11, v10
//   jump block1
// block4:
//   v62 = local x2 : go.shape.*uint8
//   v63 = load v62 : go.shape.*uint8
//   v64 = local x2 : go.shape.*uint8
//   store v64, v63
//   return
// block5:
//   v27 = local x3 : int
//   v28 = load v27 : int
//   v29 = const 0 : int
//   v30 = binary v28 == v29 : bool
//   branch v30, block9, block8
// block6:
//   v57 = local x4 : go.shape.*uint8
//   v58 = load v57 : go.shape.*uint8
//   v56 = local x2 : go.shape.*uint8
//   store v56, v58
//   jump block7
// block7:
//   jump block3
// block8:
//   v32 = local x4 : go.shape.*uint8
//   v33 = load v32 : go.shape.*uint8
//   v34 = local x0 : *[5]uintptr
//   v35 = load v34 : *[5]uintptr
//   v36 = deref v35 : [5]uintptr
//   v37 = const 0 : int
//   v38 = index_addr v36, v37 : uintptr
//   v39 = address v38 : *uintptr
//   v40 = convert nop v39 : func(go.shape.*uint8) float64
//   v41 = call_value v40(v33) : float64
//   v42 = local x2 : go.shape.*uint8
//   v43 = load v42 : go.shape.*uint8
//   v44 = local x0 : *[5]uintptr
//   v45 = load v44 : *[5]uintptr
//   v46 = deref v45 : [5]uintptr
//   v47 = const 0 : int
//   v48 = index_addr v46, v47 : uintptr
//   v49 = address v48 : *uintptr
//   v50 = convert nop v49 : func(go.shape.*uint8) float64
//   v51 = call_value v50(v43) : float64
//   v52 = binary v41 > v51 : bool
//   jump block9
// block9:
//   v54 = short_circuit v30 || v52 from block8 : bool
//   branch v54, block6, block7
//
// fn7 shape.area : func() float64, method wrapper, duplicable
//   x0 receiver ~p0 : p.shape, site0
//   x1 result 0 ~r0 : float64, site1
//   site0 variable x0 : p.shape
//   site1 variable x1 : float64
// block0:
//   v0 = local x0 : p.shape
//   v1 = load v0 : p.shape
//   v2 = call_method v1.area() : float64
//   v3 = local x1 : float64
//   store v3, v2
//   return
//
// fn8 (*pair[int]).swap : func() p.pair[int], method wrapper, duplicable
//   x0 receiver p : *p.pair[int], site0
//   x1 result 0 ~r0 : p.pair[int], site1
//   site0 variable x0 : *p.pair[int]
//   site1 variable x1 : p.pair[int]
// block0:
//   v0 = local x0 : *p.pair[int]
//   v1 = load v0 : *p.pair[int]
//   v2 = deref v1 : p.pair[int]
//   v3 = load v2 : p.pair[int]
//   v4 = call fn3 pair[int].swap(v3) : p.pair[int]
//   v5 = local x1 : p.pair[int]
//   store v5, v4
//   return
//
// fn9 (*pair[go.shape.int]).swap : func() p.pair[go.shape.int], method wrapper, duplicable
//   x0 receiver p : *p.pair[go.shape.int], site0
//   x1 param .dict : *[1]uintptr, site1
//   x2 result 0 ~r0 : p.pair[go.shape.int], site2
//   site0 variable x0 : *p.pair[go.shape.int]
//   site1 variable x1 : *[1]uintptr
//   site2 variable x2 : p.pair[go.shape.int]
// block0:
//   v0 = local x0 : *p.pair[go.shape.int]
//   v1 = load v0 : *p.pair[go.shape.int]
//   v2 = deref v1 : p.pair[go.shape.int]
//   v3 = load v2 : p.pair[go.shape.int]
//   v4 = local x1 : *[1]uintptr
//   v5 = load v4 : *[1]uintptr
//   v6 = call fn4 pair[go.shape.int].swap(v3, v5) : p.pair[go.shape.int]
//   v7 = local x2 : p.pair[go.shape.int]
//   store v7, v6
//   return
