package main

import "fmt"

func popcount(x uint64) (n int) {
	for ; x != 0; x &= x - 1 {
		n++
	}
	return
}

func reverse(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}

func caesar(s string, k int) string {
	out := make([]byte, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z':
			c = 'a' + (c-'a'+byte(k))%26
		case 'A' <= c && c <= 'Z':
			c = 'A' + (c-'A'+byte(k))%26
		}
		out[i] = c
	}
	return string(out)
}

func counts(s string) (m map[rune]int) {
	m = make(map[rune]int)
	for _, r := range s {
		m[r]++
	}
	return
}

func main() {
	fmt.Println(popcount(0xff00ff), popcount(1<<63), reverse("añb世"), caesar("Hello, Zed", 3))
	fmt.Println(counts("banana")['a'], counts("é世é")['é'])
}
