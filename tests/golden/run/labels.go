package main

import "fmt"

func main() {
outer:
	for i := 0; i < 4; i++ {
		for j := 0; j < 4; j++ {
			if j == 2 {
				continue outer
			}
			if i == 3 {
				break outer
			}
			fmt.Print(i, ",", j, " ")
		}
	}
	fmt.Println()
	i := 0
again:
	i++
	if i < 3 {
		goto again
	}
	fmt.Println("goto", i)
sw:
	switch {
	case i == 3:
		for {
			break sw
		}
		fmt.Println("not reached")
	}
	fmt.Println("done")
}
