// go 1.27; hint: none

package main
var kept [][]byte
func mk() []byte {
	b := make([]byte, 8)
	b[0] = 1
	return b
}
func main() {
	x := mk()
	kept = append(kept, x)
}
