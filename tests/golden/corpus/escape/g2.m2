g2.go:6:15: parameter p leaks to ~r0 for (*E).M with derefs=0:
g2.go:6:15:   flow: ~r0 ← p:
g2.go:6:15:     from return p (return) at g2.go:6:36
g2.go:6:7: e does not escape
g2.go:6:15: leaking param: p to result ~r0 level=0
g2.go:7:17: parameter p leaks to ~r1 for (*E).two with derefs=0:
g2.go:7:17:   flow: ~r1 ← p:
g2.go:7:17:     from return q, p (return) at g2.go:7:43
g2.go:7:20: parameter q leaks to ~r0 for (*E).two with derefs=0:
g2.go:7:20:   flow: ~r0 ← q:
g2.go:7:20:     from return q, p (return) at g2.go:7:43
g2.go:7:7: e does not escape
g2.go:7:17: leaking param: p to result ~r1 level=0
g2.go:7:20: leaking param: q to result ~r0 level=0
g2.go:36:26: (&S{}).E.M escapes to heap in init:
g2.go:36:26:   flow: {heap} ← &{storage for (&S{}).E.M}:
g2.go:36:26:     from (&S{}).E.M (spill) at g2.go:36:26
g2.go:36:26:     from (func(*int) *int)(p..stmp_0@8) = (&S{}).E.M (assign) at g2.go:36:26
g2.go:36:36: (&P{}).E.two escapes to heap in init:
g2.go:36:36:   flow: {heap} ← &{storage for (&P{}).E.two}:
g2.go:36:36:     from (&P{}).E.two (spill) at g2.go:36:36
g2.go:36:36:     from (func(*int, *int) (*int, *int))(p..stmp_0@24) = (&P{}).E.two (assign) at g2.go:36:36
g2.go:36:48: (&J{}).I.M escapes to heap in init:
g2.go:36:48:   flow: {heap} ← &{storage for (&J{}).I.M}:
g2.go:36:48:     from (&J{}).I.M (spill) at g2.go:36:48
g2.go:36:48:     from (func(*int) *int)(p..stmp_0@40) = (&J{}).I.M (assign) at g2.go:36:48
g2.go:36:21: &S{} escapes to heap in init:
g2.go:36:21:   flow: {temp} ← &{storage for &S{}}:
g2.go:36:21:     from &S{} (spill) at g2.go:36:21
g2.go:36:21:     from (&S{}).E (dot of pointer) at g2.go:36:26
g2.go:36:21:     from (&S{}).E (address-of) at g2.go:36:26
g2.go:36:21:   flow: {storage for (&S{}).E.M} ← {temp}:
g2.go:36:26: (&S{}).E.M escapes to heap
g2.go:36:21: &S{} escapes to heap
g2.go:36:36: (&P{}).E.two escapes to heap
g2.go:36:31: &P{} does not escape
g2.go:36:48: (&J{}).I.M escapes to heap
g2.go:36:43: &J{} does not escape
g2.go:8:7: parameter e leaks to ~r0 for E.V with derefs=0:
g2.go:8:7:   flow: ~r0 ← e:
g2.go:8:7:     from e.p (dot) at g2.go:8:44
g2.go:8:7:     from return e.p (return) at g2.go:8:36
g2.go:8:7: leaking param: e to result ~r0 level=0
g2.go:18:20: x escapes to heap in shaped[go.shape.struct { p.E }]:
g2.go:18:20:   flow: ~r0 ← &x:
g2.go:18:20:     from &x (address-of) at g2.go:18:37
g2.go:18:20:     from return &x (return) at g2.go:18:30
g2.go:18:20: parameter x leaks to ~r0 for shaped[go.shape.struct { p.E }] with derefs=0:
g2.go:18:20:   flow: ~r0 ← &x:
g2.go:18:20:     from &x (address-of) at g2.go:18:37
g2.go:18:20:     from return &x (return) at g2.go:18:30
g2.go:18:20: moved to heap: x
g2.go:18:20: x escapes to heap in shaped[go.shape.struct { *p.E }]:
g2.go:18:20:   flow: ~r0 ← &x:
g2.go:18:20:     from &x (address-of) at g2.go:18:37
g2.go:18:20:     from return &x (return) at g2.go:18:30
g2.go:18:20: parameter x leaks to ~r0 for shaped[go.shape.struct { *p.E }] with derefs=0:
g2.go:18:20:   flow: ~r0 ← &x:
g2.go:18:20:     from &x (address-of) at g2.go:18:37
g2.go:18:20:     from return &x (return) at g2.go:18:30
g2.go:18:20: moved to heap: x
g2.go:18:20: x escapes to heap in shaped[go.shape.interface { M(*int) *int }]:
g2.go:18:20:   flow: ~r0 ← &x:
g2.go:18:20:     from &x (address-of) at g2.go:18:37
g2.go:18:20:     from return &x (return) at g2.go:18:30
g2.go:18:20: parameter x leaks to ~r0 for shaped[go.shape.interface { M(*int) *int }] with derefs=0:
g2.go:18:20:   flow: ~r0 ← &x:
g2.go:18:20:     from &x (address-of) at g2.go:18:37
g2.go:18:20:     from return &x (return) at g2.go:18:30
g2.go:18:20: moved to heap: x
g2.go:18:20: x escapes to heap in shaped[go.shape.interface { Error() string }]:
g2.go:18:20:   flow: ~r0 ← &x:
g2.go:18:20:     from &x (address-of) at g2.go:18:37
g2.go:18:20:     from return &x (return) at g2.go:18:30
g2.go:18:20: parameter x leaks to ~r0 for shaped[go.shape.interface { Error() string }] with derefs=0:
g2.go:18:20:   flow: ~r0 ← &x:
g2.go:18:20:     from &x (address-of) at g2.go:18:37
g2.go:18:20:     from return &x (return) at g2.go:18:30
g2.go:18:20: moved to heap: x
g2.go:28:14: x does not escape
g2.go:18:20: parameter x leaks to {heap} for shaped[error] with derefs=0:
g2.go:18:20:   flow: {heap} ← x:
g2.go:18:20:     from shaped[go.shape.interface { Error() string }](&.dict.shaped[error], x) (call parameter) at g2.go:18:6
g2.go:18:20: parameter x leaks to {heap} for shaped[struct { *p.E }] with derefs=0:
g2.go:18:20:   flow: {heap} ← x:
g2.go:18:20:     from shaped[go.shape.struct { *p.E }](&.dict.shaped[struct { *p.E }], x) (call parameter) at g2.go:18:6
g2.go:18:20: parameter x leaks to {heap} for shaped[p.I] with derefs=0:
g2.go:18:20:   flow: {heap} ← x:
g2.go:18:20:     from shaped[go.shape.interface { M(*int) *int }](&.dict.shaped[p.I], x) (call parameter) at g2.go:18:6
g2.go:18:20: parameter x leaks to {heap} for shaped[p.P] with derefs=0:
g2.go:18:20:   flow: {heap} ← x:
g2.go:18:20:     from shaped[go.shape.struct { *p.E }](&.dict.shaped[p.P], x) (call parameter) at g2.go:18:6
g2.go:18:20: parameter x leaks to {heap} for shaped[p.S] with derefs=0:
g2.go:18:20:   flow: {heap} ← x:
g2.go:18:20:     from shaped[go.shape.struct { p.E }](&.dict.shaped[p.S], x) (call parameter) at g2.go:18:6
g2.go:8:7: parameter e leaks to ~r0 for (*E).V with derefs=1:
g2.go:8:7:   flow: ~r0 ← *e:
g2.go:8:7:     from e (indirection) at <autogenerated>:1
g2.go:8:7:     from E.V(e) (call parameter) at <autogenerated>:1
g2.go:8:7:     from return E.V(e) (return) at <autogenerated>:1
g2.go:8:7: parameter e leaks to ~r0 for S.V with derefs=0:
g2.go:8:7:   flow: ~r0 ← e:
g2.go:8:7:     from e.E (dot) at <autogenerated>:1
g2.go:8:7:     from E.V(e.E) (call parameter) at <autogenerated>:1
g2.go:8:7:     from return E.V(e.E) (return) at <autogenerated>:1
g2.go:8:7: parameter e leaks to ~r0 for (*S).V with derefs=1:
g2.go:8:7:   flow: ~r0 ← *e:
g2.go:8:7:     from e.E (dot of pointer) at <autogenerated>:1
g2.go:8:7:     from E.V(e.E) (call parameter) at <autogenerated>:1
g2.go:8:7:     from return E.V(e.E) (return) at <autogenerated>:1
g2.go:6:15: parameter p leaks to ~r0 for P.M with derefs=0:
g2.go:6:15:   flow: ~r0 ← p:
g2.go:6:15:     from (*E).M(e.E, p) (call parameter) at <autogenerated>:1
g2.go:6:15:     from return (*E).M(e.E, p) (return) at <autogenerated>:1
g2.go:8:7: parameter e leaks to ~r0 for P.V with derefs=1:
g2.go:8:7:   flow: ~r0 ← *e:
g2.go:8:7:     from e.E (dot) at <autogenerated>:1
g2.go:8:7:     from e.E (indirection) at <autogenerated>:1
g2.go:8:7:     from E.V(e.E) (call parameter) at <autogenerated>:1
g2.go:8:7:     from return E.V(e.E) (return) at <autogenerated>:1
g2.go:8:7: parameter e leaks to ~r0 for (*P).V with derefs=2:
g2.go:8:7:   flow: ~r0 ← **e:
g2.go:8:7:     from e.E (dot of pointer) at <autogenerated>:1
g2.go:8:7:     from e.E (indirection) at <autogenerated>:1
g2.go:8:7:     from E.V(e.E) (call parameter) at <autogenerated>:1
g2.go:8:7:     from return E.V(e.E) (return) at <autogenerated>:1
g2.go:7:17: parameter p leaks to ~r1 for P.two with derefs=0:
g2.go:7:17:   flow: .autotmp_6 ← p:
g2.go:7:17:     from (*E).two(e.E, p, q) (call parameter) at <autogenerated>:1
g2.go:7:17:   flow: ~r1 ← .autotmp_6:
g2.go:7:17:     from return .autotmp_5, .autotmp_6 (return) at <autogenerated>:1
g2.go:7:20: parameter q leaks to ~r0 for P.two with derefs=0:
g2.go:7:20:   flow: .autotmp_5 ← q:
g2.go:7:20:     from (*E).two(e.E, p, q) (call parameter) at <autogenerated>:1
g2.go:7:20:   flow: ~r0 ← .autotmp_5:
g2.go:7:20:     from return .autotmp_5, .autotmp_6 (return) at <autogenerated>:1
<autogenerated>:1: parameter ~p0 leaks to {heap} for I.M with derefs=0:
<autogenerated>:1:   flow: {heap} ← ~p0:
<autogenerated>:1:     from ~p0.M(~p1) (call parameter) at <autogenerated>:1
g2.go:13:21: parameter ~p1 leaks to {heap} for I.M with derefs=0:
g2.go:13:21:   flow: {heap} ← ~p1:
g2.go:13:21:     from ~p0.M(~p1) (call parameter) at <autogenerated>:1
<autogenerated>:1: parameter ~p0 leaks to {heap} for J.M with derefs=0:
<autogenerated>:1:   flow: {heap} ← ~p0:
<autogenerated>:1:     from ~p0.I (dot) at <autogenerated>:1
<autogenerated>:1:     from ~p0.I.M(~p1) (call parameter) at <autogenerated>:1
g2.go:13:21: parameter ~p1 leaks to {heap} for J.M with derefs=0:
g2.go:13:21:   flow: {heap} ← ~p1:
g2.go:13:21:     from ~p0.I.M(~p1) (call parameter) at <autogenerated>:1
<autogenerated>:1: parameter ~p0 leaks to {heap} for (*J).M with derefs=1:
<autogenerated>:1:   flow: {heap} ← *~p0:
<autogenerated>:1:     from ~p0.I (dot of pointer) at <autogenerated>:1
<autogenerated>:1:     from ~p0.I.M(~p1) (call parameter) at <autogenerated>:1
g2.go:13:21: parameter ~p1 leaks to {heap} for (*J).M with derefs=0:
g2.go:13:21:   flow: {heap} ← ~p1:
g2.go:13:21:     from ~p0.I.M(~p1) (call parameter) at <autogenerated>:1
<autogenerated>:1: parameter ~p0 leaks to {heap} for interface { p.m(*int) }.p.m with derefs=0:
<autogenerated>:1:   flow: {heap} ← ~p0:
<autogenerated>:1:     from ~p0.m(~p1) (call parameter) at <autogenerated>:1
g2.go:30:20: parameter ~p1 leaks to {heap} for interface { p.m(*int) }.p.m with derefs=0:
g2.go:30:20:   flow: {heap} ← ~p1:
g2.go:30:20:     from ~p0.m(~p1) (call parameter) at <autogenerated>:1
g2.go:8:7: parameter e leaks to go.shape.~r0 for struct { p.E }.V with derefs=0:
g2.go:8:7:   flow: go.shape.~r0 ← e:
g2.go:8:7:     from e.E (dot) at <autogenerated>:1
g2.go:8:7:     from E.V(e.E) (call parameter) at <autogenerated>:1
g2.go:8:7:     from return E.V(e.E) (return) at <autogenerated>:1
g2.go:8:7: parameter e leaks to go.shape.~r0 for (*struct { p.E }).V with derefs=1:
g2.go:8:7:   flow: go.shape.~r0 ← *e:
g2.go:8:7:     from e.E (dot of pointer) at <autogenerated>:1
g2.go:8:7:     from E.V(e.E) (call parameter) at <autogenerated>:1
g2.go:8:7:     from return E.V(e.E) (return) at <autogenerated>:1
g2.go:6:15: parameter p leaks to go.shape.~r0 for struct { *p.E }.M with derefs=0:
g2.go:6:15:   flow: go.shape.~r0 ← p:
g2.go:6:15:     from (*E).M(e.E, p) (call parameter) at <autogenerated>:1
g2.go:6:15:     from return (*E).M(e.E, p) (return) at <autogenerated>:1
g2.go:8:7: parameter e leaks to go.shape.~r0 for struct { *p.E }.V with derefs=1:
g2.go:8:7:   flow: go.shape.~r0 ← *e:
g2.go:8:7:     from e.E (dot) at <autogenerated>:1
g2.go:8:7:     from e.E (indirection) at <autogenerated>:1
g2.go:8:7:     from E.V(e.E) (call parameter) at <autogenerated>:1
g2.go:8:7:     from return E.V(e.E) (return) at <autogenerated>:1
g2.go:8:7: parameter e leaks to go.shape.~r0 for (*struct { *p.E }).V with derefs=2:
g2.go:8:7:   flow: go.shape.~r0 ← **e:
g2.go:8:7:     from e.E (dot of pointer) at <autogenerated>:1
g2.go:8:7:     from e.E (indirection) at <autogenerated>:1
g2.go:8:7:     from E.V(e.E) (call parameter) at <autogenerated>:1
g2.go:8:7:     from return E.V(e.E) (return) at <autogenerated>:1
g2.go:7:17: parameter p leaks to go.shape.~r1 for struct { *p.E }.p.two with derefs=0:
g2.go:7:17:   flow: .autotmp_6 ← p:
g2.go:7:17:     from (*E).two(e.E, p, q) (call parameter) at <autogenerated>:1
g2.go:7:17:   flow: go.shape.~r1 ← .autotmp_6:
g2.go:7:17:     from return .autotmp_5, .autotmp_6 (return) at <autogenerated>:1
g2.go:7:20: parameter q leaks to go.shape.~r0 for struct { *p.E }.p.two with derefs=0:
g2.go:7:20:   flow: .autotmp_5 ← q:
g2.go:7:20:     from (*E).two(e.E, p, q) (call parameter) at <autogenerated>:1
g2.go:7:20:   flow: go.shape.~r0 ← .autotmp_5:
g2.go:7:20:     from return .autotmp_5, .autotmp_6 (return) at <autogenerated>:1
<autogenerated>:1: parameter go.shape.~p0 leaks to {heap} for interface { M(*int) *int }.M with derefs=0:
<autogenerated>:1:   flow: {heap} ← go.shape.~p0:
<autogenerated>:1:     from go.shape.~p0.M(go.shape.~p1) (call parameter) at <autogenerated>:1
g2.go:13:21: parameter go.shape.~p1 leaks to {heap} for interface { M(*int) *int }.M with derefs=0:
g2.go:13:21:   flow: {heap} ← go.shape.~p1:
g2.go:13:21:     from go.shape.~p0.M(go.shape.~p1) (call parameter) at <autogenerated>:1
g2.go:6:15: parameter p leaks to ~r0 for struct { *p.E }.M with derefs=0:
g2.go:6:15:   flow: ~r0 ← p:
g2.go:6:15:     from (*E).M(e.E, p) (call parameter) at <autogenerated>:1
g2.go:6:15:     from return (*E).M(e.E, p) (return) at <autogenerated>:1
g2.go:8:7: parameter e leaks to ~r0 for struct { *p.E }.V with derefs=1:
g2.go:8:7:   flow: ~r0 ← *e:
g2.go:8:7:     from e.E (dot) at <autogenerated>:1
g2.go:8:7:     from e.E (indirection) at <autogenerated>:1
g2.go:8:7:     from E.V(e.E) (call parameter) at <autogenerated>:1
g2.go:8:7:     from return E.V(e.E) (return) at <autogenerated>:1
g2.go:8:7: parameter e leaks to ~r0 for (*struct { *p.E }).V with derefs=2:
g2.go:8:7:   flow: ~r0 ← **e:
g2.go:8:7:     from e.E (dot of pointer) at <autogenerated>:1
g2.go:8:7:     from e.E (indirection) at <autogenerated>:1
g2.go:8:7:     from E.V(e.E) (call parameter) at <autogenerated>:1
g2.go:8:7:     from return E.V(e.E) (return) at <autogenerated>:1
g2.go:7:17: parameter p leaks to ~r1 for struct { *p.E }.p.two with derefs=0:
g2.go:7:17:   flow: .autotmp_6 ← p:
g2.go:7:17:     from (*E).two(e.E, p, q) (call parameter) at <autogenerated>:1
g2.go:7:17:   flow: ~r1 ← .autotmp_6:
g2.go:7:17:     from return .autotmp_5, .autotmp_6 (return) at <autogenerated>:1
g2.go:7:20: parameter q leaks to ~r0 for struct { *p.E }.p.two with derefs=0:
g2.go:7:20:   flow: .autotmp_5 ← q:
g2.go:7:20:     from (*E).two(e.E, p, q) (call parameter) at <autogenerated>:1
g2.go:7:20:   flow: ~r0 ← .autotmp_5:
g2.go:7:20:     from return .autotmp_5, .autotmp_6 (return) at <autogenerated>:1
<autogenerated>:1: parameter go.shape.~p0 leaks to {heap} for interface { Error() string }.Error with derefs=0:
<autogenerated>:1:   flow: {heap} ← go.shape.~p0:
<autogenerated>:1:     from go.shape.~p0.Error() (call parameter) at <autogenerated>:1
g2.go:6:15: parameter p leaks to ~r0 for (*E).M-fm with derefs=0:
g2.go:6:15:   flow: ~r0 ← p:
g2.go:6:15:     from (*E).M(.this, p) (call parameter) at <autogenerated>:1
g2.go:6:15:     from return (*E).M(.this, p) (return) at <autogenerated>:1
g2.go:7:17: parameter p leaks to ~r1 for (*E).two-fm with derefs=0:
g2.go:7:17:   flow: .autotmp_5 ← p:
g2.go:7:17:     from (*E).two(.this, p, q) (call parameter) at <autogenerated>:1
g2.go:7:17:   flow: ~r1 ← .autotmp_5:
g2.go:7:17:     from return .autotmp_4, .autotmp_5 (return) at <autogenerated>:1
g2.go:7:20: parameter q leaks to ~r0 for (*E).two-fm with derefs=0:
g2.go:7:20:   flow: .autotmp_4 ← q:
g2.go:7:20:     from (*E).two(.this, p, q) (call parameter) at <autogenerated>:1
g2.go:7:20:   flow: ~r0 ← .autotmp_4:
g2.go:7:20:     from return .autotmp_4, .autotmp_5 (return) at <autogenerated>:1
<autogenerated>:1: parameter .this leaks to {heap} for I.M-fm with derefs=0:
<autogenerated>:1:   flow: {heap} ← .this:
<autogenerated>:1:     from .this.M(~p0) (call parameter) at <autogenerated>:1
g2.go:13:21: parameter ~p0 leaks to {heap} for I.M-fm with derefs=0:
g2.go:13:21:   flow: {heap} ← ~p0:
g2.go:13:21:     from .this.M(~p0) (call parameter) at <autogenerated>:1
