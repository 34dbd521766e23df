var sinkAny any
var sinkFunc func()

func keep(x any)            { sinkAny = x }
func drop(x any)            {}
func keepAll(xs ...any)     { sinkAny = xs }
func countAll(xs ...any) int { return len(xs) }
func call(f func())         { f() }
func keepFunc(f func())     { sinkFunc = f }
func fail() error           { return nil }

type Box[T any] struct {
	v    T
	next *Box[T]
}

func (b *Box[T]) put(v T)   { b.v = v }
func (b Box[T]) get() T     { return b.v }
func (b *Box[T]) push(v T) *Box[T] { return &Box[T]{v, b} }

func ident[T any](x T) T    { return x }
func addr[T any](x T) *T    { return &x }
func wrap[T any](xs ...T) []T { return xs }
func apply[T, U any](x T, f func(T) U) U { return f(x) }
func seq[T any](xs []T) func(func(int, T) bool) {
	return func(yield func(int, T) bool) {
		for i, x := range xs {
			if !yield(i, x) {
				return
			}
		}
	}
}

type Number interface{ ~int | ~byte }
type Stringer interface{ Str() string }
type Both interface {
	Stringer
	Set(*int)
}
type PtrTo[T any] interface {
	*T
	Stringer
}

type named int
type text struct{ p *int }
type impl struct {
	Stringer
	q *int
}

func (n named) Str() string { return "n" }
func (t *text) Str() string { return string(rune(*t.p)) }
func (i *impl) Set(q *int)  { i.q = q }

func sum[T Number](xs ...T) (r T) {
	for _, x := range xs {
		r += x
	}
	return
}
func show[T Stringer](x T) string { return x.Str() }
func showAll[T Stringer](xs []T) (out []string) {
	for _, x := range xs {
		out = append(out, x.Str())
	}
	return out
}
func showPtr[T any, P PtrTo[T]](x T) string { return P(&x).Str() }

type Pair[K comparable, V any] struct {
	key K
	val V
}

func (p *Pair[K, V]) set(k K, v V) *Pair[K, V] { p.key, p.val = k, v; return p }
func (p Pair[K, V]) each(f func(K, V))         { f(p.key, p.val) }
func (p *Pair[K, V]) ref() (*K, *V)            { return &p.key, &p.val }
func mapOf[K comparable, V any](k K, v V) map[K]V { return map[K]V{k: v} }
func keys[M ~map[K]V, K comparable, V any](m M) (r []K) {
	for k := range m {
		r = append(r, k)
	}
	return
}

type Tree[T any] struct {
	left, right *Tree[T]
	val         T
}

func (t *Tree[T]) all(yield func(T) bool) bool {
	return t == nil || t.left.all(yield) && yield(t.val) && t.right.all(yield)
}
func (t *Tree[T]) walk() func(func(T) bool) {
	return func(yield func(T) bool) { t.all(yield) }
}
func times(n int) func(func() bool) {
	return func(yield func() bool) {
		for range n {
			if !yield() {
				return
			}
		}
	}
}

