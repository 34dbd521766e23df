# command-line-arguments
./constants.go:11:27: first escapes to heap
./constants.go:13:35: code(0x10) escapes to heap
./constants.go:15:11: b does not escape
./constants.go:15:71: append(b, 'a', byte(first + 2), size)[size - 1] escapes to heap
./constants.go:17:30: -first escapes to heap
./constants.go:19:39: make([]byte, size, 2 * size) escapes to heap
