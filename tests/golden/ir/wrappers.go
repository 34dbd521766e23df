package p

type Inner struct{ n int }

func (i Inner) Get() int   { return i.n }
func (i *Inner) Set(n int) { i.n = n }

type Getter interface{ Get() int }

type Outer struct {
	*Inner
	other Getter
}

func wrappers(o Outer, g Getter) {
	get := o.Get
	set := (*Outer).Set
	other := Getter.Get
	set(&o, get()+other(g))
	_ = g.Get
}
// ir:
// roots: Inner.Get, (*Inner).Set, wrappers, (*Inner).Get, Getter.Get, Outer.Get, (*Outer).Get, Outer.Set, (*Outer).Set, Inner.Get-fm, Getter.Get-fm
//
// fn0 Inner.Get : func() int
//   x0 receiver i : p.Inner, site0
//   x1 result 0 ~r0 : int, site1
//   site0 variable x0 : p.Inner
//   site1 variable x1 : int
// block0:
//   v0 = local x0 : p.Inner
//   v1 = field_addr v0, 0 : int
//   v2 = load v1 : int
//   v3 = local x1 : int
//   store v3, v2
//   return
// outline:
//   st0 return v2
//
// fn1 (*Inner).Set : func(int)
//   x0 receiver i : *p.Inner, site0
//   x1 param n : int, site1
//   site0 variable x0 : *p.Inner
//   site1 variable x1 : int
// block0:
//   v0 = local x0 : *p.Inner
//   v1 = load v0 : *p.Inner
//   v4 = local x1 : int
//   v5 = load v4 : int
//   v2 = deref v1 : p.Inner
//   v3 = field_addr v2, 0 : int
//   store v3, v5
//   return
// outline:
//   st0 assign v3 = v5
//
// fn2 wrappers : func(p.Outer, p.Getter)
//   x0 param o : p.Outer, site0, address taken
//   x1 param g : p.Getter, site1
//   x2 var get : func() int, site2
//   x3 var set : func(*p.Outer, int), site4
//   x4 var other : func(p.Getter) int, site5
//   site0 variable x0 : p.Outer
//   site1 variable x1 : p.Getter
//   site2 variable x2 : func() int
//   site3 method value v5 : p.Inner
//   site4 variable x3 : func(*p.Outer, int)
//   site5 variable x4 : func(p.Getter) int
//   site6 method value v33 : p.Getter
// block0:
//   v0 = local x0 : p.Outer
//   v1 = field_addr v0, 0 : *p.Inner
//   v2 = load v1 : *p.Inner
//   v3 = deref v2 : p.Inner
//   v4 = load v3 : p.Inner
//   v5 = method_value site3, v4, fn0 Inner.Get : func() int
//   declare x2
//   v7 = local x2 : func() int
//   store v7, v5
//   v9 = method_expr fn3 (*Outer).Set : func(*p.Outer, int)
//   declare x3
//   v11 = local x3 : func(*p.Outer, int)
//   store v11, v9
//   v13 = interface_method_expr p.Getter.Get : func(p.Getter) int
//   declare x4
//   v15 = local x4 : func(p.Getter) int
//   store v15, v13
//   v17 = local x3 : func(*p.Outer, int)
//   v18 = load v17 : func(*p.Outer, int)
//   v19 = local x0 : p.Outer
//   v20 = address v19 : *p.Outer
//   v21 = local x2 : func() int
//   v22 = load v21 : func() int
//   v23 = call_value v22() : int
//   v24 = local x4 : func(p.Getter) int
//   v25 = load v24 : func(p.Getter) int
//   v26 = local x1 : p.Getter
//   v27 = load v26 : p.Getter
//   v28 = call_value v25(v27) : int
//   v29 = binary v23 + v28 : int
//   v30 = call_value v18(v20, v29) : ()
//   v31 = local x1 : p.Getter
//   v32 = load v31 : p.Getter
//   v33 = interface_method_value site6, v32, p.Getter.Get : func() int
//   return
// outline:
//   st1 assign v7 := v5
//     init
//       st0 decl x2
//   st3 assign v11 := v9
//     init
//       st2 decl x3
//   st5 assign v15 := v13
//     init
//       st4 decl x4
//   st6 expr v30
//   st7 assign _ = v33
//
// fn3 (*Outer).Set : func(int), method wrapper, duplicable
//   x0 receiver i : *p.Outer, site0
//   x1 param n : int, site1
//   site0 variable x0 : *p.Outer
//   site1 variable x1 : int
// block0:
//   v0 = local x0 : *p.Outer
//   v1 = load v0 : *p.Outer
//   v2 = deref v1 : p.Outer
//   v3 = field_addr v2, 0 : *p.Inner
//   v4 = load v3 : *p.Inner
//   v5 = local x1 : int
//   v6 = load v5 : int
//   v7 = call fn1 (*Inner).Set(v4, v6) : ()
//   return
// outline:
//   st0 expr v7
//
// fn4 (*Inner).Get : func() int, method wrapper, duplicable
//   x0 receiver i : *p.Inner, site0
//   x1 result 0 ~r0 : int, site1
//   site0 variable x0 : *p.Inner
//   site1 variable x1 : int
// block0:
//   v0 = local x0 : *p.Inner
//   v1 = load v0 : *p.Inner
//   v2 = deref v1 : p.Inner
//   v3 = load v2 : p.Inner
//   v4 = call fn0 Inner.Get(v3) : int
//   v5 = local x1 : int
//   store v5, v4
//   return
// outline:
//   st0 return v4
//
// fn5 Getter.Get : func() int, method wrapper, duplicable
//   x0 receiver ~p0 : p.Getter, site0
//   x1 result 0 ~r0 : int, site1
//   site0 variable x0 : p.Getter
//   site1 variable x1 : int
// block0:
//   v0 = local x0 : p.Getter
//   v1 = load v0 : p.Getter
//   v2 = call_method v1.Get() : int
//   v3 = local x1 : int
//   store v3, v2
//   return
// outline:
//   st0 return v2
//
// fn6 Outer.Get : func() int, method wrapper, duplicable
//   x0 receiver i : p.Outer, site0
//   x1 result 0 ~r0 : int, site1
//   site0 variable x0 : p.Outer
//   site1 variable x1 : int
// block0:
//   v0 = local x0 : p.Outer
//   v1 = field_addr v0, 0 : *p.Inner
//   v2 = load v1 : *p.Inner
//   v3 = deref v2 : p.Inner
//   v4 = load v3 : p.Inner
//   v5 = call fn0 Inner.Get(v4) : int
//   v6 = local x1 : int
//   store v6, v5
//   return
// outline:
//   st0 return v5
//
// fn7 (*Outer).Get : func() int, method wrapper, duplicable
//   x0 receiver i : *p.Outer, site0
//   x1 result 0 ~r0 : int, site1
//   site0 variable x0 : *p.Outer
//   site1 variable x1 : int
// block0:
//   v0 = local x0 : *p.Outer
//   v1 = load v0 : *p.Outer
//   v2 = deref v1 : p.Outer
//   v3 = field_addr v2, 0 : *p.Inner
//   v4 = load v3 : *p.Inner
//   v5 = deref v4 : p.Inner
//   v6 = load v5 : p.Inner
//   v7 = call fn0 Inner.Get(v6) : int
//   v8 = local x1 : int
//   store v8, v7
//   return
// outline:
//   st0 return v7
//
// fn8 Outer.Set : func(int), method wrapper, duplicable
//   x0 receiver i : p.Outer, site0
//   x1 param n : int, site1
//   site0 variable x0 : p.Outer
//   site1 variable x1 : int
// block0:
//   v0 = local x0 : p.Outer
//   v1 = field_addr v0, 0 : *p.Inner
//   v2 = load v1 : *p.Inner
//   v3 = local x1 : int
//   v4 = load v3 : int
//   v5 = call fn1 (*Inner).Set(v2, v4) : ()
//   return
// outline:
//   st0 expr v5
//
// fn9 Inner.Get-fm : func() int, method value wrapper, duplicable
//   x0 receiver .this : p.Inner, site0
//   x1 result 0 ~r0 : int, site1
//   site0 variable x0 : p.Inner
//   site1 variable x1 : int
// block0:
//   v0 = local x0 : p.Inner
//   v1 = load v0 : p.Inner
//   v2 = call fn0 Inner.Get(v1) : int
//   v3 = local x1 : int
//   store v3, v2
//   return
// outline:
//   st0 return v2
//
// fn10 Getter.Get-fm : func() int, method value wrapper, duplicable
//   x0 receiver .this : p.Getter, site0
//   x1 result 0 ~r0 : int, site1
//   site0 variable x0 : p.Getter
//   site1 variable x1 : int
// block0:
//   v0 = local x0 : p.Getter
//   v1 = load v0 : p.Getter
//   v2 = call_method v1.Get() : int
//   v3 = local x1 : int
//   store v3, v2
//   return
// outline:
//   st0 return v2
