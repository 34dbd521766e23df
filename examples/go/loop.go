// errorcheck -0 -m -l

// A pointer may outlive its object without leaving the function: head keeps the nodes of earlier rounds, and the next
// round would overwrite a node in the frame. In sum each round's node is done with before the next begins.
package main

type node struct {
	value int
	next  *node
}

func build(n int) int {
	var head *node
	for i := 0; i < n; i++ {
		head = &node{i, head} // ERROR "&node\{...\} escapes to heap$"
	}
	return head.value
}

func sum(n int) int {
	total := 0
	for i := 0; i < n; i++ {
		current := &node{value: i} // ERROR "&node\{...\} does not escape$"
		total += current.value
	}
	return total
}

func main() {
	println(build(3), sum(3))
}
