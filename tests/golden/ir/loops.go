package p

var sink []func() int

func loops(list []int, m map[string]int, s string, n int) (sum int) {
outer:
	for i := 0; i < n; i++ {
		for k, v := range list {
			if v == i {
				continue outer
			}
			sum += k
		}
		sink = append(sink, func() int { return i })
	}
	for k := range m {
		delete(m, k)
	}
	for _, r := range s {
		sum += int(r)
	}
	for i := range n {
		sum += i
	}
	return
}
// ir:
// roots: loops, loops.func1
//
// fn0 loops : func([]int, map[string]int, string, int) int
//   x0 param list : []int, site0
//   x1 param m : map[string]int, site1
//   x2 param s : string, site2
//   x3 param n : int, site3
//   x4 result 0 sum : int, site4
//   x5 var i : int, site5
//   x6 var k : int, site6
//   x7 var v : int, site7
//   x8 hidden counter : int
//   x9 var k : string, site10
//   x10 var r : int32, site11
//   x11 var i : int, site12
//   x12 hidden counter : int
//   x13 temp .autotmp_11 : int, site13
//   x14 temp .autotmp_12 : bool, site14
//   site0 variable x0 : []int
//   site1 variable x1 : map[string]int
//   site2 variable x2 : string
//   site3 variable x3 : int
//   site4 variable x4 : int
//   site5 variable x5 : int
//   site6 variable x6 : int
//   site7 variable x7 : int
//   site8 closure v63 : func() int
//   site9 append v64 : func() int
//   site10 variable x9 : string
//   site11 variable x10 : int32
//   site12 variable x11 : int
//   site13 variable x13 : int
//   site14 variable x14 : bool
// block0:
//   jump block1
// block1:
//   v1 = const 0 : int
//   v3 = local x13 : int
//   store v3, v1
//   jump block2
// block2:
//   v148 = local x14 : bool
//   v149 = const true : bool
//   store v148, v149
//   jump block30
// block3:
//   v7 = local x5 : int
//   v8 = load v7 : int
//   v9 = local x3 : int
//   v10 = load v9 : int
//   v11 = binary v8 < v10 : bool
//   branch v11, block4, block7
// block4:
//   v160 = unary ! v11 : bool
//   v19 = local x0 : []int
//   v20 = load v19 : []int
//   v21 = len v20 : int
//   v22 = const 0 : int
//   v23 = local x8 : int
//   store v23, v22
//   jump block8
// block5:
//   v143 = local x13 : int
//   v144 = local x5 : int
//   v145 = load v144 : int
//   store v143, v145
//   jump block30
// block6:
//   v14 = const 1 : int
//   v13 = local x5 : int
//   v15 = load v13 : int
//   v16 = binary v15 + v14 : int
//   store v13, v16
//   jump block3
// block7:
//   v68 = local x1 : map[string]int
//   v69 = load v68 : map[string]int
//   v70 = iter_new v69 : map[string]int
//   jump block15
// block8:
//   v33 = local x8 : int
//   v34 = load v33 : int
//   v35 = binary v34 < v21 : bool
//   branch v35, block9, block11
// block9:
//   v37 = elem_addr v20, v34 : int
//   v38 = load v37 : int
//   declare x6
//   v40 = local x6 : int
//   store v40, v34
//   declare x7
//   v43 = local x7 : int
//   store v43, v38
//   jump block12
// block10:
//   v26 = local x8 : int
//   v27 = load v26 : int
//   v28 = const 1 : int
//   v29 = binary v27 + v28 : int
//   v30 = local x8 : int
//   store v30, v29
//   jump block8
// block11:
//   v61 = global g0 p.sink : []func() int
//   v62 = load v61 : []func() int
//   v63 = closure site8, fn1 loops.func1 : func() int
//   v64 = append site9, v62: v63 : []func() int
//   v60 = global g0 p.sink : []func() int
//   store v60, v64
//   jump block5
// block12:
//   v46 = local x7 : int
//   v47 = load v46 : int
//   v48 = local x5 : int
//   v49 = load v48 : int
//   v50 = binary v47 == v49 : bool
//   branch v50, block13, block14
// block13:
//   jump block5
// block14:
//   v54 = local x6 : int
//   v55 = load v54 : int
//   v53 = local x4 : int
//   v56 = load v53 : int
//   v57 = binary v56 + v55 : int
//   store v53, v57
//   jump block10
// block15:
//   v73 = iter_next v70 : (bool, string, int)
//   v74 = extract v73, 0 : bool
//   branch v74, block16, block18
// block16:
//   v76 = extract v73, 1 : string
//   v77 = extract v73, 2 : int
//   declare x9
//   v79 = local x9 : string
//   store v79, v76
//   jump block19
// block17:
//   jump block15
// block18:
//   v88 = local x2 : string
//   v89 = load v88 : string
//   v90 = iter_new v89 : string
//   jump block20
// block19:
//   v82 = local x1 : map[string]int
//   v83 = load v82 : map[string]int
//   v84 = local x9 : string
//   v85 = load v84 : string
//   v86 = delete v83, v85 : ()
//   jump block17
// block20:
//   v93 = iter_next v90 : (bool, int, int32)
//   v94 = extract v93, 0 : bool
//   branch v94, block21, block23
// block21:
//   v96 = extract v93, 1 : int
//   v97 = extract v93, 2 : int32
//   declare x10
//   v99 = local x10 : int32
//   store v99, v97
//   jump block24
// block22:
//   jump block20
// block23:
//   v110 = local x3 : int
//   v111 = load v110 : int
//   v112 = const 0 : int
//   v113 = local x12 : int
//   store v113, v112
//   jump block25
// block24:
//   v103 = local x10 : int32
//   v104 = load v103 : int32
//   v105 = convert numeric v104 : int
//   v102 = local x4 : int
//   v106 = load v102 : int
//   v107 = binary v106 + v105 : int
//   store v102, v107
//   jump block22
// block25:
//   v123 = local x12 : int
//   v124 = load v123 : int
//   v125 = binary v124 < v111 : bool
//   branch v125, block26, block28
// block26:
//   declare x11
//   v128 = local x11 : int
//   store v128, v124
//   jump block29
// block27:
//   v116 = local x12 : int
//   v117 = load v116 : int
//   v118 = const 1 : int
//   v119 = binary v117 + v118 : int
//   v120 = local x12 : int
//   store v120, v119
//   jump block25
// block28:
//   return
// block29:
//   v132 = local x11 : int
//   v133 = load v132 : int
//   v131 = local x4 : int
//   v134 = load v131 : int
//   v135 = binary v134 + v133 : int
//   store v131, v135
//   jump block27
// block30:
//   declare x5
//   v139 = local x5 : int
//   v140 = local x13 : int
//   v141 = load v140 : int
//   store v139, v141
//   jump block31
// block31:
//   v155 = local x14 : bool
//   v156 = load v155 : bool
//   branch v156, block32, block6
// block32:
//   v151 = local x14 : bool
//   v152 = const false : bool
//   store v151, v152
//   jump block3
// outline:
//   st0 label outer
//   st11 for outer
//     init
//       st2 assign v3 := v1
//       st24 assign v148 = v149
//     st22 assign v139 := v141
//       init
//         st1 decl x5
//     st26 if v156
//       init
//         st27 decl x14
//       then
//         st25 assign v151 = v152
//       else
//         st3 assign v13 += v14 (inc/dec)
//     st29 if v160
//       then
//         st28 break
//     st7 range v40, v43 := v20
//       init
//         st8 decl x6
//         st9 decl x7
//       st5 if v50
//         then
//           st4 goto .3clNext_1
//       st6 assign v53 += v55
//     st10 assign v60 = v64
//     st30 label .3clNext_1
//     st23 assign v143 = v145
//   st13 range v79, _ := v69
//     init
//       st14 decl x9
//     st12 expr v86
//   st16 range _, v99 := v89
//     init
//       st17 decl x10
//     st15 assign v102 += v105
//   st19 range v128, _ := v111
//     init
//       st20 decl x11
//     st18 assign v131 += v133
//   st21 return
//
// fn1 loops.func1 : func() int, literal in fn0
//   x0 result 0 ~r0 : int, site0
//   x1 captured 0 i : int
//   capture 0: outer x5 as x1
//   site0 variable x0 : int
// block0:
//   v0 = local x1 : int
//   v1 = load v0 : int
//   v2 = local x0 : int
//   store v2, v1
//   return
// outline:
//   st0 return v1
