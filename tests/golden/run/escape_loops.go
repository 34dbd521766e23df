package main

import "fmt"

func last(n int) int {
	var p *int
	sum := 0
	for i := 0; i < n; i++ {
		x := i
		if p != nil {
			sum += *p
		}
		p = &x
	}
	return sum + *p
}

type item struct {
	v    int
	prev *item
}

func chain(n int) int {
	var head *item
	for i := 0; i < n; i++ {
		head = &item{i, head}
	}
	sum := 0
	for ; head != nil; head = head.prev {
		sum = sum*10 + head.v
	}
	return sum
}

func slices(n int) (sum int) {
	var rows [][]int
	for i := 0; i < n; i++ {
		row := make([]int, 2)
		row[0] = i
		rows = append(rows, row)
	}
	for _, r := range rows {
		sum += r[0]
	}
	return
}

func funcs(n int) (sum int) {
	var first func() int
	for i := 0; i < n; i++ {
		k := i * 3
		f := func() int { k++; return k }
		if first == nil {
			first = f
		}
		sum += f()
	}
	return sum + first()
}

func gotoLoop() int {
	var p *int
	i, sum := 0, 0
top:
	x := i * 2
	if p != nil {
		sum += *p
	}
	p = &x
	i++
	if i < 4 {
		goto top
	}
	return sum + *p
}

func inner(n int) int {
	s := 0
	for i := 0; i < n; i++ {
		v := i
		p := &v
		*p += 2
		t := struct{ q *int }{p}
		s += *t.q
	}
	return s
}

func main() {
	fmt.Println(last(5), chain(4), slices(4), funcs(3), gotoLoop(), inner(5))
}
