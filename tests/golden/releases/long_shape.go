package p

// The name of a shape that is longer than 500 bytes is replaced by a hash of it (from Go 1.22 on).

type long struct {
	theFirstFieldOfAStructWithALongName  [4]map[string]map[string]map[string]map[string]map[string]string
	theSecondFieldOfAStructWithALongName [4]map[string]map[string]map[string]map[string]map[string]string
	theThirdFieldOfAStructWithALongName  [4]map[string]map[string]map[string]map[string]map[string]string
	theFourthFieldOfAStructWithALongName [4]map[string]map[string]map[string]map[string]map[string]string
	theFifthFieldOfAStructWithALongName  [4]map[string]map[string]map[string]map[string]map[string]string
}

func box[T any](x T) any { return func() T { return x } }

func use(x long) any { return box(x) }
