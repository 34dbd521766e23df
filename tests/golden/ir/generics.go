package p

type List[E any] struct {
	head E
	tail *List[E]
}

func (l *List[E]) Push(e E) *List[E] { return &List[E]{e, l} }

type Stringer interface{ String() string }

type Name string

func (n Name) String() string { return string(n) }

func Text[S Stringer](s S) string { return s.String() }

func Map[A, B any](list []A, f func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, a := range list {
		out = append(out, f(a))
	}
	return out
}

func Texts[S Stringer](list []S) []string {
	return Map(list, func(s S) string { return Text(s) })
}

func use() {
	var l *List[int]
	l = l.Push(1)
	Texts([]Name{"a"})
	f := Text[Name]
	f("b")
}
// ir:
// roots: Name.String, use, Text[go.shape.string], Text[p.Name], Texts[go.shape.string].func1, Texts[go.shape.string], Map[go.shape.string,go.shape.string], Texts[p.Name], (*List[go.shape.int]).Push, (*List[int]).Push, Stringer.String, (*Name).String
//
// fn0 Name.String : func() string
//   x0 receiver n : p.Name, site0
//   x1 result 0 ~r0 : string, site1
//   site0 variable x0 : p.Name
//   site1 variable x1 : string
// block0:
//   v0 = local x0 : p.Name
//   v1 = load v0 : p.Name
//   v2 = convert nop v1 : string
//   v3 = local x1 : string
//   store v3, v2
//   return
// outline:
//   st0 return v2
//
// fn1 use : func()
//   x0 var l : *p.List[int], site0
//   x1 var f : func(p.Name) string, site2
//   site0 variable x0 : *p.List[int]
//   site1 slice literal v13 : p.Name, 1 elements
//   site2 variable x1 : func(p.Name) string
// block0:
//   declare x0
//   v1 = local x0 : *p.List[int]
//   v3 = local x0 : *p.List[int]
//   v4 = load v3 : *p.List[int]
//   v5 = global g0 p..dict.List[int] : [2]uintptr
//   v6 = address v5 : *[2]uintptr
//   v7 = const 1 : int
//   v8 = call fn3 (*List[go.shape.int]).Push(v4, v6, v7) : *p.List[int]
//   v2 = local x0 : *p.List[int]
//   store v2, v8
//   v10 = global g1 p..dict.Texts[p.Name] : [4]uintptr
//   v11 = address v10 : *[4]uintptr
//   v12 = const "a" : p.Name
//   v13 = slice_lit site1, len 1 {0: v12} : []p.Name
//   v14 = call fn5 Texts[go.shape.string](v11, v13) : []string
//   v15 = func fn6 Text[p.Name] : func(p.Name) string
//   declare x1
//   v17 = local x1 : func(p.Name) string
//   store v17, v15
//   v19 = local x1 : func(p.Name) string
//   v20 = load v19 : func(p.Name) string
//   v21 = const "b" : p.Name
//   v22 = call_value v20(v21) : string
//   return
// outline:
//   st1 assign v1 = zero
//     init
//       st0 decl x0
//   st2 assign v2 = v8
//   st3 expr v14
//   st5 assign v17 := v15
//     init
//       st4 decl x1
//   st6 expr v22
//
// fn2 (*List[int]).Push : func(int) *p.List[int], method wrapper, duplicable
//   x0 receiver l : *p.List[int], site0
//   x1 param e : int, site1
//   x2 result 0 ~r0 : *p.List[int], site2
//   site0 variable x0 : *p.List[int]
//   site1 variable x1 : int
//   site2 variable x2 : *p.List[int]
// block0:
//   v0 = global g0 p..dict.List[int] : [2]uintptr
//   v1 = address v0 : *[2]uintptr
//   v2 = local x0 : *p.List[int]
//   v3 = load v2 : *p.List[int]
//   v4 = local x1 : int
//   v5 = load v4 : int
//   v6 = call fn3 (*List[go.shape.int]).Push(v3, v1, v5) : *p.List[int]
//   v7 = local x2 : *p.List[int]
//   store v7, v6
//   return
// outline:
//   st0 return v6
//
// fn3 (*List[go.shape.int]).Push : func(go.shape.int) *p.List[go.shape.int], duplicable
//   x0 receiver l : *p.List[go.shape.int], site0
//   x1 param .dict : *[2]uintptr, site1
//   x2 param e : go.shape.int, site2
//   x3 result 0 ~r0 : *p.List[go.shape.int], site3
//   site0 variable x0 : *p.List[go.shape.int]
//   site1 variable x1 : *[2]uintptr
//   site2 variable x2 : go.shape.int
//   site3 variable x3 : *p.List[go.shape.int]
//   site4 pointer literal v5 : p.List[go.shape.int]
// block0:
//   v0 = local x2 : go.shape.int
//   v1 = load v0 : go.shape.int
//   v2 = local x0 : *p.List[go.shape.int]
//   v3 = load v2 : *p.List[go.shape.int]
//   v4 = struct {0: v1, 1: v3} : p.List[go.shape.int]
//   v5 = ptr_lit site4, v4 : *p.List[go.shape.int]
//   v6 = local x3 : *p.List[go.shape.int]
//   store v6, v5
//   return
// outline:
//   st0 return v5
//
// fn4 Texts[p.Name] : func([]p.Name) []string, method wrapper, duplicable
//   x0 param list : []p.Name, site0
//   x1 result 0 ~r0 : []string, site1
//   site0 variable x0 : []p.Name
//   site1 variable x1 : []string
// block0:
//   v0 = global g1 p..dict.Texts[p.Name] : [4]uintptr
//   v1 = address v0 : *[4]uintptr
//   v2 = local x0 : []p.Name
//   v3 = load v2 : []p.Name
//   v4 = call fn5 Texts[go.shape.string](v1, v3) : []string
//   v5 = local x1 : []string
//   store v5, v4
//   return
// outline:
//   st0 return v4
//
// fn5 Texts[go.shape.string] : func([]go.shape.string) []string, duplicable
//   x0 param .dict : *[4]uintptr, site0
//   x1 param list : []go.shape.string, site1
//   x2 result 0 ~r0 : []string, site2
//   site0 variable x0 : *[4]uintptr
//   site1 variable x1 : []go.shape.string
//   site2 variable x2 : []string
//   site3 closure v9 : func(go.shape.string) string
// block0:
//   v0 = local x0 : *[4]uintptr
//   v1 = load v0 : *[4]uintptr
//   v2 = deref v1 : [4]uintptr
//   v3 = const 0 : int
//   v4 = index_addr v2, v3 : uintptr
//   v5 = load v4 : uintptr
//   v6 = convert nop v5 : *[3]uintptr
//   v7 = local x1 : []go.shape.string
//   v8 = load v7 : []go.shape.string
//   v9 = closure site3, fn9 Texts[go.shape.string].func1 : func(go.shape.string) string
//   v10 = call fn8 Map[go.shape.string,go.shape.string](v6, v8, v9) : []string
//   v11 = local x2 : []string
//   store v11, v10
//   return
// outline:
//   st0 return v10
//
// fn6 Text[p.Name] : func(p.Name) string, method wrapper, duplicable
//   x0 param s : p.Name, site0
//   x1 result 0 ~r0 : string, site1
//   site0 variable x0 : p.Name
//   site1 variable x1 : string
// block0:
//   v0 = global g2 p..dict.Text[p.Name] : [4]uintptr
//   v1 = address v0 : *[4]uintptr
//   v2 = local x0 : p.Name
//   v3 = load v2 : p.Name
//   v4 = call fn7 Text[go.shape.string](v1, v3) : string
//   v5 = local x1 : string
//   store v5, v4
//   return
// outline:
//   st0 return v4
//
// fn7 Text[go.shape.string] : func(go.shape.string) string, duplicable
//   x0 param .dict : *[4]uintptr, site0
//   x1 param s : go.shape.string, site1
//   x2 result 0 ~r0 : string, site2
//   site0 variable x0 : *[4]uintptr
//   site1 variable x1 : go.shape.string
//   site2 variable x2 : string
// block0:
//   v0 = local x1 : go.shape.string
//   v1 = load v0 : go.shape.string
//   v2 = local x0 : *[4]uintptr
//   v3 = load v2 : *[4]uintptr
//   v4 = deref v3 : [4]uintptr
//   v5 = const 0 : int
//   v6 = index_addr v4, v5 : uintptr
//   v7 = address v6 : *uintptr
//   v8 = convert nop v7 : func(go.shape.string) string
//   v9 = call_value v8(v1) : string
//   v10 = local x2 : string
//   store v10, v9
//   return
// outline:
//   st0 return v9
//
// fn8 Map[go.shape.string,go.shape.string] : func([]go.shape.string, func(go.shape.string) go.shape.string) []go.shape.string, duplicable
//   x0 param .dict : *[3]uintptr, site0
//   x1 param list : []go.shape.string, site1
//   x2 param f : func(go.shape.string) go.shape.string, site2
//   x3 result 0 ~r0 : []go.shape.string, site3
//   x4 var out : []go.shape.string, site4
//   x5 var a : go.shape.string, site6
//   x6 hidden counter : int
//   site0 variable x0 : *[3]uintptr
//   site1 variable x1 : []go.shape.string
//   site2 variable x2 : func(go.shape.string) go.shape.string
//   site3 variable x3 : []go.shape.string
//   site4 variable x4 : []go.shape.string
//   site5 make slice v4 : go.shape.string
//   site6 variable x5 : go.shape.string
//   site7 append v40 : go.shape.string
// block0:
//   v0 = const 0 : int
//   v1 = local x1 : []go.shape.string
//   v2 = load v1 : []go.shape.string
//   v3 = len v2 : int
//   v4 = make_slice site5, len v0, cap v3 : []go.shape.string
//   declare x4
//   v6 = local x4 : []go.shape.string
//   store v6, v4
//   v8 = local x1 : []go.shape.string
//   v9 = load v8 : []go.shape.string
//   v10 = len v9 : int
//   v11 = const 0 : int
//   v12 = local x6 : int
//   store v12, v11
//   jump block1
// block1:
//   v22 = local x6 : int
//   v23 = load v22 : int
//   v24 = binary v23 < v10 : bool
//   branch v24, block2, block4
// block2:
//   v26 = elem_addr v9, v23 : go.shape.string
//   v27 = load v26 : go.shape.string
//   declare x5
//   v29 = local x5 : go.shape.string
//   store v29, v27
//   jump block5
// block3:
//   v15 = local x6 : int
//   v16 = load v15 : int
//   v17 = const 1 : int
//   v18 = binary v16 + v17 : int
//   v19 = local x6 : int
//   store v19, v18
//   jump block1
// block4:
//   v43 = local x4 : []go.shape.string
//   v44 = load v43 : []go.shape.string
//   v45 = local x3 : []go.shape.string
//   store v45, v44
//   return
// block5:
//   v33 = local x4 : []go.shape.string
//   v34 = load v33 : []go.shape.string
//   v35 = local x2 : func(go.shape.string) go.shape.string
//   v36 = load v35 : func(go.shape.string) go.shape.string
//   v37 = local x5 : go.shape.string
//   v38 = load v37 : go.shape.string
//   v39 = call_value v36(v38) : go.shape.string
//   v40 = append site7, v34: v39 : []go.shape.string
//   v32 = local x4 : []go.shape.string
//   store v32, v40
//   jump block3
// outline:
//   st1 assign v6 := v4
//     init
//       st0 decl x4
//   st3 range _, v29 := v9
//     init
//       st4 decl x5
//     st2 assign v32 = v40
//   st5 return v44
//
// fn9 Texts[go.shape.string].func1 : func(go.shape.string) string, literal in fn5, duplicable
//   x0 param s : go.shape.string, site0
//   x1 result 0 ~r0 : string, site1
//   x2 captured 0 .dict : *[4]uintptr
//   capture 0: outer x0 as x2
//   site0 variable x0 : go.shape.string
//   site1 variable x1 : string
// block0:
//   v0 = local x2 : *[4]uintptr
//   v1 = load v0 : *[4]uintptr
//   v2 = deref v1 : [4]uintptr
//   v3 = const 1 : int
//   v4 = index_addr v2, v3 : uintptr
//   v5 = load v4 : uintptr
//   v6 = convert nop v5 : *[4]uintptr
//   v7 = local x0 : go.shape.string
//   v8 = load v7 : go.shape.string
//   v9 = call fn7 Text[go.shape.string](v6, v8) : string
//   v10 = local x1 : string
//   store v10, v9
//   return
// outline:
//   st0 return v9
//
// fn10 Stringer.String : func() string, method wrapper, duplicable
//   x0 receiver ~p0 : p.Stringer, site0
//   x1 result 0 ~r0 : string, site1
//   site0 variable x0 : p.Stringer
//   site1 variable x1 : string
// block0:
//   v0 = local x0 : p.Stringer
//   v1 = load v0 : p.Stringer
//   v2 = call_method v1.String() : string
//   v3 = local x1 : string
//   store v3, v2
//   return
// outline:
//   st0 return v2
//
// fn11 (*Name).String : func() string, method wrapper, duplicable
//   x0 receiver n : *p.Name, site0
//   x1 result 0 ~r0 : string, site1
//   site0 variable x0 : *p.Name
//   site1 variable x1 : string
// block0:
//   v0 = local x0 : *p.Name
//   v1 = load v0 : *p.Name
//   v2 = deref v1 : p.Name
//   v3 = load v2 : p.Name
//   v4 = call fn0 Name.String(v3) : string
//   v5 = local x1 : string
//   store v5, v4
//   return
// outline:
//   st0 return v4
