package p

const debug = false

func switches(x any, n int, c chan int) int {
	switch y := x.(type) {
	case int, string:
		_ = y
	case []int:
		return y[0]
	case nil:
		n++
	}
	switch {
	case n > 3 && x != nil:
		fallthrough
	case n > 2:
		n--
	default:
		if debug {
			panic("debug")
		}
	}
	select {
	case v, ok := <-c:
		if ok {
			return v
		}
	case c <- n:
	default:
	}
	return n
}
// ir:
// roots: switches
//
// fn0 switches : func(interface {}, int, chan int) int
//   x0 param x : interface {}, site0
//   x1 param n : int, site1
//   x2 param c : chan int, site2
//   x3 result 0 ~r0 : int, site3
//   x4 var y : interface {}, site4
//   x5 var y : []int, site5
//   x6 var y : interface {}, site6
//   x7 var v : int, site7
//   x8 var ok : bool, site8
//   x9 hidden received : int
//   x10 hidden ok : bool
//   x11 temp .autotmp_9 : int, site9
//   x12 temp .autotmp_10 : bool, site10
//   site0 variable x0 : interface {}
//   site1 variable x1 : int
//   site2 variable x2 : chan int
//   site3 variable x3 : int
//   site4 variable x4 : interface {}
//   site5 variable x5 : []int
//   site6 variable x6 : interface {}
//   site7 variable x7 : int
//   site8 variable x8 : bool
//   site9 variable x11 : int
//   site10 variable x12 : bool
// block0:
//   v0 = local x0 : interface {}
//   v1 = load v0 : interface {}
//   v2 = type_assert_ok v1 : (int, bool)
//   v3 = extract v2, 0 : int
//   v4 = extract v2, 1 : bool
//   branch v4, block1, block5
// block1:
//   declare x4
//   v11 = local x4 : interface {}
//   store v11, v1
//   v13 = local x4 : interface {}
//   v14 = load v13 : interface {}
//   jump block4
// block2:
//   declare x5
//   v21 = local x5 : []int
//   store v21, v17
//   v23 = local x5 : []int
//   v24 = load v23 : []int
//   v25 = const 0 : int
//   v26 = elem_addr v24, v25 : int
//   v27 = load v26 : int
//   v28 = local x3 : int
//   store v28, v27
//   return
// block3:
//   declare x6
//   v35 = local x6 : interface {}
//   store v35, v1
//   v38 = const 1 : int
//   v37 = local x1 : int
//   v39 = load v37 : int
//   v40 = binary v39 + v38 : int
//   store v37, v40
//   jump block4
// block4:
//   v44 = local x1 : int
//   v45 = load v44 : int
//   v46 = const 3 : int
//   v47 = binary v45 > v46 : bool
//   branch v47, block13, block14
// block5:
//   v6 = type_assert_ok v1 : (string, bool)
//   v7 = extract v6, 0 : string
//   v8 = extract v6, 1 : bool
//   branch v8, block1, block6
// block6:
//   v16 = type_assert_ok v1 : ([]int, bool)
//   v17 = extract v16, 0 : []int
//   v18 = extract v16, 1 : bool
//   branch v18, block2, block7
// block7:
//   v31 = nil : interface {}
//   v32 = binary v1 == v31 : bool
//   branch v32, block3, block8
// block8:
//   jump block4
// block9:
//   jump block10
// block10:
//   v63 = const 1 : int
//   v62 = local x1 : int
//   v64 = load v62 : int
//   v65 = binary v64 - v63 : int
//   store v62, v65
//   jump block12
// block11:
//   jump block12
// block12:
//   v70 = local x2 : chan int
//   v71 = load v70 : chan int
//   v101 = local x2 : chan int
//   v102 = load v101 : chan int
//   v103 = local x1 : int
//   v104 = load v103 : int
//   v108 = select <-v71, v102 <- v104, default : (int, bool, int)
//   v109 = extract v108, 0 : int
//   v110 = const 0 : int
//   v111 = binary v109 == v110 : bool
//   branch v111, block25, block26
// block13:
//   v49 = local x0 : interface {}
//   v50 = load v49 : interface {}
//   v51 = nil : interface {}
//   v52 = binary v50 != v51 : bool
//   jump block14
// block14:
//   v54 = short_circuit v47 && v52 from block13 : bool
//   branch v54, block9, block15
// block15:
//   v57 = local x1 : int
//   v58 = load v57 : int
//   v59 = const 2 : int
//   v60 = binary v58 > v59 : bool
//   branch v60, block10, block16
// block16:
//   jump block11
// block17:
//   v73 = local x9 : int
//   v74 = load v73 : int
//   v75 = local x11 : int
//   store v75, v74
//   v77 = local x10 : bool
//   v78 = load v77 : bool
//   v79 = local x12 : bool
//   store v79, v78
//   v81 = local x11 : int
//   v82 = load v81 : int
//   v83 = convert nop v82 : int
//   v84 = local x12 : bool
//   v85 = load v84 : bool
//   declare x7
//   v87 = local x7 : int
//   store v87, v83
//   declare x8
//   v90 = local x8 : bool
//   store v90, v85
//   v92 = local x8 : bool
//   v93 = load v92 : bool
//   branch v93, block22, block23
// block18:
//   jump block20
// block19:
//   jump block20
// block20:
//   v125 = local x1 : int
//   v126 = load v125 : int
//   v127 = local x3 : int
//   store v127, v126
//   return
// block21:
//   v72 = recv_ok v71 : (int, bool)
//   unreachable
// block22:
//   v95 = local x7 : int
//   v96 = load v95 : int
//   v97 = local x3 : int
//   store v97, v96
//   return
// block23:
//   jump block20
// block24:
//   send v102, v104
//   unreachable
// block25:
//   v113 = extract v108, 2 : int
//   v114 = local x9 : int
//   store v114, v113
//   v116 = extract v108, 1 : bool
//   v117 = local x10 : bool
//   store v117, v116
//   jump block17
// block26:
//   v120 = const 1 : int
//   v121 = binary v109 == v120 : bool
//   branch v121, block27, block28
// block27:
//   jump block18
// block28:
//   jump block19
// outline:
//   st3 type switch y := v1
//     case int, string as x4
//       st0 assign _ = v14
//     case []int as x5
//       st1 return v27
//     case nil as x6
//       st2 assign v37 += v38 (inc/dec)
//   st6 switch
//     case v54
//       st4 fallthrough
//     case v60
//       st5 assign v62 -= v63 (inc/dec)
//     case
//   st16 select
//     case
//       comm
//         st9 assign v75, v79 := recv v72
//           init
//             st7 decl x11
//             st8 decl x12
//       st12 assign v87, v90 := v83, v85
//         init
//           st10 decl x7
//           st11 decl x8
//       st14 if v93
//         then
//           st13 return v96
//     case
//       comm
//         st15 expr v105
//     case
//   st17 return v126
