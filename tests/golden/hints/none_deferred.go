// go 1.27; hint: none

package main
type user struct{ id int }
func find() *user {
	u := &user{1}
	defer func() { u.id = 2 }()
	return u
}
func main() { println(find().id) }
