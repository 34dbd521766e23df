package main

import "fmt"

type S struct{ a int }

func (s S) String() string { return fmt.Sprint("S", s.a) }

func kind(x any) string {
	switch v := x.(type) {
	case nil:
		return "nil"
	case int, int64:
		return fmt.Sprintf("integer %v", v)
	case string:
		return "string " + v
	case []int:
		return fmt.Sprint("slice ", len(v))
	case func() int:
		return fmt.Sprint("func ", v())
	case fmt.Stringer:
		return "stringer " + v.String()
	case error:
		return "error " + v.Error()
	case *int:
		*v++
		return fmt.Sprint("pointer ", *v)
	default:
		return fmt.Sprintf("other %T", v)
	}
}

func main() {
	n := 4
	for _, x := range []any{nil, 1, int64(2), "s", []int{1, 2}, func() int { return n }, S{3}, fmt.Errorf("e"), &n, 1.5, struct{}{}, map[string]int{}} {
		fmt.Println(kind(x))
	}
	fmt.Println(n)
	var e any = S{9}
	if s, ok := e.(S); ok {
		fmt.Println(s.a)
	}
	switch e.(type) {
	case S:
		fmt.Println("is S")
	}
}
