package main

import "fmt"

type T struct{ p *int }

func addrs(s []int) (out []*int) {
	for i := range s {
		out = append(out, &s[i])
	}
	return
}

func values(s []int) (out []*int) {
	for _, v := range s {
		out = append(out, &v)
	}
	return
}

func structs(ts []T) *T {
	for _, t := range ts {
		if *t.p == 2 {
			return &t
		}
	}
	return nil
}

func main() {
	s := []int{1, 2, 3}
	a, v := addrs(s), values(s)
	s[0] = 10
	fmt.Println(*a[0], *v[0], *a[2], *v[2])
	x, y := 1, 2
	t := structs([]T{{&x}, {&y}})
	y = 5
	fmt.Println(*t.p)
	arr := [2][]int{{1}, {2}}
	for _, r := range arr {
		r[0] *= 7
	}
	fmt.Println(arr)
}
