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

// Dead jumps make the loops around look at #next.

func times(n int) func(func() bool) {
	return func(yield func() bool) {
		sink = yield
	}
}

func inDeadBranch(c bool) {
L116:
	for range 3 {
	L119:
		for range times(28) {
			if c {
				continue L119
			}
			if false {
				continue L116
			}
			for range times(1) {
			}
		}
	}
}

func behindJump(c bool) {
L116:
	for range 3 {
	L119:
		for range times(28) {
			continue L119
			if c {
				continue L116
			}
			for range times(1) {
				println()
			}
		}
	}
}

func alone(c bool) {
L116:
	for range 3 {
		for range times(28) {
			if false {
				continue L116
			}
		}
	}
}

func inDeadClause() int {
	for range times(1) {
	L:
		for range times(2) {
			switch 3 {
			case 4:
				break L
			case 5:
				return 1
			default:
				println()
			}
			for range times(3) {
				for false {
					continue
				}
			}
		}
	}
	return 2
}
