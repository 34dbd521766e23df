/work/wt/gen/tests/golden/corpus/escape/g1.go:18:5: devirtualizing i.M to *T
/work/wt/gen/tests/golden/corpus/escape/g1.go:9:9: parameter p leaks to {heap} for k1 with derefs=0:
/work/wt/gen/tests/golden/corpus/escape/g1.go:9:9:   flow: {heap} ← p:
/work/wt/gen/tests/golden/corpus/escape/g1.go:9:9:     from i.M(p) (call parameter) at /work/wt/gen/tests/golden/corpus/escape/g1.go:12:5
/work/wt/gen/tests/golden/corpus/escape/g1.go:11:6: &T{} escapes to heap in k1:
/work/wt/gen/tests/golden/corpus/escape/g1.go:11:6:   flow: i ← &{storage for &T{}}:
/work/wt/gen/tests/golden/corpus/escape/g1.go:11:6:     from &T{} (spill) at /work/wt/gen/tests/golden/corpus/escape/g1.go:11:6
/work/wt/gen/tests/golden/corpus/escape/g1.go:11:6:     from &T{} (interface-converted) at /work/wt/gen/tests/golden/corpus/escape/g1.go:11:6
/work/wt/gen/tests/golden/corpus/escape/g1.go:11:6:     from i = &T{} (assign) at /work/wt/gen/tests/golden/corpus/escape/g1.go:11:4
/work/wt/gen/tests/golden/corpus/escape/g1.go:11:6:   flow: {heap} ← i:
/work/wt/gen/tests/golden/corpus/escape/g1.go:11:6:     from i.M(p) (call parameter) at /work/wt/gen/tests/golden/corpus/escape/g1.go:12:5
/work/wt/gen/tests/golden/corpus/escape/g1.go:9:9: leaking param: p
/work/wt/gen/tests/golden/corpus/escape/g1.go:11:6: &T{} escapes to heap
/work/wt/gen/tests/golden/corpus/escape/g1.go:15:9: p does not escape
/work/wt/gen/tests/golden/corpus/escape/g1.go:17:6: &T{} does not escape
/work/wt/gen/tests/golden/corpus/escape/g1.go:21:9: parameter p leaks to {heap} for k3 with derefs=0:
/work/wt/gen/tests/golden/corpus/escape/g1.go:21:9:   flow: {heap} ← p:
/work/wt/gen/tests/golden/corpus/escape/g1.go:21:9:     from i.M(p) (call parameter) at /work/wt/gen/tests/golden/corpus/escape/g1.go:25:5
/work/wt/gen/tests/golden/corpus/escape/g1.go:24:6: &T{} escapes to heap in k3:
/work/wt/gen/tests/golden/corpus/escape/g1.go:24:6:   flow: i ← &{storage for &T{}}:
/work/wt/gen/tests/golden/corpus/escape/g1.go:24:6:     from &T{} (spill) at /work/wt/gen/tests/golden/corpus/escape/g1.go:24:6
/work/wt/gen/tests/golden/corpus/escape/g1.go:24:6:     from &T{} (interface-converted) at /work/wt/gen/tests/golden/corpus/escape/g1.go:24:6
/work/wt/gen/tests/golden/corpus/escape/g1.go:24:6:     from i = &T{} (assign) at /work/wt/gen/tests/golden/corpus/escape/g1.go:24:4
/work/wt/gen/tests/golden/corpus/escape/g1.go:24:6:   flow: {heap} ← i:
/work/wt/gen/tests/golden/corpus/escape/g1.go:24:6:     from i.M(p) (call parameter) at /work/wt/gen/tests/golden/corpus/escape/g1.go:25:5
/work/wt/gen/tests/golden/corpus/escape/g1.go:21:9: leaking param: p
/work/wt/gen/tests/golden/corpus/escape/g1.go:24:6: &T{} escapes to heap
/work/wt/gen/tests/golden/corpus/escape/g1.go:30:9: parameter p leaks to {heap} for k4 with derefs=0:
/work/wt/gen/tests/golden/corpus/escape/g1.go:30:9:   flow: {heap} ← p:
/work/wt/gen/tests/golden/corpus/escape/g1.go:30:9:     from i.M(p) (call parameter) at /work/wt/gen/tests/golden/corpus/escape/g1.go:33:5
/work/wt/gen/tests/golden/corpus/escape/g1.go:32:6: &T{} escapes to heap in k4:
/work/wt/gen/tests/golden/corpus/escape/g1.go:32:6:   flow: i ← &{storage for &T{}}:
/work/wt/gen/tests/golden/corpus/escape/g1.go:32:6:     from &T{} (spill) at /work/wt/gen/tests/golden/corpus/escape/g1.go:32:6
/work/wt/gen/tests/golden/corpus/escape/g1.go:32:6:     from &T{} (interface-converted) at /work/wt/gen/tests/golden/corpus/escape/g1.go:32:6
/work/wt/gen/tests/golden/corpus/escape/g1.go:32:6:     from i = &T{} (assign) at /work/wt/gen/tests/golden/corpus/escape/g1.go:32:4
/work/wt/gen/tests/golden/corpus/escape/g1.go:32:6:   flow: {heap} ← i:
/work/wt/gen/tests/golden/corpus/escape/g1.go:32:6:     from i.M(p) (call parameter) at /work/wt/gen/tests/golden/corpus/escape/g1.go:33:5
/work/wt/gen/tests/golden/corpus/escape/g1.go:30:9: leaking param: p
/work/wt/gen/tests/golden/corpus/escape/g1.go:32:6: &T{} escapes to heap
/work/wt/gen/tests/golden/corpus/escape/g1.go:38:11: q does not escape
/work/wt/gen/tests/golden/corpus/escape/g1.go:36:9: p does not escape
/work/wt/gen/tests/golden/corpus/escape/g1.go:36:17: a does not escape
/work/wt/gen/tests/golden/corpus/escape/g1.go:38:6: func literal does not escape
/work/wt/gen/tests/golden/corpus/escape/g1.go:44:11: ts capturing by value: x (addr=false assign=false width=8)
/work/wt/gen/tests/golden/corpus/escape/g1.go:46:12: ts capturing by value: x (addr=false assign=false width=8)
/work/wt/gen/tests/golden/corpus/escape/g1.go:48:14: ts capturing by value: x (addr=false assign=false width=8)
/work/wt/gen/tests/golden/corpus/escape/g1.go:50:20: ts capturing by value: x (addr=false assign=false width=8)
/work/wt/gen/tests/golden/corpus/escape/g1.go:52:17: ts capturing by value: x (addr=false assign=false width=8)
/work/wt/gen/tests/golden/corpus/escape/g1.go:54:7: ts capturing by value: x (addr=false assign=false width=16)
/work/wt/gen/tests/golden/corpus/escape/g1.go:56:22: ts capturing by value: x (addr=false assign=false width=8)
/work/wt/gen/tests/golden/corpus/escape/g1.go:42:9: a does not escape
/work/wt/gen/tests/golden/corpus/escape/g1.go:45:3: func literal does not escape
/work/wt/gen/tests/golden/corpus/escape/g1.go:47:3: func literal does not escape
/work/wt/gen/tests/golden/corpus/escape/g1.go:49:3: func literal does not escape
/work/wt/gen/tests/golden/corpus/escape/g1.go:51:3: func literal does not escape
/work/wt/gen/tests/golden/corpus/escape/g1.go:53:3: func literal does not escape
/work/wt/gen/tests/golden/corpus/escape/g1.go:55:3: func literal does not escape
/work/wt/gen/tests/golden/corpus/escape/g1.go:57:3: func literal does not escape
<autogenerated>:1: parameter ~p0 leaks to {heap} for I.M with derefs=0:
<autogenerated>:1:   flow: {heap} ← ~p0:
<autogenerated>:1:     from ~p0.M(~p1) (call parameter) at <autogenerated>:1
/work/wt/gen/tests/golden/corpus/escape/g1.go:4:21: parameter ~p1 leaks to {heap} for I.M with derefs=0:
/work/wt/gen/tests/golden/corpus/escape/g1.go:4:21:   flow: {heap} ← ~p1:
/work/wt/gen/tests/golden/corpus/escape/g1.go:4:21:     from ~p0.M(~p1) (call parameter) at <autogenerated>:1
<autogenerated>:1: parameter ~p0 leaks to {heap} for J.M with derefs=0:
<autogenerated>:1:   flow: {heap} ← ~p0:
<autogenerated>:1:     from ~p0.M(~p1) (call parameter) at <autogenerated>:1
/work/wt/gen/tests/golden/corpus/escape/g1.go:28:21: parameter ~p1 leaks to {heap} for J.M with derefs=0:
/work/wt/gen/tests/golden/corpus/escape/g1.go:28:21:   flow: {heap} ← ~p1:
/work/wt/gen/tests/golden/corpus/escape/g1.go:28:21:     from ~p0.M(~p1) (call parameter) at <autogenerated>:1
