// go 1.27; hint: hold value

package main
type page struct{ data [70000]byte }
func f() byte {
	p := &page{}
	p.data[3] = 1
	return p.data[3]
}
func main() { println(f()) }
