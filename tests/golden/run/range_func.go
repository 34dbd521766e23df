package main

import "fmt"

func count(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			if !yield(i) {
				fmt.Print("stopped ")
				return
			}
		}
	}
}

func pairs(yield func(string, int) bool) {
	_ = yield("a", 1) && yield("b", 2) && yield("c", 3)
}

func find(n int) (r int) {
	for i := range count(100) {
		if i*i >= n {
			return i
		}
	}
	return -1
}

func nested() string {
	s := ""
outer:
	for i := range count(3) {
		for k, v := range pairs {
			if v == 2 && i == 1 {
				continue outer
			}
			if i == 2 {
				break outer
			}
			s += fmt.Sprint(i, k, " ")
		}
	}
	return s
}

func main() {
	sum := 0
	for i := range count(5) {
		if i == 1 {
			continue
		}
		sum += i
	}
	fmt.Println(sum, find(50))
	fmt.Println(nested())
	for range func(yield func() bool) { _ = yield() && yield() } {
		fmt.Print("tick ")
	}
	fmt.Println()
	func() {
		for i := range count(3) {
			defer fmt.Print("deferred ", i, "; ")
		}
		fmt.Print("body done; ")
	}()
	fmt.Println()
}
