package main

import "fmt"

var kept []*int
var keptSlice []int

func sum(xs ...int) (n int) {
	for _, x := range xs {
		n += x
	}
	return
}

func keep(ps ...*int) { kept = append(kept, ps...) }

func keepSlice(xs ...int) { keptSlice = xs }

func anys(args ...any) int { return len(args) }

func main() {
	fmt.Println(sum(), sum(1), sum(1, 2, 3), sum([]int{4, 5}...))
	x, y := 1, 2
	keep(&x, &y)
	x = 10
	fmt.Println(*kept[0], *kept[1])
	keepSlice(7, 8, 9)
	sum(1, 1, 1)
	fmt.Println(keptSlice)
	fmt.Println(anys(), anys(nil), anys(nil, 1), anys([]any{1, 2, 3}...))
}
