package p

type T struct {
	p *int
	q any
}

var (
	static   = &T{p: &number, q: 3}
	number   = 5
	part     = &T{p: new(int)}
	copied   = static
	boxed    = any(part)
	called   = called2()
	late     = static
	function = func() int { return 1 }
	small    = map[string]int{"a": 1}
	large    = map[string]int{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7}
	x, y     = two()
	_        = new(int)
)

func called2() int       { return number }
func two() (int, string) { return 1, "x" }
func init()              { number++ }
// ir:
// roots: init, init.func1, map.init.0, called2, two, init.0
//
// fn0 called2 : func() int
//   x0 result 0 ~r0 : int, site0
//   site0 variable x0 : int
// block0:
//   v0 = global g0 p.number : int
//   v1 = load v0 : int
//   v2 = local x0 : int
//   store v2, v1
//   return
// outline:
//   st0 return v1
//
// fn1 two : func() (int, string)
//   x0 result 0 ~r0 : int, site0
//   x1 result 1 ~r1 : string, site1
//   site0 variable x0 : int
//   site1 variable x1 : string
// block0:
//   v0 = const 1 : int
//   v1 = const "x" : string
//   v2 = local x0 : int
//   store v2, v0
//   v4 = local x1 : string
//   store v4, v1
//   return
// outline:
//   st0 return v0, v1
//
// fn2 init.0 : func()
// block0:
//   v1 = const 1 : int
//   v0 = global g0 p.number : int
//   v2 = load v0 : int
//   v3 = binary v2 + v1 : int
//   store v0, v3
//   return
// outline:
//   st0 assign v0 += v1 (inc/dec)
//
// fn3 init : func(), package initialiser
//   site0 interface box v6 : int, static
//   site1 pointer literal v8 : p.T, static
//   site2 new v11 : int
//   site3 pointer literal v13 : p.T, static
//   site4 closure v33 : func() int, static
//   site5 map literal v38 : map[string]int
//   site6 new v49 : int
// block0:
//   v0 = const 5 : int
//   v1 = global g0 p.number : int
//   store v1, v0
//   v3 = global g0 p.number : int
//   v4 = address v3 : *int
//   v5 = const 3 : int
//   v6 = convert to_interface site0, v5 : interface {}
//   v7 = struct {0: v4, 1: v6} : p.T
//   v8 = ptr_lit site1, v7 : *p.T
//   v9 = global g1 p.static : *p.T
//   store v9, v8
//   v11 = new site2 : *int
//   v12 = struct {0: v11} : p.T
//   v13 = ptr_lit site3, v12 : *p.T
//   v14 = global g2 p.part : *p.T
//   store v14, v13
//   v16 = global g3 p.(*int)(p..stmp_2@0) : *int
//   v17 = global g1 p.static : *p.T
//   v18 = load v17 : *p.T
//   v19 = global g4 p.copied : *p.T
//   store v19, v18
//   v21 = global g2 p.part : *p.T
//   v22 = load v21 : *p.T
//   v23 = convert to_interface v22 : interface {}
//   v24 = global g5 p.boxed : interface {}
//   store v24, v23
//   v26 = call fn0 called2() : int
//   v27 = global g6 p.called : int
//   store v27, v26
//   v29 = global g1 p.static : *p.T
//   v30 = load v29 : *p.T
//   v31 = global g7 p.late : *p.T
//   store v31, v30
//   v33 = closure site4, fn4 init.func1 : func() int
//   v34 = global g8 p.function : func() int
//   store v34, v33
//   v36 = const "a" : string
//   v37 = const 1 : int
//   v38 = map_lit site5 {v36: v37} : map[string]int
//   v39 = global g9 p.small : map[string]int
//   store v39, v38
//   v41 = call fn5 map.init.0() : ()
//   v42 = call fn1 two() : (int, string)
//   v43 = extract v42, 0 : int
//   v44 = global g11 p.x : int
//   store v44, v43
//   v46 = extract v42, 1 : string
//   v47 = global g12 p.y : string
//   store v47, v46
//   v49 = new site6 : *int
//   return
// outline:
//   st0 assign v16 = v11
//   st1 assign v27 = v26
//   st2 assign v31 = v30
//   st3 assign v39 = v38
//   st4 expr v41
//   st5 assign v44, v47 = call v42
//
// fn4 init.func1 : func() int, literal in fn3
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
// fn5 map.init.0 : func(), map initialiser
//   site0 map literal v14 : map[string]int
// block0:
//   v0 = const "a" : string
//   v1 = const 1 : int
//   v2 = const "b" : string
//   v3 = const 2 : int
//   v4 = const "c" : string
//   v5 = const 3 : int
//   v6 = const "d" : string
//   v7 = const 4 : int
//   v8 = const "e" : string
//   v9 = const 5 : int
//   v10 = const "f" : string
//   v11 = const 6 : int
//   v12 = const "g" : string
//   v13 = const 7 : int
//   v14 = map_lit site0 {v0: v1, v2: v3, v4: v5, v6: v7, v8: v9, v10: v11, v12: v13} : map[string]int
//   v15 = global g10 p.large : map[string]int
//   store v15, v14
//   return
// outline:
//   st0 assign v15 = v14
