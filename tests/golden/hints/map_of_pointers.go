// go 1.27; hint: hold value

package main
type user struct{ id, age int }
func main() {
	users := make(map[string]*user)
	users["a"] = &user{id: 1}
	println(users["a"].id, len(users))
}
