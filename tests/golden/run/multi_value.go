package main

import "fmt"

func divmod(a, b int) (q, r int) {
	q = a / b
	r = a % b
	return
}

func three() (int, string, error) { return 1, "x", nil }

func take(a int, b string, c error) string { return fmt.Sprint(a, b, c) }

func order(s string, n int) int { fmt.Print(s, " "); return n }

func main() {
	q, r := divmod(17, 5)
	fmt.Println(q, r)
	fmt.Println(divmod(9, 4))
	fmt.Println(take(three()))
	a, b, c := 1, 2, 3
	a, b, c = c, a, b
	fmt.Println(a, b, c)
	s := []int{0, 1, 2}
	i := 0
	i, s[i] = 2, 9
	fmt.Println(i, s)
	s[0], s[1], s[2] = s[2], s[0], s[1]
	fmt.Println(s)
	arr := []int{5, 6}
	arr[order("idx", 0)], arr[order("idx2", 1)] = order("v1", 10), order("v2", 20)
	fmt.Println(arr)
	_, x := divmod(7, 3)
	m := map[string]int{"k": 1}
	v, ok := m["k"]
	v2, ok2 := m["z"]
	fmt.Println(x, v, ok, v2, ok2)
}
