package main

import "fmt"

type big struct{ v [4]int }

func collect() []*big {
	var out []*big
	for i := 0; i < 3; i++ {
		b := big{}
		b.v[i] = i + 1
		out = append(out, &b)
	}
	return out
}

func fill(dst []*int) {
	for i := range dst {
		x := i * 10
		dst[i] = &x
	}
}

func sub(s []int) []int { return s[1:3] }

func arr() []int {
	a := [5]int{1, 2, 3, 4, 5}
	return sub(a[:])
}

func main() {
	for _, b := range collect() {
		fmt.Print(b.v, " ")
	}
	fmt.Println()
	d := make([]*int, 3)
	fill(d)
	fmt.Println(*d[0], *d[1], *d[2])
	s := arr()
	s[0] = 20
	fmt.Println(s, cap(s))
	matrix := make([][]int, 3)
	for i := range matrix {
		matrix[i] = make([]int, i+1)
		for j := range matrix[i] {
			matrix[i][j] = i * j
		}
	}
	fmt.Println(matrix)
}
