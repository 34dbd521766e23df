// go 1.27; hint: return value

package main
type user struct{ id, age int }
func make1(id int) *user { return &user{id: id} }
func make2(id int) *user { return make1(id + 1) }
func main() { println(make2(1).id) }
