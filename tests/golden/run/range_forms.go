package main

import "fmt"

func main() {
	s := []int{1, 2, 3}
	for i, v := range s {
		s = append(s, v*10)
		s[i]++
	}
	fmt.Println(s)
	var k, v int
	for k, v = range []int{7, 8} {
	}
	fmt.Println(k, v)
	for range s {
		k++
	}
	fmt.Println(k)
	m := map[int]int{1: 1}
	for k := range m {
		delete(m, k)
	}
	fmt.Println(len(m))
	for i := range uint8(3) {
		fmt.Printf("%T%d ", i, i)
	}
	fmt.Println()
	a := [3]int{1, 2, 3}
	for i, v := range a {
		a[2] = 10
		fmt.Print(i, v, " ")
	}
	for i, v := range &a {
		a[2] = 20
		fmt.Print(i, v, " ")
	}
	fmt.Println()
	st := struct{ i, x int }{}
	arr := [2]int{}
	for st.i, arr[1] = range []int{5, 6, 7} {
	}
	fmt.Println(st, arr)
	for i := range "aé" {
		fmt.Print(i, " ")
	}
	for i, b := range []byte("hi") {
		fmt.Print(i, b, " ")
	}
	fmt.Println()
	var nilslice []string
	for range nilslice {
		fmt.Println("never")
	}
	n := 3
	for i := range n {
		n = 10
		fmt.Print(i)
	}
	fmt.Println()
}
