package main

import "fmt"

func grow(s []int, n int) []int {
	for i := 0; i < n; i++ {
		s = append(s, i)
	}
	return s
}

func main() {
	var s []int
	for i := 0; i < 20; i++ {
		s = append(s, i)
		fmt.Print(cap(s), " ")
	}
	fmt.Println()
	a := make([]int, 3, 10)
	b := append(a, 1)
	c := append(a, 2)
	fmt.Println(b[3], c[3], len(a), cap(a))
	d := append([]int(nil), a...)
	d[0] = 9
	fmt.Println(a[0], d[0])
	fmt.Println(len(grow(nil, 100)), grow([]int{7}, 2))
	e := []byte("hello")
	e = append(e, " world"...)
	fmt.Println(string(e))
	f := s[2:5:6]
	fmt.Println(f, len(f), cap(f))
	f = append(f, 100)
	f = append(f, 200)
	fmt.Println(s[5], s[6], f)
	n := copy(s, s[10:])
	fmt.Println(n, s[:5])
	copy(e, "HE")
	fmt.Println(string(e))
}
