package main

// A literal assigned to a variable that nothing reads is dropped from Go 1.24 on.

const tracing = false

func caller(n *int) {
	var pcs []*int
	trace := func(i int) *int { return pcs[i] }
	if tracing {
		println(trace(1))
	}
	_ = n
}

func main() { caller(nil) }
