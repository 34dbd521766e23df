// go 1.27; hint: hold value

package main
type user struct{ id, age int }
func main() {
	var users []*user
	for i := range 3 {
		users = append(users, &user{id: i})
	}
	sum := 0
	for _, u := range users {
		sum += u.id
	}
	println(sum)
}
