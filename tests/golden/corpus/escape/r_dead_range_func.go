package p

// Range-over-func loops have their numbers before dead code goes.

var sink any

func seq(yield func(int) bool) { sink = yield }

func dead(s []*int) {
	switch {
	case "b" < "a":
		for x := range seq {
			s[x] = nil
		}
	}
	if false {
		for range seq {
		}
	}
	for x := range seq {
		for y := range seq {
			s[0] = &x
			s[1] = &y
		}
	}
}
