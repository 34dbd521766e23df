package main

import (
	"fmt"
)

type ordered interface {
	~int | ~int64 | ~float64 | ~string
}

func Max[T ordered](a, b T) T {
	if a > b {
		return a
	}
	return b
}

type Set[T comparable] map[T]struct{}

func (s Set[T]) Add(v T)           { s[v] = struct{}{} }
func (s Set[T]) Has(v T) bool      { _, ok := s[v]; return ok }

type Stringish interface{ String() string }

type ID int

func (i ID) String() string { return fmt.Sprintf("#%d", int(i)) }

func Join[T Stringish](xs []T) (s string) {
	for _, x := range xs {
		s += x.String()
	}
	return
}

type Tree[K ordered, V any] struct {
	root *tnode[K, V]
}

type tnode[K ordered, V any] struct {
	k    K
	v    V
	l, r *tnode[K, V]
}

func (t *Tree[K, V]) Put(k K, v V) {
	p := &t.root
	for *p != nil {
		switch {
		case k < (*p).k:
			p = &(*p).l
		case k > (*p).k:
			p = &(*p).r
		default:
			(*p).v = v
			return
		}
	}
	*p = &tnode[K, V]{k: k, v: v}
}

func (t *Tree[K, V]) All() func(func(K, V) bool) {
	return func(yield func(K, V) bool) {
		t.root.walk(yield)
	}
}

func (n *tnode[K, V]) walk(yield func(K, V) bool) bool {
	return n == nil || n.l.walk(yield) && yield(n.k, n.v) && n.r.walk(yield)
}

func Filter[S ~[]E, E any](s S, f func(E) bool) (out S) {
	for _, e := range s {
		if f(e) {
			out = append(out, e)
		}
	}
	return
}

func main() {
	fmt.Println(Max(1, 2), Max("a", "b"), Max(1.5, 0.5))
	s := Set[string]{}
	s.Add("x")
	fmt.Println(s.Has("x"), s.Has("y"), Join([]ID{1, 2}))
	var t Tree[string, int]
	for i, k := range []string{"m", "c", "x", "c"} {
		t.Put(k, i)
	}
	for k, v := range t.All() {
		fmt.Print(k, v, " ")
	}
	fmt.Println()
	fmt.Println(Filter([]int{1, 2, 3, 4}, func(i int) bool { return i%2 == 0 }))
}
