# command-line-arguments
./init_literals.go:12:31: new(int) escapes to heap
./init_literals.go:13:52: new(int) escapes to heap
./init_literals.go:13:28: func literal does not escape
./init_literals.go:11:35: map[string]func() *int{...} escapes to heap
./init_literals.go:12:7: func literal escapes to heap
./init_literals.go:13:7: func literal escapes to heap
./init_literals.go:9:48: new(buffer) escapes to heap
./init_literals.go:17:31: new(int) escapes to heap
./init_literals.go:18:59: new(int) escapes to heap
./init_literals.go:18:35: func literal escapes to heap
./init_literals.go:17:7: func literal does not escape
./init_literals.go:18:7: func literal does not escape
./init_literals.go:23:31: new(int) escapes to heap
./init_literals.go:23:7: func literal does not escape
