cost.go:226:26: can inline init.func1 with cost 2 as: func() int { return 1 }
cost.go:21:6: can inline constant with cost 2 as: func() int { return 20 }
cost.go:15:6: can inline (*S).L with cost 3 as: method(*S) func() int { return s.b }
cost.go:17:6: can inline S.V with cost 3 as: method(S) func() int { return s.a }
cost.go:22:6: can inline sum with cost 6 as: func(int, int, int) int { return x + y + z }
cost.go:23:6: can inline concat with cost 5 as: func(string, string, string) string { return a + b + c }
cost.go:24:6: can inline firstField with cost 2 as: func(*S) *int { return &s.a }
cost.go:25:6: can inline secondField with cost 4 as: func(*S) *int { return &s.b }
cost.go:26:6: can inline promoted with cost 4 as: func(*E) int { return e.S.b }
cost.go:27:6: can inline reinterpret with cost 3 as: func(float64) uint64 { return *(*uint64)(unsafe.Pointer(&x)) }
cost.go:28:6: can inline sameBits with cost 2 as: func(int) int64 { return int64(x) }
cost.go:29:6: can inline otherBits with cost 3 as: func(int) int8 { return int8(x) }
cost.go:30:6: can inline rounded with cost 6 as: func(float64, float64) F { return F(float64(x * y)) }
cost.go:31:6: can inline boxed with cost 3 as: func(int) any { return x }
cost.go:32:6: can inline otherInterface with cost 3 as: func(I) J { return i }
cost.go:33:6: can inline lowZero with cost 4 as: func([]int, int) []int { return s[0:n] }
cost.go:34:6: can inline highLen with cost 4 as: func([]int) []int { return s[1:len(s)] }
cost.go:35:6: can inline highOther with cost 6 as: func([]int, []int) []int { return s[1:len(t)] }
cost.go:36:6: can inline structLit with cost 6 as: func() S { return S{...} }
cost.go:37:6: can inline pointerLit with cost 5 as: func() *S { return &S{...} }
cost.go:38:6: can inline plainElems with cost 4 as: func() [2]int { return [2]int{...} }
cost.go:39:6: can inline keyedElems with cost 8 as: func() [2]int { return [2]int{...} }
cost.go:40:6: can inline sliceLit with cost 5 as: func() []int { return []int{...} }
cost.go:41:6: can inline mapLit with cost 5 as: func() map[int]int { return map[int]int{...} }
cost.go:42:6: can inline newed with cost 2 as: func() *int { return new(int) }
cost.go:43:6: can inline makeChan with cost 3 as: func() chan int { return make(chan int) }
cost.go:44:6: can inline makeMap with cost 3 as: func(int) map[int]int { return make(map[int]int, n) }
cost.go:45:6: can inline methodValue with cost 4 as: func(*S) func() int { return s.L }
cost.go:46:6: can inline methodExpr with cost 1 as: func() func(*S) int { return (*S).L }
cost.go:47:6: can inline panics with cost 3 as: func() { panic("x") }
cost.go:48:6: can inline panicsWith with cost 3 as: func(any) { panic(err) }
cost.go:49:6: cannot inline recovers: call to recover
cost.go:50:6: can inline appends with cost 5 as: func([]int) []int { return append(s, 1, 2) }
cost.go:51:6: can inline commaOk with cost 13 as: func(map[int]int) (int, bool) { v, ok := int(.autotmp_5), .autotmp_6; return v, ok }
cost.go:52:6: can inline assert with cost 9 as: func(any) int { n, _ := int(.autotmp_3), .autotmp_4; return n }
cost.go:53:6: can inline interfaceCall with cost 61 as: func(I) int { return i.M() }
cost.go:54:6: can inline paramCall with cost 21 as: func(func(int) int) int { return f(1) }
cost.go:58:6: can inline declares with cost 7 as: func(int) int { y := x; return y }
cost.go:60:6: can inline swaps with cost 8 as: func(int, int) (int, int) { x, y = y, x; return x, y }
cost.go:62:6: can inline decided with cost 9 as: func(int) int { _ = x > 3 && false; return 2 }
cost.go:72:6: can inline blankKey with cost 10 as: func([]int) int { for loop; return  }
cost.go:79:6: can inline blankValue with cost 10 as: func([]int) int { for loop; return  }
cost.go:86:6: can inline noVariables with cost 6 as: func(int) int { for loop; return  }
cost.go:93:6: can inline switches with cost 12 as: func(int) int { switch statement }
cost.go:104:6: can inline typeSwitch with cost 20 as: func(any) int { switch statement; return 2 }
cost.go:116:6: can inline selects with cost 14 as: func(chan int) int { select statement }
cost.go:125:6: cannot inline deferred: unhandled op DEFER
cost.go:127:6: cannot inline started: unhandled op GO
cost.go:127:23: can inline started.gowrap1 with cost 2 as: func() { println(.autotmp_1) }
cost.go:132:6: cannot inline never: marked go:noinline
cost.go:134:6: can inline two with cost 62 as: func() (int, int) { return never(1), 2 }
cost.go:136:6: can inline kept with cost 61 as: func(int) int { return never(x) }
cost.go:138:6: can inline replaced with cost 12 as: func(int) int { return sum(x, x, x) }
cost.go:142:6: can inline pair with cost 3 as: func() (int, int) { return 1, 2 }
cost.go:140:6: can inline unpacked with cost 16 as: func() int { a, b := int(.autotmp_3), .autotmp_4; return a + b }
cost.go:146:6: can inline add with cost 4 as: func(int, int) int { return x + y }
cost.go:144:6: can inline passed with cost 21 as: func() int { return add(int(.autotmp_1), .autotmp_2) }
cost.go:148:6: can inline variadic with cost 3 as: func(...int) int { return len(xs) }
cost.go:150:6: can inline packs with cost 11 as: func() int { return variadic(... argument...) }
cost.go:152:6: can inline even with cost 67 as: func(int) bool { return n == 0 || odd(n - 1) }
cost.go:154:6: can inline odd with cost 77 as: func(int) bool { return n != 0 && even(n - 1) }
cost.go:156:6: can inline itself with cost 69 as: func(int) int { if n == 0 { return 0 }; return itself(n - 1) }
cost.go:167:7: can inline literals.func2 with cost 4 as: func(int) int { return x + 1 }
cost.go:166:7: can inline literals.func1 with cost 4 as: func(int) int { return x + n }
cost.go:165:6: can inline literals with cost 79 as: func(int) int { f := func literal; g := func literal; h := func literal; sink = h; return f(1) + g(2) }
cost.go:168:7: can inline literals.func3 with cost 2 as: func() int { return n }
cost.go:175:6: can inline dear with cost 17 as: func(int) func() int { return func literal }
cost.go:176:9: can inline dear.func1 with cost 183 as: func() int { return never(n) + never(n) + never(n) }
cost.go:183:6: can inline each with cost 43 as: func(func(int) bool) { _ = yield(1) && yield(2) }
cost.go:185:6: cannot inline over: function too complex: cost 91 exceeds budget 80
cost.go:186:2: can inline over-range1 with cost 38 as: func(int) bool { #tmpState := #state1; #state1 = 2; if #tmpState != 1 { runtime.panicrangestate(#tmpState) }; if x > 1 { t = x; #next = -1; #state1 = 0; return false }; t += x; #state1 = 1; return true }
cost.go:195:6: cannot inline overDefers: defer call in range func
cost.go:196:2: cannot inline overDefers-range1: unhandled op DEFER
cost.go:207:6: can inline is[go.shape.int] with cost 15 as: func(*[1]uintptr, any) bool { _, ok := go.shape.int(.autotmp_4), .autotmp_5; return ok }
cost.go:205:6: can inline (*List[go.shape.int]).Zero with cost 8 as: method(*List[go.shape.int]) func(*[2]uintptr) go.shape.int { return *new(<node DYNAMICTYPE>) }
cost.go:209:6: can inline kinds[go.shape.string] with cost 16 as: func(*[1]uintptr, any) int { switch statement; return 3 }
cost.go:219:6: can inline use with cost 60 as: func(*List[int]) int { if is[go.shape.int](&.dict.is[int], 1) { return (*List[go.shape.int]).Zero(l, &.dict.List[int]) + kinds[go.shape.string](&.dict.kinds[string], 2) }; return 0 }
cost.go:209:6: can inline kinds[string] with cost 22 as: func(any) int { return kinds[go.shape.string](&.dict.kinds[string], x) }
cost.go:207:6: can inline is[int] with cost 21 as: func(any) bool { return is[go.shape.int](&.dict.is[int], x) }
cost.go:205:6: can inline (*List[int]).Zero with cost 13 as: method(*List[int]) func() int { return (*List[go.shape.int]).Zero(l, &.dict.List[int]) }
