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
//   site4 closure v32 : func() int, static
//   site5 map literal v37 : map[string]int
//   site6 new v48 : int
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
//   v16 = global g1 p.static : *p.T
//   v17 = load v16 : *p.T
//   v18 = global g3 p.copied : *p.T
//   store v18, v17
//   v20 = global g2 p.part : *p.T
//   v21 = load v20 : *p.T
//   v22 = convert to_interface v21 : interface {}
//   v23 = global g4 p.boxed : interface {}
//   store v23, v22
//   v25 = call fn0 called2() : int
//   v26 = global g5 p.called : int
//   store v26, v25
//   v28 = global g1 p.static : *p.T
//   v29 = load v28 : *p.T
//   v30 = global g6 p.late : *p.T
//   store v30, v29
//   v32 = closure site4, fn4 init.func1 : func() int
//   v33 = global g7 p.function : func() int
//   store v33, v32
//   v35 = const "a" : string
//   v36 = const 1 : int
//   v37 = map_lit site5 {v35: v36} : map[string]int
//   v38 = global g8 p.small : map[string]int
//   store v38, v37
//   v40 = call fn5 map.init.0() : ()
//   v41 = call fn1 two() : (int, string)
//   v42 = extract v41, 0 : int
//   v43 = global g10 p.x : int
//   store v43, v42
//   v45 = extract v41, 1 : string
//   v46 = global g11 p.y : string
//   store v46, v45
//   v48 = new site6 : *int
//   return
// block1:
//   v50 = global g12 p.(*int)(p..stmp_2@0) : *int
//   unreachable
// outline:
//   st12 assign v50 = v11
//   st5 assign v26 = v25
//   st6 assign v30 = v29
//   st8 assign v38 = v37
//   st9 expr v40
//   st10 assign v43, v46 = call v41
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
//   v15 = global g9 p.large : map[string]int
//   store v15, v14
//   return
// outline:
//   st0 assign v15 = v14
