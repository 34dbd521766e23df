package main

import (
	"fmt"
	"math"
)

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func isPrime(n uint32) bool {
	for i := uint32(2); i*i <= n; i++ {
		if n%i == 0 {
			return false
		}
	}
	return n > 1
}

func main() {
	fmt.Println(gcd(48, 36), isPrime(97), isPrime(91))
	var a uint8 = 200
	var b uint8 = 100
	fmt.Println(a+b, a-b, b-a, a*b, a/b, a%b, a&b, a|b, a^b, a&^b, a<<1, a>>1, ^a)
	var c int16 = -32768
	fmt.Println(-c, c-1, c/-1, uint16(c), int8(c+5))
	var u64 uint64 = math.MaxUint64
	fmt.Println(u64, u64/3, u64%10, u64>>60, int64(u64), float64(u64) > 1.8e19)
	f := 2.0
	fmt.Println(math.Sqrt(f), f/3, math.Floor(-1.5), 7.0/2, float32(1)/3)
	fmt.Println(math.Inf(1), -math.Inf(1), math.NaN(), math.MaxInt64)
	nan := math.NaN()
	fmt.Println(nan == nan, nan < 1, nan != nan)
	h := uint32(2166136261)
	for _, c := range []byte("hash") {
		h ^= uint32(c)
		h *= 16777619
	}
	fmt.Println(h)
	x := 5
	x += 3
	x -= 1
	x *= 2
	x /= 3
	x %= 3
	x <<= 4
	x |= 3
	x &= 18
	x ^= 1
	x &^= 2
	fmt.Println(x)
	s := uint(70)
	fmt.Println(1<<s == 0, int32(x)<<31, -5>>1, -5/2, -5%2, 5%-3)
}
