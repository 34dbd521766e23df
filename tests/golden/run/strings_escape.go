package main

import "fmt"

var kept []string
var keptBytes []byte

func keep(b []byte) { kept = append(kept, string(b)) }

func join(a, b string) string { return a + "/" + b }

func bytesOf(s string) []byte { return []byte(s) }

func main() {
	buf := []byte("one")
	keep(buf)
	copy(buf, "two")
	keep(buf)
	fmt.Println(kept)
	x := join("a", "b")
	y := join(x, "c")
	fmt.Println(x, y)
	keptBytes = bytesOf("hello")
	b := bytesOf("hello")
	b[0] = 'j'
	fmt.Println(string(keptBytes), string(b))
	m := map[string]int{}
	m[string(buf)]++
	buf[0] = 'z'
	m[string(buf)]++
	fmt.Println(m)
	s := ""
	for i := 0; i < 3; i++ {
		s = s + join(s, "x")
	}
	fmt.Println(s)
}
