r_held_once.go:8:21: marking args as escaping ...uintptr
r_held_once.go:10:15: assuming p is unsafe uintptr
r_held_once.go:13:9: ... argument escapes to heap in callers:
r_held_once.go:13:9:   flow: {heap} ← &{storage for ... argument}:
r_held_once.go:13:9:     from ... argument (spill) at r_held_once.go:13:9
r_held_once.go:13:9:     from escapes(1, ... argument...) (call parameter) at r_held_once.go:13:9
r_held_once.go:13:39: &[2]uintptr{...} escapes to heap in callers:
r_held_once.go:13:39:   flow: .autotmp_2 ← &{storage for &[2]uintptr{...}}:
r_held_once.go:13:39:     from &[2]uintptr{...} (spill) at r_held_once.go:13:39
r_held_once.go:13:39:     from .autotmp_2 = unsafe.Pointer(&[2]uintptr{...}) (assign) at r_held_once.go:13:39
r_held_once.go:13:39:   flow: {heap} ← .autotmp_2:
r_held_once.go:13:39:     from uintptr(.autotmp_2) (//go:uintptrescapes) at r_held_once.go:13:38
r_held_once.go:13:39: &[2]uintptr{...} escapes to heap
r_held_once.go:13:9: ... argument escapes to heap
r_held_once.go:14:34: &[2]uintptr{...} does not escape
r_held_once.go:15:37: new(int) does not escape
