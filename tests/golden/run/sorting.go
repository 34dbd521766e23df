package main

import (
	"fmt"
	"sort"
)

type person struct {
	name string
	age  int
}

type byAge []person

func (b byAge) Len() int           { return len(b) }
func (b byAge) Less(i, j int) bool { return b[i].age < b[j].age }
func (b byAge) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

func quick(s []int) []int {
	if len(s) < 2 {
		return s
	}
	var lo, hi []int
	for _, v := range s[1:] {
		if v < s[0] {
			lo = append(lo, v)
		} else {
			hi = append(hi, v)
		}
	}
	return append(append(quick(lo), s[0]), quick(hi)...)
}

func main() {
	ps := []person{{"a", 30}, {"b", 20}, {"c", 25}}
	sort.Sort(byAge(ps))
	fmt.Println(ps)
	sort.Slice(ps, func(i, j int) bool { return ps[i].name > ps[j].name })
	fmt.Println(ps)
	xs := []int{3, 1, 2}
	sort.Ints(xs)
	fmt.Println(xs, quick([]int{5, 3, 9, 1, 5, 0}))
}
