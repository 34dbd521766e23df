# command-line-arguments
./dead_locals.go:7:13: n does not escape
./dead_locals.go:9:11: func literal does not escape
