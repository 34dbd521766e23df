// Found by generated programs: wrappers of shapes and of type literals, and wrappers that jump.
package p

type E struct{ p *int }

func (e *E) M(p *int) *int       { return p }
func (e *E) two(p, q *int) (*int, *int) { return q, p }
func (e E) V() *int              { return e.p }

type S struct{ E }
type P struct{ *E }

type I interface{ M(*int) *int }
type J struct{ I }

var sink any

func shaped[T any](x T) *T { return &x }

func use() {
	sink = shaped(S{})
	sink = shaped(P{})
	sink = shaped(I(nil))
	sink = shaped(struct{ *E }{})
	sink = shaped[error](nil)
}

func literal(x any) bool {
	switch x.(type) {
	case interface{ m(*int) }:
		return true
	}
	return false
}

var values = []any{(&S{}).M, (&P{}).two, (&J{}).M}
