// go 1.27; hint: declare variable

package main
type page [70000]byte
func f() byte {
	p := new(page)
	p[3] = 1
	return p[3]
}
func main() { println(f()) }
