package main

func main() {
	a := []int{1, 2, 3}
	n := 3
	println("before", len(a))
	a[n] = 1
	println("after")
}
