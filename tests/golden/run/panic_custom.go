package main

type Code int

func main() {
	defer func() {
		r := recover()
		println(r.(Code) == 3)
		panic(r.(Code) + 1)
	}()
	panic(Code(3))
}
