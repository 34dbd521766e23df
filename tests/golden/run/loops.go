package main

import "fmt"

func main() {
	sum := 0
	for i := 0; i < 10; i++ {
		if i%2 == 0 {
			continue
		}
		sum += i
	}
	fmt.Println("odd sum", sum)
	n := 27
	steps := 0
	for n != 1 {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
		steps++
	}
	fmt.Println("collatz", steps)
	for i := range 3 {
		fmt.Print(i, " ")
	}
	fmt.Println()
	i := 0
	for {
		i++
		if i > 5 {
			break
		}
	}
	fmt.Println(i)
}
