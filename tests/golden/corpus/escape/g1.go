// Found by generated programs: a converted nil; places of variables of type switches.
package p

type I interface{ M(*int) }
type T struct{}

func (*T) M(*int) {}

func k1(p *int) {
	var i I = (I)(nil)
	i = &T{}
	i.M(p)
}

func k2(p *int) {
	var i I = nil
	i = &T{}
	i.M(p)
}

func k3(p *int) {
	var i I
	i = I(nil)
	i = &T{}
	i.M(p)
}

type J interface{ M(*int) }

func k4(p *int) {
	var i J = I(nil)
	i = &T{}
	i.M(p)
}

func k5(p *int, a I) {
	var f func(*int) = (func(*int))(nil)
	f = func(q *int) {}
	f(p)
}

func ts(a any) {
	switch x := a.(type) {
	case func():
		func() { println(x) }()
	case func(int):
		func() { println(x) }()
	case func() int:
		func() { println(x) }()
	case func() (int, string):
		func() { println(x) }()
	case func(a, b int):
		func() { println(x) }()
	case interface{}:
		func() { println(x) }()
	case map[string]func():
		func() { println(x) }()
	}
}
