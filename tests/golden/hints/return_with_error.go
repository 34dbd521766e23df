// go 1.27; hint: return value

package main
import "errors"
type user struct{ id, age int }
func find(id int) (*user, error) {
	if id < 0 {
		return nil, errors.New("no such user")
	}
	return &user{id: id}, nil
}
func main() {
	u, err := find(1)
	if err != nil {
		panic(err)
	}
	println(u.id)
}
