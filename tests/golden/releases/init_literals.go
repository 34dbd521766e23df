package p

// Literals in initialisers and in init functions: in which order are they analysed, and with whom?

type pool struct{ New func() any }

type buffer struct{ b []byte }

var buffers = pool{New: func() any { return new(buffer) }}

var table = map[string]func() *int{
	"a": func() *int { return new(int) },
	"b": func() *int { return func() *int { return new(int) }() },
}

func init() {
	f := func() *int { return new(int) }
	g := func() func() *int { return func() *int { return new(int) } }
	_, _ = f(), g()
}

func other() {
	f := func() *int { return new(int) }
	_ = f()
}
