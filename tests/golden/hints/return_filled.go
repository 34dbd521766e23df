// go 1.27; hint: return value

package main
type user struct{ id, age int }
func find(id int) *user {
	u := &user{}
	u.id = id
	u.age = 3
	return u
}
func main() { u := find(1); u.age++; println(u.id, u.age) }
