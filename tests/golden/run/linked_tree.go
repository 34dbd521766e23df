package main

import "fmt"

type tree struct {
	left, right *tree
	key         int
}

func (t *tree) insert(k int) *tree {
	if t == nil {
		return &tree{key: k}
	}
	if k < t.key {
		t.left = t.left.insert(k)
	} else {
		t.right = t.right.insert(k)
	}
	return t
}

func (t *tree) walk(f func(int)) {
	if t != nil {
		t.left.walk(f)
		f(t.key)
		t.right.walk(f)
	}
}

func insertIter(root **tree, k int) {
	p := root
	for *p != nil {
		if k < (*p).key {
			p = &(*p).left
		} else {
			p = &(*p).right
		}
	}
	*p = &tree{key: k}
}

func main() {
	var t *tree
	for _, k := range []int{5, 2, 8, 1, 9, 3} {
		t = t.insert(k)
	}
	sum := 0
	t.walk(func(k int) { sum += k; fmt.Print(k, " ") })
	fmt.Println(sum)
	var u *tree
	for i := 0; i < 8; i++ {
		insertIter(&u, i*5%8)
	}
	u.walk(func(k int) { fmt.Print(k, " ") })
	fmt.Println()
}
