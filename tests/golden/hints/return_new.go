// go 1.27; hint: return value

package main
type user struct{ id, age int }
func find() *user { return new(user) }
func main() { u := find(); println(u.id, (*u).age) }
