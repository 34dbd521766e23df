package main

import "fmt"

func inner() {
	defer fmt.Println("inner deferred")
	panic("one")
}

func middle() (s string) {
	defer func() {
		r := recover()
		s = fmt.Sprint("recovered ", r)
		func() {
			fmt.Println("not direct:", recover())
		}()
	}()
	inner()
	return "not reached"
}

func repanic() {
	defer func() {
		r := recover()
		defer func() {
			fmt.Println("second", recover())
		}()
		panic(fmt.Sprint("two after ", r))
	}()
	panic("one")
}

func helper() any { return recover() }

func viaHelper() (r any) {
	defer func() { fmt.Println("outer saw", recover()) }()
	defer func() { r = helper() }()
	panic("three")
}

func main() {
	fmt.Println(middle())
	repanic()
	fmt.Println(viaHelper())
	fmt.Println(recover())
}
