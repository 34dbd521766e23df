package main

import "fmt"

type Base struct{ id int }

func (b *Base) SetID(n int) { b.id = n }
func (b Base) ID() int      { return b.id }

type Mid struct {
	*Base
	tag string
}

type Top struct {
	Mid
	Logger
}

type Logger interface{ Log(string) string }

type prefix string

func (p prefix) Log(s string) string { return string(p) + s }

type IDer interface {
	ID() int
	SetID(int)
}

func bump(i IDer) { i.SetID(i.ID() + 1) }

func main() {
	t := Top{Mid{&Base{1}, "m"}, prefix("> ")}
	bump(t)
	bump(&t)
	bump(t.Mid)
	fmt.Println(t.ID(), t.id, t.Log("hello"))
	t.Logger = prefix("# ")
	f := t.Log
	t.Logger = prefix("! ")
	fmt.Println(f("x"), t.Log("y"))
	u := t
	u.SetID(50)
	fmt.Println(t.ID(), u.tag)
	g := Top.ID
	h := (*Top).Log
	fmt.Println(g(t), h(&t, "z"))
	var i interface {
		IDer
		Logger
	} = t
	fmt.Println(i.ID(), i.Log("w"))
	var _ Logger = i
}
