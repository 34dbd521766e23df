// go 1.27; hint: none

package main
type node struct {
	value int
	next  *node
}
func push(head *node, v int) *node { return &node{v, head} }
func main() { println(push(push(nil, 1), 2).next.value) }
