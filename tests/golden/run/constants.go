package main

import "fmt"

type Day int

const (
	Sun Day = iota
	Mon
	Tue
	_
	Thu
)

const (
	KB = 1 << (10 * (iota + 1))
	MB
)

const big = 1 << 100
const huge = big >> 98
const third = 1.0 / 3
const typed uint8 = 200
const str = "con" + "stant"

func (d Day) String() string { return [...]string{"Sun", "Mon", "Tue", "Wed", "Thu"}[d] }

func main() {
	fmt.Println(Sun, Mon, Thu, KB, MB, huge, third, typed+55, str, len(str))
	fmt.Printf("%d %v %s %T\n", Tue, Tue, Tue, Tue)
	var u8 uint8 = 255
	u8++
	var i8 int8 = 127
	i8++
	var u uint = 0
	u--
	fmt.Println(u8, i8, u, ^0, -7/2, -7%3, 7&^5, 1<<3|1)
	x := 10
	fmt.Println(x<<62, x>>1, -x>>1, uint32(x)<<31)
	c := complex(1, 2)
	fmt.Println(c*c, real(c), imag(c), c == complex(1, 2))
	f := 1e100
	fmt.Println(f, float32(0.1), int64(-2.5*2))
	const r = 'a' + 1
	fmt.Println(r, string(rune(r)), min(3, 1, 2), max(2.5, 1), min("b", "a"))
}
