package p

var x = 1 +

func f() {
	for i := 0; i < 10 {
	}
	if x = 1 {
	}
}

func g(a int b string) {}

type T struct {
	a int,
}

var s = "open
// errors:
// # command-line-arguments
// ./syntax.go:5:6: syntax error: unexpected name f, expected (
// ./syntax.go:12:6: syntax error: unexpected name g, expected (
// ./syntax.go:14:1: syntax error: unexpected keyword type, expected expression
// ./syntax.go:15:7: syntax error: unexpected comma at end of statement
// ./syntax.go:18:14: newline in string
