package main

import (
	"errors"
	"fmt"
)

type Shape interface {
	Area() float64
	Name() string
}

type Rect struct{ w, h float64 }
type Circle struct{ r float64 }
type Square struct{ Rect }

func (r Rect) Area() float64    { return r.w * r.h }
func (r Rect) Name() string     { return "rect" }
func (c *Circle) Area() float64 { return 3 * c.r * c.r }
func (c *Circle) Name() string  { return "circle" }
func (s Square) Name() string   { return "square" }

type Stack struct{ items []any }

func (s *Stack) Push(x any) { s.items = append(s.items, x) }
func (s *Stack) Pop() any {
	x := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return x
}

type myErr struct{ op string }

func (e *myErr) Error() string { return e.op + " failed" }

func do(op string) error {
	if op == "" {
		return nil
	}
	return &myErr{op}
}

func main() {
	shapes := []Shape{Rect{2, 3}, &Circle{2}, Square{Rect{4, 4}}}
	for _, s := range shapes {
		fmt.Println(s.Name(), s.Area())
	}
	st := &Stack{}
	st.Push(1)
	st.Push("two")
	st.Push(3.5)
	st.Push([]int{4})
	for len(st.items) > 0 {
		fmt.Print(st.Pop(), " ")
	}
	fmt.Println()
	err := do("open")
	fmt.Println(err, do("") == nil)
	w := fmt.Errorf("wrapped: %w", err)
	var me *myErr
	fmt.Println(w, errors.Is(w, err), errors.As(w, &me), me.op)
	var s Shape
	fmt.Println(s == nil, shapes[0] == Shape(Rect{2, 3}), shapes[0] == shapes[2])
	_, ok := shapes[1].(interface{ Radius() float64 })
	fmt.Println(ok)
}
