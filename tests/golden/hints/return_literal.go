// go 1.27; hint: return value

package main
type user struct{ id, age int }
func find(id int) *user { return &user{id: id} }
func main() { u := find(1); println(u.id) }
