package p

func all(yield func(int, string) bool) {}

func find(want string) (int, bool) {
	for i, s := range all {
		if s == want {
			return i, true
		}
		if s == "" {
			break
		}
	}
	return 0, false
}
// ir:
// roots: all, find, find-range1
//
// fn0 all : func(func(int, string) bool)
//   x0 param yield : func(int, string) bool, site0
//   site0 variable x0 : func(int, string) bool
// block0:
//   return
// outline:
//
// fn1 find : func(string) (int, bool)
//   x0 param want : string, site0
//   x1 result 0 #rv1 : int, site1
//   x2 result 1 #rv2 : bool, site2
//   x3 var #next : int, site3
//   x4 var #state1 : int, site4
//   x5 var #yield1 : func(int, string) bool, site6
//   site0 variable x0 : string
//   site1 variable x1 : int
//   site2 variable x2 : bool
//   site3 variable x3 : int
//   site4 variable x4 : int
//   site5 closure v6 : func(int, string) bool
//   site6 variable x5 : func(int, string) bool
//   site7 interface box v19 : string
// block0:
//   declare x3
//   v1 = local x3 : int
//   v2 = const 1 : int
//   declare x4
//   v4 = local x4 : int
//   store v4, v2
//   v6 = closure site5, fn2 find-range1 : func(int, string) bool
//   declare x5
//   v8 = local x5 : func(int, string) bool
//   store v8, v6
//   v10 = local x5 : func(int, string) bool
//   v11 = load v10 : func(int, string) bool
//   v12 = call fn0 all(v11) : ()
//   v13 = local x4 : int
//   v14 = load v13 : int
//   v15 = const 2 : int
//   v16 = binary v14 == v15 : bool
//   branch v16, block1, block2
// block1:
//   v18 = const "range function continued iteration after function for loop body returned false" : string
//   v19 = convert to_interface site7, v18 : interface {}
//   v20 = panic v19 : ()
//   unreachable
// block2:
//   v22 = local x4 : int
//   v23 = const 3 : int
//   store v22, v23
//   v25 = local x3 : int
//   v26 = load v25 : int
//   v27 = const -1 : int
//   v28 = binary v26 == v27 : bool
//   branch v28, block3, block4
// block3:
//   return
// block4:
//   v31 = const 0 : int
//   v32 = const false : bool
//   v33 = local x1 : int
//   store v33, v31
//   v35 = local x2 : bool
//   store v35, v32
//   return
// outline:
//   st1 assign v1 = zero
//     init
//       st0 decl x3
//   st3 assign v4 := v2
//     init
//       st2 decl x4
//   st5 assign v8 := v6
//     init
//       st4 decl x5
//   st6 expr v12
//   st7 if v16
//   st8 assign v22 = v23
//   st10 if v28
//     then
//       st9 return
//   st11 return v31, v32
//
// fn2 find-range1 : func(int, string) bool, range body in fn1
//   x0 param i : int, site0
//   x1 param s : string, site1
//   x2 result 0 #r : bool, site2
//   x3 var #tmpState : int, site3
//   x4 captured 0 #state1 : int
//   x5 captured 1 want : string
//   x6 captured 2 #rv1 : int
//   x7 captured 3 #rv2 : bool
//   x8 captured 4 #next : int
//   capture 0: outer x4 as x4
//   capture 1: outer x0 as x5
//   capture 2: outer x1 as x6
//   capture 3: outer x2 as x7
//   capture 4: outer x3 as x8
//   site0 variable x0 : int
//   site1 variable x1 : string
//   site2 variable x2 : bool
//   site3 variable x3 : int
//   site4 interface box v14 : string
// block0:
//   v0 = local x4 : int
//   v1 = load v0 : int
//   declare x3
//   v3 = local x3 : int
//   store v3, v1
//   v5 = local x4 : int
//   v6 = const 2 : int
//   store v5, v6
//   v8 = local x3 : int
//   v9 = load v8 : int
//   v10 = const 1 : int
//   v11 = binary v9 != v10 : bool
//   branch v11, block1, block2
// block1:
//   v13 = const "range function continued iteration after function for loop body returned false" : string
//   v14 = convert to_interface site4, v13 : interface {}
//   v15 = panic v14 : ()
//   unreachable
// block2:
//   v17 = local x1 : string
//   v18 = load v17 : string
//   v19 = local x5 : string
//   v20 = load v19 : string
//   v21 = binary v18 == v20 : bool
//   branch v21, block3, block4
// block3:
//   v23 = local x6 : int
//   v24 = local x7 : bool
//   v25 = local x0 : int
//   v26 = load v25 : int
//   v27 = const true : bool
//   store v23, v26
//   store v24, v27
//   v30 = local x8 : int
//   v31 = const -1 : int
//   store v30, v31
//   v33 = local x4 : int
//   v34 = const 0 : int
//   store v33, v34
//   v36 = const false : bool
//   v37 = local x2 : bool
//   store v37, v36
//   return
// block4:
//   v40 = local x1 : string
//   v41 = load v40 : string
//   v42 = const "" : string
//   v43 = binary v41 == v42 : bool
//   branch v43, block5, block6
// block5:
//   v45 = local x4 : int
//   v46 = const 0 : int
//   store v45, v46
//   v48 = const false : bool
//   v49 = local x2 : bool
//   store v49, v48
//   return
// block6:
//   v52 = local x4 : int
//   v53 = const 1 : int
//   store v52, v53
//   v55 = const true : bool
//   v56 = local x2 : bool
//   store v56, v55
//   return
// outline:
//   st1 assign v3 := v1
//     init
//       st0 decl x3
//   st2 assign v5 = v6
//   st3 if v11
//   st8 if v21
//     then
//       st4 assign v23, v24 = v26, v27
//       st5 assign v30 = v31
//       st6 assign v33 = v34
//       st7 return v36
//   st11 if v43
//     then
//       st9 assign v45 = v46
//       st10 return v48
//   st12 assign v52 = v53
//   st13 return v55
