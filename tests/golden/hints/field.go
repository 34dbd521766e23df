// go 1.27; hint: hold value

package main
type meta struct{ size int }
type file struct {
	name string
	meta *meta
}
var files []file
func add(name string) { files = append(files, file{name: name, meta: &meta{size: len(name)}}) }
func main() { add("x"); println(files[0].meta.size) }
