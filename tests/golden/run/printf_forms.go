package main

import "fmt"

type S struct {
	A int
	b string
	C *int
}
type E struct{ msg string }

func (e *E) Error() string { return "E:" + e.msg }

type V int

func (v V) String() string { return fmt.Sprintf("V(%d)", int(v)) }

func main() {
	fmt.Printf("%+v %#v %v %T\n", S{1, "x", nil}, S{1, "x", nil}, &S{2, "y", nil}, S{})
	fmt.Printf("%#v %#v %#v %#v\n", []int{1}, map[string]int{"a": 1}, "q", uint8(3))
	fmt.Printf("%5d|%-5d|%05d|%x|%q|%8.3f|%+d|%t|%c|%U\n", 42, 42, -42, 255, "hi\n", 3.14159, 5, true, 'x', 'x')
	fmt.Printf("%d %s\n", "str", 5)
	fmt.Printf("%d\n", 1, 2)
	fmt.Printf("%d %d\n", 1)
	fmt.Printf("%v %v\n", []byte("ab"), [2]bool{true, false})
	fmt.Printf("%s %x %v\n", []string{"a", "b"}, "hi", []any{1, "a", nil})
	fmt.Printf("%6.2f|%-8s|%8s|%v\n", 2.5, "ab", "cd", complex(1, -2))
	fmt.Printf("%v %d %v %s\n", V(3), V(3), []V{1, 2}, &E{"m"})
	fmt.Printf("%v %v\n", struct{ e error }{&E{"hidden"}}.e, map[V]error{V(1): nil})
	fmt.Printf("%[2]d %[1]d %*d|\n", 1, 2, 5, 3)
	fmt.Println(fmt.Sprint("a", 1, 2, "b", "c", 3.0), nil, []error{nil}, 1e6, 123456789.0, 1e-7, float32(2.5))
	fmt.Printf("%08b %o %#x %X %e %g\n", 5, 8, 255, 255, 1234.5678, 1e21)
	fmt.Printf("%t %v %p\n", false, true, nil)
	fmt.Printf("%3c|%-3c|%q\n", 'a', 'b', 'c')
	fmt.Printf("%.2s|%.10s|%5.1s|\n", "hello", "hi", "xyz")
	fmt.Printf("%% %v%%\n", 50)
}
