// go 1.27; hint: pass buffer

package main
func digits(n int) []byte {
	b := make([]byte, 0, 20)
	for n > 0 {
		b = append(b, byte('0'+n%10))
		n /= 10
	}
	return b
}
func main() {
	d := digits(120)
	println(len(d))
}
