package p

// A pointer beside parts without size: up to Go 1.25 an interface holds a pointer to it, from 1.26 on the pointer itself.

type nothing struct{}

type beside struct {
	nothing
	p *int
}

type alone struct{ p *int }

func boxed(p *int) any { return beside{p: p} }

func direct(p *int) any { return alone{p} }

func variable(p *int) any {
	b := beside{p: p}
	return b
}
