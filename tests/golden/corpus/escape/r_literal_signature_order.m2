r_literal_signature_order.go:13:7: p does not escape
r_literal_signature_order.go:13:2: func literal does not escape
r_literal_signature_order.go:20:13: p does not escape
r_literal_signature_order.go:20:8: f2 capturing by value: .autotmp_0 (addr=false assign=false width=8)
r_literal_signature_order.go:20:8: func literal does not escape
r_literal_signature_order.go:27:12: p does not escape
r_literal_signature_order.go:27:7: func literal does not escape
r_literal_signature_order.go:10:45: &Box[go.shape.int8]{...} escapes to heap in (*Box[go.shape.int8]).push:
r_literal_signature_order.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.int8]{...}}:
r_literal_signature_order.go:10:45:     from &Box[go.shape.int8]{...} (spill) at r_literal_signature_order.go:10:45
r_literal_signature_order.go:10:45:     from return &Box[go.shape.int8]{...} (return) at r_literal_signature_order.go:10:38
r_literal_signature_order.go:10:7: parameter b leaks to {storage for &Box[go.shape.int8]{...}} for (*Box[go.shape.int8]).push with derefs=0:
r_literal_signature_order.go:10:7:   flow: {storage for &Box[go.shape.int8]{...}} ← b:
r_literal_signature_order.go:10:7:     from Box[go.shape.int8]{...} (struct literal element) at r_literal_signature_order.go:10:52
r_literal_signature_order.go:10:45: &Box[go.shape.int8]{...} escapes to heap
r_literal_signature_order.go:10:45: &Box[go.shape.int16]{...} escapes to heap in (*Box[go.shape.int16]).push:
r_literal_signature_order.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.int16]{...}}:
r_literal_signature_order.go:10:45:     from &Box[go.shape.int16]{...} (spill) at r_literal_signature_order.go:10:45
r_literal_signature_order.go:10:45:     from return &Box[go.shape.int16]{...} (return) at r_literal_signature_order.go:10:38
r_literal_signature_order.go:10:7: parameter b leaks to {storage for &Box[go.shape.int16]{...}} for (*Box[go.shape.int16]).push with derefs=0:
r_literal_signature_order.go:10:7:   flow: {storage for &Box[go.shape.int16]{...}} ← b:
r_literal_signature_order.go:10:7:     from Box[go.shape.int16]{...} (struct literal element) at r_literal_signature_order.go:10:52
r_literal_signature_order.go:10:45: &Box[go.shape.int16]{...} escapes to heap
r_literal_signature_order.go:10:7: parameter b leaks to {heap} for (*Box[int16]).push with derefs=0:
r_literal_signature_order.go:10:7:   flow: {heap} ← b:
r_literal_signature_order.go:10:7:     from (*Box[go.shape.int16]).push(b, &.dict.Box[int16], v) (call parameter) at r_literal_signature_order.go:10:6
r_literal_signature_order.go:10:7: parameter b leaks to {heap} for (*Box[int8]).push with derefs=0:
r_literal_signature_order.go:10:7:   flow: {heap} ← b:
r_literal_signature_order.go:10:7:     from (*Box[go.shape.int8]).push(b, &.dict.Box[int8], v) (call parameter) at r_literal_signature_order.go:10:6
r_literal_signature_order.go:10:45: &Box[go.shape.bool]{...} escapes to heap in (*Box[go.shape.bool]).push:
r_literal_signature_order.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.bool]{...}}:
r_literal_signature_order.go:10:45:     from &Box[go.shape.bool]{...} (spill) at r_literal_signature_order.go:10:45
r_literal_signature_order.go:10:45:     from return &Box[go.shape.bool]{...} (return) at r_literal_signature_order.go:10:38
r_literal_signature_order.go:10:7: parameter b leaks to {storage for &Box[go.shape.bool]{...}} for (*Box[go.shape.bool]).push with derefs=0:
r_literal_signature_order.go:10:7:   flow: {storage for &Box[go.shape.bool]{...}} ← b:
r_literal_signature_order.go:10:7:     from Box[go.shape.bool]{...} (struct literal element) at r_literal_signature_order.go:10:52
r_literal_signature_order.go:10:45: &Box[go.shape.bool]{...} escapes to heap
r_literal_signature_order.go:10:45: &Box[go.shape.[]string]{...} escapes to heap in (*Box[go.shape.[]string]).push:
r_literal_signature_order.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.[]string]{...}}:
r_literal_signature_order.go:10:45:     from &Box[go.shape.[]string]{...} (spill) at r_literal_signature_order.go:10:45
r_literal_signature_order.go:10:45:     from return &Box[go.shape.[]string]{...} (return) at r_literal_signature_order.go:10:38
r_literal_signature_order.go:10:23: parameter v leaks to {storage for &Box[go.shape.[]string]{...}} for (*Box[go.shape.[]string]).push with derefs=0:
r_literal_signature_order.go:10:23:   flow: {storage for &Box[go.shape.[]string]{...}} ← v:
r_literal_signature_order.go:10:23:     from Box[go.shape.[]string]{...} (struct literal element) at r_literal_signature_order.go:10:52
r_literal_signature_order.go:10:7: parameter b leaks to {storage for &Box[go.shape.[]string]{...}} for (*Box[go.shape.[]string]).push with derefs=0:
r_literal_signature_order.go:10:7:   flow: {storage for &Box[go.shape.[]string]{...}} ← b:
r_literal_signature_order.go:10:7:     from Box[go.shape.[]string]{...} (struct literal element) at r_literal_signature_order.go:10:52
r_literal_signature_order.go:10:45: &Box[go.shape.[]string]{...} escapes to heap
r_literal_signature_order.go:10:7: parameter b leaks to {heap} for (*Box[[]string]).push with derefs=0:
r_literal_signature_order.go:10:7:   flow: {heap} ← b:
r_literal_signature_order.go:10:7:     from (*Box[go.shape.[]string]).push(b, &.dict.Box[[]string], v) (call parameter) at r_literal_signature_order.go:10:6
r_literal_signature_order.go:10:23: parameter v leaks to {heap} for (*Box[[]string]).push with derefs=0:
r_literal_signature_order.go:10:23:   flow: {heap} ← v:
r_literal_signature_order.go:10:23:     from (*Box[go.shape.[]string]).push(b, &.dict.Box[[]string], v) (call parameter) at r_literal_signature_order.go:10:6
r_literal_signature_order.go:10:7: parameter b leaks to {heap} for (*Box[bool]).push with derefs=0:
r_literal_signature_order.go:10:7:   flow: {heap} ← b:
r_literal_signature_order.go:10:7:     from (*Box[go.shape.bool]).push(b, &.dict.Box[bool], v) (call parameter) at r_literal_signature_order.go:10:6
r_literal_signature_order.go:10:45: &Box[go.shape.int]{...} escapes to heap in (*Box[go.shape.int]).push:
r_literal_signature_order.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.int]{...}}:
r_literal_signature_order.go:10:45:     from &Box[go.shape.int]{...} (spill) at r_literal_signature_order.go:10:45
r_literal_signature_order.go:10:45:     from return &Box[go.shape.int]{...} (return) at r_literal_signature_order.go:10:38
r_literal_signature_order.go:10:7: parameter b leaks to {storage for &Box[go.shape.int]{...}} for (*Box[go.shape.int]).push with derefs=0:
r_literal_signature_order.go:10:7:   flow: {storage for &Box[go.shape.int]{...}} ← b:
r_literal_signature_order.go:10:7:     from Box[go.shape.int]{...} (struct literal element) at r_literal_signature_order.go:10:52
r_literal_signature_order.go:10:45: &Box[go.shape.int]{...} escapes to heap
r_literal_signature_order.go:10:45: &Box[go.shape.string]{...} escapes to heap in (*Box[go.shape.string]).push:
r_literal_signature_order.go:10:45:   flow: ~r0 ← &{storage for &Box[go.shape.string]{...}}:
r_literal_signature_order.go:10:45:     from &Box[go.shape.string]{...} (spill) at r_literal_signature_order.go:10:45
r_literal_signature_order.go:10:45:     from return &Box[go.shape.string]{...} (return) at r_literal_signature_order.go:10:38
r_literal_signature_order.go:10:23: parameter v leaks to {storage for &Box[go.shape.string]{...}} for (*Box[go.shape.string]).push with derefs=0:
r_literal_signature_order.go:10:23:   flow: {storage for &Box[go.shape.string]{...}} ← v:
r_literal_signature_order.go:10:23:     from Box[go.shape.string]{...} (struct literal element) at r_literal_signature_order.go:10:52
r_literal_signature_order.go:10:7: parameter b leaks to {storage for &Box[go.shape.string]{...}} for (*Box[go.shape.string]).push with derefs=0:
r_literal_signature_order.go:10:7:   flow: {storage for &Box[go.shape.string]{...}} ← b:
r_literal_signature_order.go:10:7:     from Box[go.shape.string]{...} (struct literal element) at r_literal_signature_order.go:10:52
r_literal_signature_order.go:10:45: &Box[go.shape.string]{...} escapes to heap
r_literal_signature_order.go:10:7: parameter b leaks to {heap} for (*Box[string]).push with derefs=0:
r_literal_signature_order.go:10:7:   flow: {heap} ← b:
r_literal_signature_order.go:10:7:     from (*Box[go.shape.string]).push(b, &.dict.Box[string], v) (call parameter) at r_literal_signature_order.go:10:6
r_literal_signature_order.go:10:23: parameter v leaks to {heap} for (*Box[string]).push with derefs=0:
r_literal_signature_order.go:10:23:   flow: {heap} ← v:
r_literal_signature_order.go:10:23:     from (*Box[go.shape.string]).push(b, &.dict.Box[string], v) (call parameter) at r_literal_signature_order.go:10:6
r_literal_signature_order.go:10:7: parameter b leaks to {heap} for (*Box[int]).push with derefs=0:
r_literal_signature_order.go:10:7:   flow: {heap} ← b:
r_literal_signature_order.go:10:7:     from (*Box[go.shape.int]).push(b, &.dict.Box[int], v) (call parameter) at r_literal_signature_order.go:10:6
