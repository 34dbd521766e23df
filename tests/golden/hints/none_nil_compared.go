// go 1.27; hint: none

package main
type user struct{ id int }
func find(id int) *user {
	if id == 0 {
		return nil
	}
	return &user{id}
}
func main() {
	if u := find(1); u != nil {
		println(u.id)
	}
}
