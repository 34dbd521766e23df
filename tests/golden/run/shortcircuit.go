package main

import "fmt"

func t(s string) bool { fmt.Print(s, " "); return true }
func f(s string) bool { fmt.Print(s, " "); return false }

type p struct{ n *p; v int }

func depth(x *p) int {
	if x == nil || x.n == nil {
		return 0
	}
	return 1 + depth(x.n)
}

func main() {
	fmt.Println(t("a") && f("b") || t("c"))
	fmt.Println(f("d") && t("e"), t("g") || f("h"))
	if !(f("i") || f("j")) && (t("k") || f("l")) {
		fmt.Println("yes")
	}
	x := &p{&p{&p{nil, 3}, 2}, 1}
	fmt.Println(depth(x), x.n != nil && x.n.v == 2)
	b := x.n == nil || (x.n.v > 1 && x.n.n.v > 2) == true
	fmt.Println(b)
	var q *p
	ok := q != nil && q.v == 1
	fmt.Println(ok)
	i := 0
	inc := func() int { i++; return i }
	fmt.Println(inc() == 1 && inc() == 2 && inc() == 4, i)
}
