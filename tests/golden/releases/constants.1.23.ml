# command-line-arguments
./constants.go:11:27: code(1) escapes to heap
./constants.go:13:35: code(16) escapes to heap
./constants.go:15:11: b does not escape
./constants.go:15:71: append(b, byte(97), byte(3), byte(16))[15] escapes to heap
./constants.go:17:30: code(-1) escapes to heap
./constants.go:19:39: make([]byte, 16, 32) escapes to heap
