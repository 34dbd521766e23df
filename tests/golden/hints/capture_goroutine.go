// go 1.27; hint: copy before capture

package main
func main() {
	done := make(chan int)
	limit := len(done)
	if limit == 0 {
		limit = 2
	}
	for range 4 {
		go func() { done <- limit }()
	}
	for range 4 {
		println(<-done)
	}
}
