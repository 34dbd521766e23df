// errorcheck -0 -m -l

// A pointer to a local variable leaves the function: the frame of newUser is gone when main reads u.name, so the user must
// be on the heap. A copy has no such problem: the user of copyUser lives and dies in the frame.
package main

type user struct {
	id   int64
	name string
}

func newUser(name string) *user { // ERROR "leaking param: name$"
	return &user{id: 1, name: name} // ERROR "&user\{...\} escapes to heap$"
}

func copyUser(name string) user { // ERROR "leaking param: name to result ~r0 level=0$"
	return user{id: 2, name: name}
}

func main() {
	u, v := newUser("ada"), copyUser("brian")
	println(u.name, v.name)
}
