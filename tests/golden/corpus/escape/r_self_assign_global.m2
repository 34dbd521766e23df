r_self_assign_global.go:19:16: new([]int) escapes to heap in init:
r_self_assign_global.go:19:16:   flow: {heap} ← &{storage for new([]int)}:
r_self_assign_global.go:19:16:     from new([]int) (spill) at r_self_assign_global.go:19:16
r_self_assign_global.go:19:16:     from whole = new([]int) (assign) at r_self_assign_global.go:19:5
r_self_assign_global.go:19:16: new([]int) escapes to heap
r_self_assign_global.go:10:14: field ignoring self-assignment in shared.data = shared.data[:0]
r_self_assign_global.go:11:15: field ignoring self-assignment in shared.spare = shared.data[1:2]
r_self_assign_global.go:15:9: pointee ignoring self-assignment in *whole = (*whole)[1:]
r_self_assign_global.go:14:14: parameter p leaks to {heap} for pointee with derefs=1:
r_self_assign_global.go:14:14:   flow: {heap} ← *p:
r_self_assign_global.go:14:14:     from *p (indirection) at r_self_assign_global.go:16:12
r_self_assign_global.go:14:14:     from (*p)[1:] (slice) at r_self_assign_global.go:16:15
r_self_assign_global.go:14:14:     from *whole = (*p)[1:] (assign) at r_self_assign_global.go:16:9
r_self_assign_global.go:14:14: leaking param content: p
