# command-line-arguments
./dead_locals.go:7:13: n does not escape
