// go 1.27; hint: none

package main
func f() (func() int, func()) {
	n := 1
	get := func() int { return n }
	n = 2
	return get, func() {}
}
func main() { get, _ := f(); println(get()) }
