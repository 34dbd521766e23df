// go 1.27; hint: none

package main
type user struct{ id int }
func main() {
	m := map[string]*user{}
	u := &user{1}
	m["a"] = u
	m["b"] = u
	m["a"].id = 7
	println(m["b"].id, u.id)
}
