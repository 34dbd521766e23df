package p

type T struct{ p *int }

func (t T) Value(n int) *int { return t.p }
func (t *T) Set(p *int)      { t.p = p }

func variadic(first any, rest ...any) (int, error) { return len(rest), nil }

func calls(t *T, n int) (any, error) {
	t.Set(&n)
	t.Value(1)
	variadic(n, "x", t)
	variadic(two())
	return variadic(t, []any{}...)
}

func two() (int, string) { return 1, "x" }
// ir:
// roots: T.Value, (*T).Set, variadic, calls, two, (*T).Value
//
// fn0 T.Value : func(int) *int
//   x0 receiver t : p.T, site0
//   x1 param n : int, site1
//   x2 result 0 ~r0 : *int, site2
//   site0 variable x0 : p.T
//   site1 variable x1 : int
//   site2 variable x2 : *int
// block0:
//   v0 = local x0 : p.T
//   v1 = field_addr v0, 0 : *int
//   v2 = load v1 : *int
//   v3 = local x2 : *int
//   store v3, v2
//   return
// outline:
//   st0 return v2
//
// fn1 (*T).Set : func(*int)
//   x0 receiver t : *p.T, site0
//   x1 param p : *int, site1
//   site0 variable x0 : *p.T
//   site1 variable x1 : *int
// block0:
//   v0 = local x0 : *p.T
//   v1 = load v0 : *p.T
//   v4 = local x1 : *int
//   v5 = load v4 : *int
//   v2 = deref v1 : p.T
//   v3 = field_addr v2, 0 : *int
//   store v3, v5
//   return
// outline:
//   st0 assign v3 = v5
//
// fn2 variadic : func(interface {}, ...interface {}) (int, error)
//   x0 param first : interface {}, site0
//   x1 param rest : []interface {}, site1
//   x2 result 0 ~r0 : int, site2
//   x3 result 1 ~r1 : error, site3
//   site0 variable x0 : interface {}
//   site1 variable x1 : []interface {}
//   site2 variable x2 : int
//   site3 variable x3 : error
// block0:
//   v0 = local x1 : []interface {}
//   v1 = load v0 : []interface {}
//   v2 = len v1 : int
//   v3 = nil : error
//   v4 = local x2 : int
//   store v4, v2
//   v6 = local x3 : error
//   store v6, v3
//   return
// outline:
//   st0 return v2, v3
//
// fn3 calls : func(*p.T, int) (interface {}, error)
//   x0 param t : *p.T, site0
//   x1 param n : int, site1, address taken
//   x2 result 0 ~r0 : interface {}, site2
//   x3 result 1 ~r1 : error, site3
//   x4 temp .autotmp_4 : int, site7
//   x5 temp .autotmp_5 : string, site8
//   x6 temp .autotmp_6 : int, site13
//   x7 temp .autotmp_7 : error, site14
//   site0 variable x0 : *p.T
//   site1 variable x1 : int
//   site2 variable x2 : interface {}
//   site3 variable x3 : error
//   site4 interface box v13 : int
//   site5 interface box v15 : string
//   site6 variadic slice v19 : interface {}, 2 elements
//   site7 variable x4 : int
//   site8 variable x5 : string
//   site9 interface box v30 : int
//   site10 interface box v33 : string
//   site11 variadic slice v34 : interface {}, 1 elements
//   site12 slice literal v39 : interface {}, 0 elements
//   site13 variable x6 : int
//   site14 variable x7 : error
//   site15 interface box v49 : int
// block0:
//   v0 = local x0 : *p.T
//   v1 = load v0 : *p.T
//   v2 = local x1 : int
//   v3 = address v2 : *int
//   v4 = call fn1 (*T).Set(v1, v3) : ()
//   v5 = local x0 : *p.T
//   v6 = load v5 : *p.T
//   v7 = deref v6 : p.T
//   v8 = load v7 : p.T
//   v9 = const 1 : int
//   v10 = call fn0 T.Value(v8, v9) : *int
//   v11 = local x1 : int
//   v12 = load v11 : int
//   v13 = convert to_interface site4, v12 : interface {}
//   v14 = const "x" : string
//   v15 = convert to_interface site5, v14 : interface {}
//   v16 = local x0 : *p.T
//   v17 = load v16 : *p.T
//   v18 = convert to_interface v17 : interface {}
//   v19 = slice_lit site6, len 2 {0: v15, 1: v18} : []interface {}
//   v20 = call fn2 variadic(v13, v19) : (int, error)
//   v21 = call fn4 two() : (int, string)
//   v22 = extract v21, 0 : int
//   v23 = local x4 : int
//   store v23, v22
//   v25 = extract v21, 1 : string
//   v26 = local x5 : string
//   store v26, v25
//   v28 = local x4 : int
//   v29 = load v28 : int
//   v30 = convert to_interface site9, v29 : interface {}
//   v31 = local x5 : string
//   v32 = load v31 : string
//   v33 = convert to_interface site10, v32 : interface {}
//   v34 = slice_lit site11, len 1 {0: v33} : []interface {}
//   v35 = call fn2 variadic(v30, v34) : (int, error)
//   v36 = local x0 : *p.T
//   v37 = load v36 : *p.T
//   v38 = convert to_interface v37 : interface {}
//   v39 = slice_lit site12, len 0 {} : []interface {}
//   v40 = call fn2 variadic(v38, v39...) : (int, error)
//   v41 = extract v40, 0 : int
//   v42 = local x6 : int
//   store v42, v41
//   v44 = extract v40, 1 : error
//   v45 = local x7 : error
//   store v45, v44
//   v47 = local x6 : int
//   v48 = load v47 : int
//   v49 = convert to_interface site15, v48 : interface {}
//   v50 = local x7 : error
//   v51 = load v50 : error
//   v52 = local x2 : interface {}
//   store v52, v49
//   v54 = local x3 : error
//   store v54, v51
//   return
// outline:
//   before v30
//     st5 assign v23, v26 := call v21
//       init
//         st3 decl x4
//         st4 decl x5
//   before v49
//     st9 assign v42, v45 := call v40
//       init
//         st7 decl x6
//         st8 decl x7
//   st0 expr v4
//   st1 expr v10
//   st2 expr v20
//   st6 expr v35
//   st10 return v49, v51
//
// fn4 two : func() (int, string)
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
// fn5 (*T).Value : func(int) *int, method wrapper, duplicable
//   x0 receiver t : *p.T, site0
//   x1 param n : int, site1
//   x2 result 0 ~r0 : *int, site2
//   site0 variable x0 : *p.T
//   site1 variable x1 : int
//   site2 variable x2 : *int
// block0:
//   v0 = local x0 : *p.T
//   v1 = load v0 : *p.T
//   v2 = deref v1 : p.T
//   v3 = load v2 : p.T
//   v4 = local x1 : int
//   v5 = load v4 : int
//   v6 = call fn0 T.Value(v3, v5) : *int
//   v7 = local x2 : *int
//   store v7, v6
//   return
// outline:
//   st0 return v6
