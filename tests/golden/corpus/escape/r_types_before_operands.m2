r_types_before_operands.go:12:22: parameter x leaks to {heap} for apply[go.shape.struct { p.v string; p.next *p.Box[string] },go.shape.int] with derefs=0:
r_types_before_operands.go:12:22:   flow: {heap} ← x:
r_types_before_operands.go:12:22:     from f(x) (call parameter) at r_types_before_operands.go:12:52
r_types_before_operands.go:15:52: func literal does not escape
r_types_before_operands.go:12:22: parameter x leaks to {heap} for apply[go.shape.struct { p.v int16; p.next *p.Box[int16] },go.shape.int8] with derefs=0:
r_types_before_operands.go:12:22:   flow: {heap} ← x:
r_types_before_operands.go:12:22:     from f(x) (call parameter) at r_types_before_operands.go:12:52
r_types_before_operands.go:20:18: Box[int8]{...} escapes to heap in literal:
r_types_before_operands.go:20:18:   flow: ~r0 ← &{storage for Box[int8]{...}}:
r_types_before_operands.go:20:18:     from Box[int8]{...} (spill) at r_types_before_operands.go:20:18
r_types_before_operands.go:20:18:     from return Box[int8]{...} (return) at r_types_before_operands.go:20:2
r_types_before_operands.go:20:18: Box[int8]{...} escapes to heap
r_types_before_operands.go:20:42: func literal does not escape
r_types_before_operands.go:12:22: parameter x leaks to {heap} for apply[go.shape.struct { p.v uint16; p.next *p.Box[uint16] },go.shape.*uint8] with derefs=0:
r_types_before_operands.go:12:22:   flow: {heap} ← x:
r_types_before_operands.go:12:22:     from f(x) (call parameter) at r_types_before_operands.go:12:52
r_types_before_operands.go:12:22: parameter x leaks to {heap} for apply[go.shape.struct { p.v uint64; p.next *p.Box[uint64] },go.shape.int] with derefs=0:
r_types_before_operands.go:12:22:   flow: {heap} ← x:
r_types_before_operands.go:12:22:     from f(x) (call parameter) at r_types_before_operands.go:12:52
r_types_before_operands.go:26:42: func literal does not escape
r_types_before_operands.go:27:11: make([]Box[uint32], apply[go.shape.struct { p.v uint64; p.next *p.Box[uint64] },go.shape.int](&.dict.apply[p.Box[uint64],int], Box[uint64]{}, func literal)) does not escape
r_types_before_operands.go:27:48: func literal does not escape
r_types_before_operands.go:10:45: &Box[go.shape.uint8]{...} escapes to heap in (*Box[go.shape.uint8]).push:
r_types_before_operands.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.uint8]{...}}:
r_types_before_operands.go:10:45:     from &Box[go.shape.uint8]{...} (spill) at r_types_before_operands.go:10:45
r_types_before_operands.go:10:45:     from return &Box[go.shape.uint8]{...} (return) at r_types_before_operands.go:10:38
r_types_before_operands.go:10:7: parameter b leaks to {storage for &Box[go.shape.uint8]{...}} for (*Box[go.shape.uint8]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {storage for &Box[go.shape.uint8]{...}} ← b:
r_types_before_operands.go:10:7:     from Box[go.shape.uint8]{...} (struct literal element) at r_types_before_operands.go:10:52
r_types_before_operands.go:10:45: &Box[go.shape.uint8]{...} escapes to heap
r_types_before_operands.go:10:45: &Box[go.shape.uint16]{...} escapes to heap in (*Box[go.shape.uint16]).push:
r_types_before_operands.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.uint16]{...}}:
r_types_before_operands.go:10:45:     from &Box[go.shape.uint16]{...} (spill) at r_types_before_operands.go:10:45
r_types_before_operands.go:10:45:     from return &Box[go.shape.uint16]{...} (return) at r_types_before_operands.go:10:38
r_types_before_operands.go:10:7: parameter b leaks to {storage for &Box[go.shape.uint16]{...}} for (*Box[go.shape.uint16]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {storage for &Box[go.shape.uint16]{...}} ← b:
r_types_before_operands.go:10:7:     from Box[go.shape.uint16]{...} (struct literal element) at r_types_before_operands.go:10:52
r_types_before_operands.go:10:45: &Box[go.shape.uint16]{...} escapes to heap
r_types_before_operands.go:10:45: &Box[go.shape.uint32]{...} escapes to heap in (*Box[go.shape.uint32]).push:
r_types_before_operands.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.uint32]{...}}:
r_types_before_operands.go:10:45:     from &Box[go.shape.uint32]{...} (spill) at r_types_before_operands.go:10:45
r_types_before_operands.go:10:45:     from return &Box[go.shape.uint32]{...} (return) at r_types_before_operands.go:10:38
r_types_before_operands.go:10:7: parameter b leaks to {storage for &Box[go.shape.uint32]{...}} for (*Box[go.shape.uint32]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {storage for &Box[go.shape.uint32]{...}} ← b:
r_types_before_operands.go:10:7:     from Box[go.shape.uint32]{...} (struct literal element) at r_types_before_operands.go:10:52
r_types_before_operands.go:10:45: &Box[go.shape.uint32]{...} escapes to heap
r_types_before_operands.go:10:45: &Box[go.shape.uint64]{...} escapes to heap in (*Box[go.shape.uint64]).push:
r_types_before_operands.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.uint64]{...}}:
r_types_before_operands.go:10:45:     from &Box[go.shape.uint64]{...} (spill) at r_types_before_operands.go:10:45
r_types_before_operands.go:10:45:     from return &Box[go.shape.uint64]{...} (return) at r_types_before_operands.go:10:38
r_types_before_operands.go:10:7: parameter b leaks to {storage for &Box[go.shape.uint64]{...}} for (*Box[go.shape.uint64]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {storage for &Box[go.shape.uint64]{...}} ← b:
r_types_before_operands.go:10:7:     from Box[go.shape.uint64]{...} (struct literal element) at r_types_before_operands.go:10:52
r_types_before_operands.go:10:45: &Box[go.shape.uint64]{...} escapes to heap
r_types_before_operands.go:12:22: parameter x leaks to {heap} for apply[p.Box[uint64],int] with derefs=0:
r_types_before_operands.go:12:22:   flow: {heap} ← x:
r_types_before_operands.go:12:22:     from apply[go.shape.struct { p.v uint64; p.next *p.Box[uint64] },go.shape.int](&.dict.apply[p.Box[uint64],int], x, f) (call parameter) at r_types_before_operands.go:12:6
r_types_before_operands.go:10:7: parameter b leaks to {heap} for (*Box[uint64]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {heap} ← b:
r_types_before_operands.go:10:7:     from (*Box[go.shape.uint64]).push(b, &.dict.Box[uint64], v) (call parameter) at r_types_before_operands.go:10:6
r_types_before_operands.go:10:7: parameter b leaks to {heap} for (*Box[uint32]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {heap} ← b:
r_types_before_operands.go:10:7:     from (*Box[go.shape.uint32]).push(b, &.dict.Box[uint32], v) (call parameter) at r_types_before_operands.go:10:6
r_types_before_operands.go:12:22: parameter x leaks to {heap} for apply[p.Box[uint16],*p.Box[uint8]] with derefs=0:
r_types_before_operands.go:12:22:   flow: {heap} ← x:
r_types_before_operands.go:12:22:     from apply[go.shape.struct { p.v uint16; p.next *p.Box[uint16] },go.shape.*uint8](&.dict.apply[p.Box[uint16],*p.Box[uint8]], x, f) (call parameter) at r_types_before_operands.go:12:6
r_types_before_operands.go:10:7: parameter b leaks to {heap} for (*Box[uint16]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {heap} ← b:
r_types_before_operands.go:10:7:     from (*Box[go.shape.uint16]).push(b, &.dict.Box[uint16], v) (call parameter) at r_types_before_operands.go:10:6
r_types_before_operands.go:10:7: parameter b leaks to {heap} for (*Box[uint8]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {heap} ← b:
r_types_before_operands.go:10:7:     from (*Box[go.shape.uint8]).push(b, &.dict.Box[uint8], v) (call parameter) at r_types_before_operands.go:10:6
r_types_before_operands.go:10:45: &Box[go.shape.int8]{...} escapes to heap in (*Box[go.shape.int8]).push:
r_types_before_operands.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.int8]{...}}:
r_types_before_operands.go:10:45:     from &Box[go.shape.int8]{...} (spill) at r_types_before_operands.go:10:45
r_types_before_operands.go:10:45:     from return &Box[go.shape.int8]{...} (return) at r_types_before_operands.go:10:38
r_types_before_operands.go:10:7: parameter b leaks to {storage for &Box[go.shape.int8]{...}} for (*Box[go.shape.int8]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {storage for &Box[go.shape.int8]{...}} ← b:
r_types_before_operands.go:10:7:     from Box[go.shape.int8]{...} (struct literal element) at r_types_before_operands.go:10:52
r_types_before_operands.go:10:45: &Box[go.shape.int8]{...} escapes to heap
r_types_before_operands.go:10:45: &Box[go.shape.int16]{...} escapes to heap in (*Box[go.shape.int16]).push:
r_types_before_operands.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.int16]{...}}:
r_types_before_operands.go:10:45:     from &Box[go.shape.int16]{...} (spill) at r_types_before_operands.go:10:45
r_types_before_operands.go:10:45:     from return &Box[go.shape.int16]{...} (return) at r_types_before_operands.go:10:38
r_types_before_operands.go:10:7: parameter b leaks to {storage for &Box[go.shape.int16]{...}} for (*Box[go.shape.int16]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {storage for &Box[go.shape.int16]{...}} ← b:
r_types_before_operands.go:10:7:     from Box[go.shape.int16]{...} (struct literal element) at r_types_before_operands.go:10:52
r_types_before_operands.go:10:45: &Box[go.shape.int16]{...} escapes to heap
r_types_before_operands.go:12:22: parameter x leaks to {heap} for apply[p.Box[int16],int8] with derefs=0:
r_types_before_operands.go:12:22:   flow: {heap} ← x:
r_types_before_operands.go:12:22:     from apply[go.shape.struct { p.v int16; p.next *p.Box[int16] },go.shape.int8](&.dict.apply[p.Box[int16],int8], x, f) (call parameter) at r_types_before_operands.go:12:6
r_types_before_operands.go:10:7: parameter b leaks to {heap} for (*Box[int16]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {heap} ← b:
r_types_before_operands.go:10:7:     from (*Box[go.shape.int16]).push(b, &.dict.Box[int16], v) (call parameter) at r_types_before_operands.go:10:6
r_types_before_operands.go:10:7: parameter b leaks to {heap} for (*Box[int8]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {heap} ← b:
r_types_before_operands.go:10:7:     from (*Box[go.shape.int8]).push(b, &.dict.Box[int8], v) (call parameter) at r_types_before_operands.go:10:6
r_types_before_operands.go:10:45: &Box[go.shape.int]{...} escapes to heap in (*Box[go.shape.int]).push:
r_types_before_operands.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.int]{...}}:
r_types_before_operands.go:10:45:     from &Box[go.shape.int]{...} (spill) at r_types_before_operands.go:10:45
r_types_before_operands.go:10:45:     from return &Box[go.shape.int]{...} (return) at r_types_before_operands.go:10:38
r_types_before_operands.go:10:7: parameter b leaks to {storage for &Box[go.shape.int]{...}} for (*Box[go.shape.int]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {storage for &Box[go.shape.int]{...}} ← b:
r_types_before_operands.go:10:7:     from Box[go.shape.int]{...} (struct literal element) at r_types_before_operands.go:10:52
r_types_before_operands.go:10:45: &Box[go.shape.int]{...} escapes to heap
r_types_before_operands.go:10:45: &Box[go.shape.string]{...} escapes to heap in (*Box[go.shape.string]).push:
r_types_before_operands.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.string]{...}}:
r_types_before_operands.go:10:45:     from &Box[go.shape.string]{...} (spill) at r_types_before_operands.go:10:45
r_types_before_operands.go:10:45:     from return &Box[go.shape.string]{...} (return) at r_types_before_operands.go:10:38
r_types_before_operands.go:10:23: parameter v leaks to {storage for &Box[go.shape.string]{...}} for (*Box[go.shape.string]).push with derefs=0:
r_types_before_operands.go:10:23:   flow: {storage for &Box[go.shape.string]{...}} ← v:
r_types_before_operands.go:10:23:     from Box[go.shape.string]{...} (struct literal element) at r_types_before_operands.go:10:52
r_types_before_operands.go:10:7: parameter b leaks to {storage for &Box[go.shape.string]{...}} for (*Box[go.shape.string]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {storage for &Box[go.shape.string]{...}} ← b:
r_types_before_operands.go:10:7:     from Box[go.shape.string]{...} (struct literal element) at r_types_before_operands.go:10:52
r_types_before_operands.go:10:45: &Box[go.shape.string]{...} escapes to heap
r_types_before_operands.go:12:22: parameter x leaks to {heap} for apply[p.Box[string],int] with derefs=0:
r_types_before_operands.go:12:22:   flow: {heap} ← x:
r_types_before_operands.go:12:22:     from apply[go.shape.struct { p.v string; p.next *p.Box[string] },go.shape.int](&.dict.apply[p.Box[string],int], x, f) (call parameter) at r_types_before_operands.go:12:6
r_types_before_operands.go:10:7: parameter b leaks to {heap} for (*Box[string]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {heap} ← b:
r_types_before_operands.go:10:7:     from (*Box[go.shape.string]).push(b, &.dict.Box[string], v) (call parameter) at r_types_before_operands.go:10:6
r_types_before_operands.go:10:23: parameter v leaks to {heap} for (*Box[string]).push with derefs=0:
r_types_before_operands.go:10:23:   flow: {heap} ← v:
r_types_before_operands.go:10:23:     from (*Box[go.shape.string]).push(b, &.dict.Box[string], v) (call parameter) at r_types_before_operands.go:10:6
r_types_before_operands.go:10:7: parameter b leaks to {heap} for (*Box[int]).push with derefs=0:
r_types_before_operands.go:10:7:   flow: {heap} ← b:
r_types_before_operands.go:10:7:     from (*Box[go.shape.int]).push(b, &.dict.Box[int], v) (call parameter) at r_types_before_operands.go:10:6
<autogenerated>:1: parameter ~p0 leaks to {heap} for pushed[uint8].push with derefs=0:
<autogenerated>:1:   flow: {heap} ← ~p0:
<autogenerated>:1:     from ~p0.push(~p1) (call parameter) at <autogenerated>:1
