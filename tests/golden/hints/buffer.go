// go 1.27; hint: pass buffer

package main
func digits(n int) []byte {
	b := make([]byte, 20)
	for i := range b {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return b
}
func main() {
	for n := range 10 {
		d := digits(n)
		println(d[0])
	}
}
