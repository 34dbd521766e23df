// go 1.27; hint: return value

package main
type user struct{ id, age int }
func fill(u *user) { u.age = 4 }
func find(id int) *user {
	var u user
	u.id = id
	fill(&u)
	return &u
}
func main() { println(find(1).id) }
