package p

// Go 1.21 prints constants as the source writes them, later releases by their values.

type code int

const first code = iota + 1

const size = 1 << 4

func named() any { return first }

func converted() any { return code(0x10) }

func sums(b []byte) any { return append(b, 'a', byte(first+2), (size))[size-1] }

func negative() any { return -first }

func sized(n int) []byte { return make([]byte, size, 2*size) }
