package main

import (
	"fmt"
	"sort"
)

type point struct{ x, y int }

func main() {
	m := map[string]int{"a": 1, "b": 2}
	m["c"] = 3
	m["a"]++
	delete(m, "b")
	v, ok := m["b"]
	fmt.Println(len(m), m["a"], m["zz"], v, ok)
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	fmt.Println(keys, m)
	grid := map[point]string{{1, 2}: "p", {3, 4}: "q"}
	grid[point{1, 2}] += "!"
	fmt.Println(grid[point{1, 2}], grid[point{9, 9}] == "")
	nested := map[string]map[int]bool{}
	if nested["x"] == nil {
		nested["x"] = map[int]bool{}
	}
	nested["x"][5] = true
	fmt.Println(nested)
	clear(m)
	fmt.Println(len(m))
	var nilmap map[int]int
	fmt.Println(nilmap[3], len(nilmap))
	anykeys := map[any]string{1: "int", "s": "string", 1.5: "float", point{1, 1}: "point"}
	fmt.Println(anykeys[1], anykeys["s"], anykeys[1.5], anykeys[point{1, 1}], anykeys[int64(1)])
}
