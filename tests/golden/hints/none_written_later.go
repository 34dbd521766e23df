// go 1.27; hint: none

package main
type user struct{ id int }
func main() {
	var us []*user
	u := &user{1}
	us = append(us, u)
	u.id = 2
	println(us[0].id)
}
