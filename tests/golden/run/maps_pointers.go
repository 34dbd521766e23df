package main

import "fmt"

type node struct {
	name string
	next *node
}

var registry = map[string]*node{}

func register(name string) {
	n := node{name: name}
	registry[name] = &n
}

func link(a, b string) { registry[a].next = registry[b] }

func main() {
	register("x")
	register("y")
	link("x", "y")
	fmt.Println(registry["x"].next.name)
	byPtr := map[*int]string{}
	k := 1
	byPtr[&k] = "k"
	for p, s := range byPtr {
		*p = 5
		fmt.Println(s, k)
	}
	local := map[int]func() int{}
	for i := 0; i < 3; i++ {
		local[i] = func() int { return i * i }
	}
	fmt.Println(local[0](), local[1](), local[2]())
}
