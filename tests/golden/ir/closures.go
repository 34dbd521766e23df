package p

var sink func() int

func closures(n int) func() int {
	count := 0
	add := func(by int) int {
		count += by
		return func() int { return count + n }()
	}
	sink = func() int { return 1 }
	unused := func() int { return n }
	_, n = unused, 2
	defer add(1)
	go sink()
	return func() int { return add(2) }
}
// ir:
// roots: closures, closures.func1, closures.func1.1, closures.func2, closures.func3, closures.deferwrap1, closures.gowrap2, closures.func4
//
// fn0 closures : func(int) func() int
//   x0 param n : int, site0
//   x1 result 0 ~r0 : func() int, site1
//   x2 var count : int, site2
//   x3 var add : func(int) int, site3
//   x4 var unused : func() int, site6
//   x5 temp .autotmp_5 : func(int) int, site8
//   x6 temp .autotmp_6 : func() int, site11
//   site0 variable x0 : int
//   site1 variable x1 : func() int
//   site2 variable x2 : int
//   site3 variable x3 : func(int) int
//   site4 closure v4 : func(int) int
//   site5 closure v9 : func() int
//   site6 variable x4 : func() int
//   site7 closure v11 : func() int
//   site8 variable x5 : func(int) int
//   site9 closure v25 : func()
//   site10 call record v26 : func()
//   site11 variable x6 : func() int
//   site12 closure v31 : func()
//   site13 call record v32 : func()
//   site14 closure v33 : func() int
// block0:
//   v38 = const 0 : int
//   v37 = const 0 : int
//   v0 = const 0 : int
//   declare x2
//   v2 = local x2 : int
//   store v2, v0
//   v4 = closure site4, fn1 closures.func1 : func(int) int
//   declare x3
//   v6 = local x3 : func(int) int
//   store v6, v4
//   v9 = closure site5, fn3 closures.func2 : func() int
//   v8 = global g0 p.sink : func() int
//   store v8, v9
//   v11 = closure site7, fn4 closures.func3 : func() int
//   declare x4
//   v13 = local x4 : func() int
//   store v13, v11
//   v16 = local x4 : func() int
//   v17 = load v16 : func() int
//   v18 = const 2 : int
//   v15 = local x0 : int
//   store v15, v18
//   v20 = local x3 : func(int) int
//   v21 = load v20 : func(int) int
//   v23 = local x5 : func(int) int
//   store v23, v21
//   v25 = closure site9, fn5 closures.deferwrap1 : func()
//   defer site10, v25
//   v27 = global g0 p.sink : func() int
//   v28 = load v27 : func() int
//   v29 = local x6 : func() int
//   store v29, v28
//   v31 = closure site12, fn6 closures.gowrap2 : func()
//   go site13, v31
//   v33 = closure site14, fn7 closures.func4 : func() int
//   v34 = local x1 : func() int
//   store v34, v33
//   return
// outline:
//   st1 assign v2 := v0
//     init
//       st0 decl x2
//   st3 assign v6 := v4
//     init
//       st2 decl x3
//   st4 assign v8 = v9
//   st6 assign _ := v38
//     init
//       st5 decl x4
//   st7 assign _, v15 = v37, v18
//   st10 defer v26
//     init
//       st8 decl x5
//       st9 assign v23 = v21
//   st13 go v32
//     init
//       st11 decl x6
//       st12 assign v29 = v28
//   st14 return v33
//
// fn1 closures.func1 : func(int) int, literal in fn0
//   x0 param by : int, site0
//   x1 result 0 ~r0 : int, site1
//   x2 captured 0 count : int
//   x3 captured 1 n : int
//   capture 0: outer x2 as x2
//   capture 1: outer x0 as x3
//   site0 variable x0 : int
//   site1 variable x1 : int
//   site2 closure v6 : func() int
// block0:
//   v1 = local x0 : int
//   v2 = load v1 : int
//   v0 = local x2 : int
//   v3 = load v0 : int
//   v4 = binary v3 + v2 : int
//   store v0, v4
//   v6 = closure site2, fn2 closures.func1.1 : func() int
//   v7 = call_value v6() : int
//   v8 = local x1 : int
//   store v8, v7
//   return
// outline:
//   st0 assign v0 += v2
//   st1 return v7
//
// fn2 closures.func1.1 : func() int, literal in fn1
//   x0 result 0 ~r0 : int, site0
//   x1 captured 0 count : int
//   x2 captured 1 n : int
//   capture 0: outer x2 as x1
//   capture 1: outer x3 as x2
//   site0 variable x0 : int
// block0:
//   v0 = local x1 : int
//   v1 = load v0 : int
//   v2 = local x2 : int
//   v3 = load v2 : int
//   v4 = binary v1 + v3 : int
//   v5 = local x0 : int
//   store v5, v4
//   return
// outline:
//   st0 return v4
//
// fn3 closures.func2 : func() int, literal in fn0
//   x0 result 0 ~r0 : int, site0
//   site0 variable x0 : int
// block0:
//   v0 = const 1 : int
//   v1 = local x0 : int
//   store v1, v0
//   return
// outline:
//   st0 return v0
//
// fn4 closures.func3 : func() int, literal in fn0
//   x0 result 0 ~r0 : int, site0
//   x1 captured 0 n : int
//   capture 0: outer x0 as x1
//   site0 variable x0 : int
// block0:
//   v0 = local x1 : int
//   v1 = load v0 : int
//   v2 = local x0 : int
//   store v2, v1
//   return
// outline:
//   st0 return v1
//
// fn5 closures.deferwrap1 : func(), call wrapper in fn0
//   x0 captured 0 .autotmp_5 : func(int) int
//   capture 0: outer x5 as x0
// block0:
//   v0 = local x0 : func(int) int
//   v1 = load v0 : func(int) int
//   v2 = const 1 : int
//   v3 = call_value v1(v2) : int
//   return
// outline:
//   st0 expr v3
//
// fn6 closures.gowrap2 : func(), call wrapper in fn0
//   x0 captured 0 .autotmp_6 : func() int
//   capture 0: outer x6 as x0
// block0:
//   v0 = local x0 : func() int
//   v1 = load v0 : func() int
//   v2 = call_value v1() : int
//   return
// outline:
//   st0 expr v2
//
// fn7 closures.func4 : func() int, literal in fn0
//   x0 result 0 ~r0 : int, site0
//   x1 captured 0 add : func(int) int
//   capture 0: outer x3 as x1
//   site0 variable x0 : int
// block0:
//   v0 = local x1 : func(int) int
//   v1 = load v0 : func(int) int
//   v2 = const 2 : int
//   v3 = call_value v1(v2) : int
//   v4 = local x0 : int
//   store v4, v3
//   return
// outline:
//   st0 return v3
