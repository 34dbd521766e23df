package p

// A slice of what a package-level pointer points to stays where it is: the variable behind the pointer may be any.

type buffer struct{ data, spare []int }

var shared = &buffer{}

func field() {
	shared.data = shared.data[:0]
	shared.spare = shared.data[1:2]
}

func pointee(p *[]int) {
	*whole = (*whole)[1:]
	*whole = (*p)[1:]
}

var whole = new([]int)
