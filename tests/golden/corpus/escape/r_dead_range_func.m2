r_dead_range_func.go:7:10: parameter yield leaks to {heap} for seq with derefs=0:
r_dead_range_func.go:7:10:   flow: {heap} ← yield:
r_dead_range_func.go:7:10:     from yield (interface-converted) at r_dead_range_func.go:7:41
r_dead_range_func.go:7:10:     from sink = yield (assign) at r_dead_range_func.go:7:39
r_dead_range_func.go:7:10: leaking param: yield
r_dead_range_func.go:20:6: x escapes to heap in dead-range1:
r_dead_range_func.go:20:6:   flow: {heap} ← &x:
r_dead_range_func.go:20:6:     from &x (address-of) at r_dead_range_func.go:22:11
r_dead_range_func.go:20:6:     from s[0] = &x (assign) at r_dead_range_func.go:22:9
r_dead_range_func.go:21:7: y escapes to heap in dead-range1-range1:
r_dead_range_func.go:21:7:   flow: {heap} ← &y:
r_dead_range_func.go:21:7:     from &y (address-of) at r_dead_range_func.go:23:11
r_dead_range_func.go:21:7:     from s[1] = &y (assign) at r_dead_range_func.go:23:9
r_dead_range_func.go:20:2: dead capturing by ref: #state3 (addr=false assign=true width=8)
r_dead_range_func.go:9:11: dead capturing by value: s (addr=false assign=false width=24)
dead capturing by value: #next (addr=false assign=false width=8)
r_dead_range_func.go:21:3: dead-range1 capturing by ref: #state4 (addr=false assign=true width=8)
r_dead_range_func.go:9:11: dead capturing by value: s (addr=false assign=false width=24)
r_dead_range_func.go:20:6: dead-range1 capturing by ref: x (addr=true assign=false width=8)
r_dead_range_func.go:21:3: func literal escapes to heap in dead-range1:
r_dead_range_func.go:21:3:   flow: #yield3 ← &{storage for func literal}:
r_dead_range_func.go:21:3:     from func literal (spill) at r_dead_range_func.go:21:3
r_dead_range_func.go:21:3:     from #yield3 := func literal (assign) at r_dead_range_func.go:21:3
r_dead_range_func.go:21:3:   flow: {heap} ← #yield3:
r_dead_range_func.go:21:3:     from seq(#yield3) (call parameter) at r_dead_range_func.go:21:3
r_dead_range_func.go:20:2: func literal escapes to heap in dead:
r_dead_range_func.go:20:2:   flow: #yield4 ← &{storage for func literal}:
r_dead_range_func.go:20:2:     from func literal (spill) at r_dead_range_func.go:20:2
r_dead_range_func.go:20:2:     from #yield4 := func literal (assign) at r_dead_range_func.go:20:2
r_dead_range_func.go:20:2:   flow: {heap} ← #yield4:
r_dead_range_func.go:20:2:     from seq(#yield4) (call parameter) at r_dead_range_func.go:20:2
r_dead_range_func.go:21:3: #state4 escapes to heap in dead-range1:
r_dead_range_func.go:21:3:   flow: {storage for func literal} ← &#state4:
r_dead_range_func.go:21:3:     from #state4 (captured by a closure) at <unknown line number>
r_dead_range_func.go:21:3:     from #state4 (reference) at <unknown line number>
r_dead_range_func.go:9:11: parameter s leaks to {storage for func literal} for dead with derefs=0:
r_dead_range_func.go:9:11:   flow: {storage for func literal} ← s:
r_dead_range_func.go:9:11:     from s (captured by a closure) at r_dead_range_func.go:22:4
r_dead_range_func.go:20:2: #state3 escapes to heap in dead:
r_dead_range_func.go:20:2:   flow: {storage for func literal} ← &#state3:
r_dead_range_func.go:20:2:     from #state3 (captured by a closure) at <unknown line number>
r_dead_range_func.go:20:2:     from #state3 (reference) at <unknown line number>
r_dead_range_func.go:9:11: parameter s leaks to {storage for func literal} for dead with derefs=0:
r_dead_range_func.go:9:11:   flow: {storage for func literal} ← s:
r_dead_range_func.go:9:11:     from s (captured by a closure) at r_dead_range_func.go:22:4
r_dead_range_func.go:9:11: leaking param: s
r_dead_range_func.go:20:2: moved to heap: #state3
r_dead_range_func.go:20:6: moved to heap: x
r_dead_range_func.go:21:3: moved to heap: #state4
r_dead_range_func.go:21:7: moved to heap: y
r_dead_range_func.go:20:2: func literal escapes to heap
r_dead_range_func.go:21:3: func literal escapes to heap
r_dead_range_func.go:31:14: parameter yield leaks to {heap} for times.func1 with derefs=0:
r_dead_range_func.go:31:14:   flow: {heap} ← yield:
r_dead_range_func.go:31:14:     from yield (interface-converted) at r_dead_range_func.go:32:10
r_dead_range_func.go:31:14:     from sink = yield (assign) at r_dead_range_func.go:32:8
r_dead_range_func.go:31:14: leaking param: yield
r_dead_range_func.go:31:9: func literal escapes to heap in times:
r_dead_range_func.go:31:9:   flow: ~r0 ← &{storage for func literal}:
r_dead_range_func.go:31:9:     from func literal (spill) at r_dead_range_func.go:31:9
r_dead_range_func.go:31:9:     from return func literal (return) at r_dead_range_func.go:31:2
r_dead_range_func.go:31:9: func literal escapes to heap
r_dead_range_func.go:40:3: inDeadBranch capturing by ref: #state1 (addr=false assign=true width=8)
r_dead_range_func.go:36:19: inDeadBranch capturing by value: c (addr=false assign=false width=1)
inDeadBranch capturing by ref: #next (addr=false assign=true width=8)
r_dead_range_func.go:47:4: inDeadBranch-range1 capturing by ref: #state2 (addr=false assign=true width=8)
r_dead_range_func.go:47:4: func literal escapes to heap in inDeadBranch-range1:
r_dead_range_func.go:47:4:   flow: #yield1 ← &{storage for func literal}:
r_dead_range_func.go:47:4:     from func literal (spill) at r_dead_range_func.go:47:4
r_dead_range_func.go:47:4:     from #yield1 := func literal (assign) at r_dead_range_func.go:47:4
r_dead_range_func.go:47:4:   flow: {heap} ← #yield1:
r_dead_range_func.go:47:4:     from .autotmp_4(#yield1) (call parameter) at r_dead_range_func.go:47:4
r_dead_range_func.go:40:3: func literal escapes to heap in inDeadBranch:
r_dead_range_func.go:40:3:   flow: #yield2 ← &{storage for func literal}:
r_dead_range_func.go:40:3:     from func literal (spill) at r_dead_range_func.go:40:3
r_dead_range_func.go:40:3:     from #yield2 := func literal (assign) at r_dead_range_func.go:40:3
r_dead_range_func.go:40:3:   flow: {heap} ← #yield2:
r_dead_range_func.go:40:3:     from .autotmp_4(#yield2) (call parameter) at r_dead_range_func.go:40:3
r_dead_range_func.go:47:4: #state2 escapes to heap in inDeadBranch-range1:
r_dead_range_func.go:47:4:   flow: {storage for func literal} ← &#state2:
r_dead_range_func.go:47:4:     from #state2 (captured by a closure) at <unknown line number>
r_dead_range_func.go:47:4:     from #state2 (reference) at <unknown line number>
r_dead_range_func.go:40:3: #state1 escapes to heap in inDeadBranch:
r_dead_range_func.go:40:3:   flow: {storage for func literal} ← &#state1:
r_dead_range_func.go:40:3:     from #state1 (captured by a closure) at <unknown line number>
r_dead_range_func.go:40:3:     from #state1 (reference) at <unknown line number>
r_dead_range_func.go:36:19: parameter c leaks to {storage for func literal} for inDeadBranch with derefs=0:
r_dead_range_func.go:36:19:   flow: {storage for func literal} ← c:
r_dead_range_func.go:36:19:     from c (captured by a closure) at r_dead_range_func.go:41:7
<unknown line number>: #next escapes to heap in inDeadBranch:
<unknown line number>:   flow: {storage for func literal} ← &#next:
<unknown line number>:     from #next (captured by a closure) at r_dead_range_func.go:48:4
<unknown line number>:     from #next (reference) at r_dead_range_func.go:48:4
moved to heap: #next
r_dead_range_func.go:40:3: moved to heap: #state1
r_dead_range_func.go:47:4: moved to heap: #state2
r_dead_range_func.go:40:3: func literal escapes to heap
r_dead_range_func.go:47:4: func literal escapes to heap
r_dead_range_func.go:57:3: behindJump capturing by ref: #state1 (addr=false assign=true width=8)
r_dead_range_func.go:57:3: func literal escapes to heap in behindJump:
r_dead_range_func.go:57:3:   flow: #yield2 ← &{storage for func literal}:
r_dead_range_func.go:57:3:     from func literal (spill) at r_dead_range_func.go:57:3
r_dead_range_func.go:57:3:     from #yield2 := func literal (assign) at r_dead_range_func.go:57:3
r_dead_range_func.go:57:3:   flow: {heap} ← #yield2:
r_dead_range_func.go:57:3:     from .autotmp_4(#yield2) (call parameter) at r_dead_range_func.go:57:3
r_dead_range_func.go:57:3: #state1 escapes to heap in behindJump:
r_dead_range_func.go:57:3:   flow: {storage for func literal} ← &#state1:
r_dead_range_func.go:57:3:     from #state1 (captured by a closure) at <unknown line number>
r_dead_range_func.go:57:3:     from #state1 (reference) at <unknown line number>
r_dead_range_func.go:57:3: moved to heap: #state1
r_dead_range_func.go:57:3: func literal escapes to heap
r_dead_range_func.go:72:3: alone capturing by ref: #state1 (addr=false assign=true width=8)
r_dead_range_func.go:72:3: func literal escapes to heap in alone:
r_dead_range_func.go:72:3:   flow: #yield1 ← &{storage for func literal}:
r_dead_range_func.go:72:3:     from func literal (spill) at r_dead_range_func.go:72:3
r_dead_range_func.go:72:3:     from #yield1 := func literal (assign) at r_dead_range_func.go:72:3
r_dead_range_func.go:72:3:   flow: {heap} ← #yield1:
r_dead_range_func.go:72:3:     from .autotmp_4(#yield1) (call parameter) at r_dead_range_func.go:72:3
r_dead_range_func.go:72:3: #state1 escapes to heap in alone:
r_dead_range_func.go:72:3:   flow: {storage for func literal} ← &#state1:
r_dead_range_func.go:72:3:     from #state1 (captured by a closure) at <unknown line number>
r_dead_range_func.go:72:3:     from #state1 (reference) at <unknown line number>
r_dead_range_func.go:72:3: moved to heap: #state1
r_dead_range_func.go:72:3: func literal escapes to heap
r_dead_range_func.go:81:2: inDeadClause capturing by ref: #state1 (addr=false assign=true width=8)
inDeadClause capturing by value: #next (addr=false assign=false width=8)
r_dead_range_func.go:83:3: inDeadClause-range1 capturing by ref: #state2 (addr=false assign=true width=8)
inDeadClause capturing by value: #next (addr=false assign=false width=8)
r_dead_range_func.go:92:4: inDeadClause-range1-range1 capturing by ref: #state3 (addr=false assign=true width=8)
r_dead_range_func.go:92:4: func literal escapes to heap in inDeadClause-range1-range1:
r_dead_range_func.go:92:4:   flow: #yield1 ← &{storage for func literal}:
r_dead_range_func.go:92:4:     from func literal (spill) at r_dead_range_func.go:92:4
r_dead_range_func.go:92:4:     from #yield1 := func literal (assign) at r_dead_range_func.go:92:4
r_dead_range_func.go:92:4:   flow: {heap} ← #yield1:
r_dead_range_func.go:92:4:     from .autotmp_4(#yield1) (call parameter) at r_dead_range_func.go:92:4
r_dead_range_func.go:83:3: func literal escapes to heap in inDeadClause-range1:
r_dead_range_func.go:83:3:   flow: #yield2 ← &{storage for func literal}:
r_dead_range_func.go:83:3:     from func literal (spill) at r_dead_range_func.go:83:3
r_dead_range_func.go:83:3:     from #yield2 := func literal (assign) at r_dead_range_func.go:83:3
r_dead_range_func.go:83:3:   flow: {heap} ← #yield2:
r_dead_range_func.go:83:3:     from .autotmp_4(#yield2) (call parameter) at r_dead_range_func.go:83:3
r_dead_range_func.go:81:2: func literal escapes to heap in inDeadClause:
r_dead_range_func.go:81:2:   flow: #yield3 ← &{storage for func literal}:
r_dead_range_func.go:81:2:     from func literal (spill) at r_dead_range_func.go:81:2
r_dead_range_func.go:81:2:     from #yield3 := func literal (assign) at r_dead_range_func.go:81:2
r_dead_range_func.go:81:2:   flow: {heap} ← #yield3:
r_dead_range_func.go:81:2:     from .autotmp_4(#yield3) (call parameter) at r_dead_range_func.go:81:2
r_dead_range_func.go:92:4: #state3 escapes to heap in inDeadClause-range1-range1:
r_dead_range_func.go:92:4:   flow: {storage for func literal} ← &#state3:
r_dead_range_func.go:92:4:     from #state3 (captured by a closure) at <unknown line number>
r_dead_range_func.go:92:4:     from #state3 (reference) at <unknown line number>
r_dead_range_func.go:83:3: #state2 escapes to heap in inDeadClause-range1:
r_dead_range_func.go:83:3:   flow: {storage for func literal} ← &#state2:
r_dead_range_func.go:83:3:     from #state2 (captured by a closure) at <unknown line number>
r_dead_range_func.go:83:3:     from #state2 (reference) at <unknown line number>
r_dead_range_func.go:81:2: #state1 escapes to heap in inDeadClause:
r_dead_range_func.go:81:2:   flow: {storage for func literal} ← &#state1:
r_dead_range_func.go:81:2:     from #state1 (captured by a closure) at <unknown line number>
r_dead_range_func.go:81:2:     from #state1 (reference) at <unknown line number>
r_dead_range_func.go:81:2: moved to heap: #state1
r_dead_range_func.go:83:3: moved to heap: #state2
r_dead_range_func.go:92:4: moved to heap: #state3
r_dead_range_func.go:81:2: func literal escapes to heap
r_dead_range_func.go:83:3: func literal escapes to heap
r_dead_range_func.go:92:4: func literal escapes to heap
