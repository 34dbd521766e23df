package main

import "fmt"

type Animal struct {
	Name string
	legs int
}

func (a *Animal) Rename(n string) { a.Name = n }
func (a Animal) Describe() string { return fmt.Sprintf("%s has %d legs", a.Name, a.legs) }

type Dog struct {
	Animal
	Breed string
}

type Puppy struct {
	*Dog
	age int
}

type Describer interface{ Describe() string }

func (p Puppy) Describe() string { return "puppy " + p.Dog.Describe() }

func main() {
	d := Dog{Animal{"Rex", 4}, "lab"}
	d.Rename("Max")
	fmt.Println(d.Name, d.Describe())
	p := Puppy{&d, 1}
	p.Rename("Bit")
	fmt.Println(d.Name, p.Name, p.legs)
	var ds []Describer = []Describer{d, &d, p, d.Animal}
	for _, x := range ds {
		fmt.Println(x.Describe())
	}
	d.legs = 3
	fmt.Println(ds[0].Describe(), "/", ds[1].Describe())
	f := p.Describe
	g := (*Animal).Rename
	g(&d.Animal, "Zed")
	fmt.Println(f(), "/", Puppy.Describe(p))
	type pair struct{ a, b any }
	fmt.Println(pair{1, "x"} == pair{1, "x"}, pair{1, 2} == pair{1, "2"})
	anon := struct {
		X, Y int
	}{1, 2}
	q := &anon
	q.X, q.Y = q.Y, q.X
	fmt.Printf("%v %+v\n", anon, *q)
}
