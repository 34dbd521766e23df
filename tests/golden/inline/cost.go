package p

import "unsafe"

type S struct{ a, b int }

type E struct{ S }

type F float64

type I interface{ M() int }

type J interface{ M() int }

func (s *S) L() int { return s.b }

func (s S) V() int { return s.a }

// Expressions.

func constant() int                      { return 4 * 5 }
func sum(x, y, z int) int                { return x + y + z }
func concat(a, b, c string) string       { return a + b + c }
func firstField(s *S) *int               { return &s.a }
func secondField(s *S) *int              { return &s.b }
func promoted(e *E) int                  { return e.b }
func reinterpret(x float64) uint64       { return *(*uint64)(unsafe.Pointer(&x)) }
func sameBits(x int) int64               { return int64(x) }
func otherBits(x int) int8               { return int8(x) }
func rounded(x, y float64) F             { return F(float64(x * y)) }
func boxed(x int) any                    { return x }
func otherInterface(i I) J               { return i }
func lowZero(s []int, n int) []int       { return s[0:n] }
func highLen(s []int) []int              { return s[1:len(s)] }
func highOther(s, t []int) []int         { return s[1:len(t)] }
func structLit() S                       { return S{1, 2} }
func pointerLit() *S                     { return &S{a: 1} }
func plainElems() [2]int                 { return [2]int{1, 2} }
func keyedElems() [2]int                 { return [2]int{0: 1, 1: 2} }
func sliceLit() []int                    { return []int{1, 2} }
func mapLit() map[int]int                { return map[int]int{1: 2} }
func newed() *int                        { return new(int) }
func makeChan() chan int                 { return make(chan int) }
func makeMap(n int) map[int]int          { return make(map[int]int, n) }
func methodValue(s *S) func() int        { return s.L }
func methodExpr() func(*S) int           { return (*S).L }
func panics()                            { panic("x") }
func panicsWith(err any)                 { panic(err) }
func recovers() any                      { return recover() }
func appends(s []int) []int              { return append(s, 1, 2) }
func commaOk(m map[int]int) (int, bool)  { v, ok := m[1]; return v, ok }
func assert(x any) int                   { n, _ := x.(int); return n }
func interfaceCall(i I) int              { return i.M() }
func paramCall(f func(int) int) int      { return f(1) }

// Statements.

func declares(x int) int { y := x; return y }

func swaps(x, y int) (int, int) { x, y = y, x; return x, y }

func decided(x int) int {
	if x > 3 && false {
		return 1
	}
	if true {
		return 2
	}
	return 3
}

func blankKey(s []int) (t int) {
	for _, v := range s {
		t += v
	}
	return
}

func blankValue(s []int) (t int) {
	for i, _ := range s {
		t += i
	}
	return
}

func noVariables(n int) (t int) {
	for range n {
		t++
	}
	return
}

func switches(x int) int {
	switch x {
	case 1:
		return 2
	case 2, 3:
		fallthrough
	default:
		return 4
	}
}

func typeSwitch(x any) int {
	switch x := x.(type) {
	case nil:
		return 0
	case int, string:
		return 1
	case *S:
		return x.a
	}
	return 2
}

func selects(c chan int) int {
	select {
	case v := <-c:
		return v
	default:
		return 0
	}
}

func deferred() { defer panics() }

func started(x int) { go println(x) }

// Calls.

//go:noinline
func never(x int) int { return x }

func two() (int, int) { return never(1), 2 }

func kept(x int) int { return never(x) }

func replaced(x int) int { return sum(x, x, x) }

func unpacked() int { a, b := pair(); return a + b }

func pair() (int, int) { return 1, 2 }

func passed() int { return add(pair()) }

func add(x, y int) int { return x + y }

func variadic(xs ...int) int { return len(xs) }

func packs() int { return variadic(1, 2, 3) }

func even(n int) bool { return n == 0 || odd(n-1) }

func odd(n int) bool { return n != 0 && even(n-1) }

func itself(n int) int {
	if n == 0 {
		return 0
	}
	return itself(n - 1)
}

// Literals: those that capture nothing come first, those that are called at once with the call.

func literals(n int) int {
	f := func(x int) int { return x + n }
	g := func(x int) int { return x + 1 }
	h := func() int { return n }
	sink = h
	return f(1) + g(2)
}

var sink func() int

func dear(n int) func() int {
	return func() int {
		return never(n) + never(n) + never(n)
	}
}

// Loops over functions.

func each(yield func(int) bool) { _ = yield(1) && yield(2) }

func over() (t int) {
	for x := range each {
		if x > 1 {
			return x
		}
		t += x
	}
	return
}

func overDefers() {
	for range each {
		defer panics()
	}
}

// Shared code.

type List[T any] struct{ head T }

func (l *List[T]) Zero() T { return *new(T) }

func is[T any](x any) bool { _, ok := x.(T); return ok }

func kinds[T any](x any) int {
	switch x.(type) {
	case T:
		return 1
	case int:
		return 2
	}
	return 3
}

func use(l *List[int]) int {
	if is[int](1) {
		return l.Zero() + kinds[string](2)
	}
	return 0
}

var table = []func() int{func() int { return 1 }, constant}
