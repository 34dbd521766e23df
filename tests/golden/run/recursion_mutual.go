package main

import "fmt"

type n struct {
	v    int
	kids []*n
}

func even(k int, path *[]int) bool {
	*path = append(*path, k)
	if k == 0 {
		return true
	}
	return odd(k-1, path)
}

func odd(k int, path *[]int) bool {
	*path = append(*path, -k)
	if k == 0 {
		return false
	}
	return even(k-1, path)
}

func build(d int) *n {
	t := n{v: d}
	for i := 0; i < d; i++ {
		t.kids = append(t.kids, build(i))
	}
	return &t
}

func (t *n) best() *n {
	b := t
	for _, k := range t.kids {
		if c := k.best(); c.v*2 > b.v {
			b = c
		}
	}
	return b
}

func hanoi(k int, a, b, c *[]int) (moves int) {
	if k == 0 {
		return
	}
	moves += hanoi(k-1, a, c, b)
	*c = append(*c, (*a)[len(*a)-1])
	*a = (*a)[:len(*a)-1]
	return moves + 1 + hanoi(k-1, b, a, c)
}

func main() {
	var path []int
	fmt.Println(even(5, &path), path)
	fmt.Println(build(4).best().v)
	a, b, c := []int{3, 2, 1}, []int{}, []int{}
	fmt.Println(hanoi(3, &a, &b, &c), a, b, c)
}
