// go 1.27; hint: none

package main
var kept any
func show(v any) int {
	kept = v
	switch v := v.(type) {
	case int:
		return v
	}
	return 0
}
func main() { n := 1000; n++; println(show(n)) }
