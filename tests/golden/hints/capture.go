// go 1.27; hint: copy before capture

package main
func greeters(names []string, loud bool) []func() string {
	prefix := "hello "
	if loud {
		prefix = "HELLO "
	}
	var out []func() string
	for _, name := range names {
		out = append(out, func() string { return prefix + name })
	}
	return out
}
func main() { println(greeters([]string{"x"}, true)[0]()) }
