package main

import "fmt"

type grid [3][3]int

func (g grid) sum() (n int) {
	for _, row := range g {
		for _, v := range row {
			n += v
		}
	}
	return
}

func (g *grid) set(i, j, v int) { g[i][j] = v }

func main() {
	a := [...]int{5: 1, 2, 1: 7}
	fmt.Println(len(a), a)
	b := a
	b[0] = 99
	fmt.Println(a[0], b[0], a == b, a != b)
	var g grid
	g.set(1, 1, 5)
	g.set(2, 0, 4)
	h := g
	h.set(0, 0, 1)
	fmt.Println(g.sum(), h.sum())
	p := &a
	for i := range p {
		p[i] = i
	}
	fmt.Println(a, len(p))
	for i, v := range a {
		a[5] = 100
		if i == 5 {
			fmt.Println("copy", v)
		}
	}
	arr := [2]string{"x", "y"}
	arr2 := [4]int(append([]int{}, 1, 2, 3, 4))
	ptr := (*[2]int)(arr2[1:3])
	ptr[0] = 77
	fmt.Println(arr, arr2)
}
