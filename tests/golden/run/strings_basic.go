package main

import (
	"fmt"
	"strings"
)

func main() {
	s := "héllo, 世界"
	fmt.Println(len(s), len([]rune(s)))
	for i, r := range s {
		fmt.Print(i, ":", string(r), " ")
	}
	fmt.Println()
	b := []byte(s)
	b[0] = 'H'
	fmt.Println(string(b), s[0], s[1:3] == "é")
	t := ""
	for i := 0; i < 5; i++ {
		t += string(rune('a' + i))
	}
	fmt.Println(t, t < "abd", t+"-"+t)
	r := []rune("日本")
	r[0] = '月'
	fmt.Println(string(r))
	fmt.Println(strings.ToUpper("abc"), strings.Repeat("ab", 3), strings.Split("a,b,c", ","))
	var sb strings.Builder
	for i := 0; i < 3; i++ {
		sb.WriteString("x")
		sb.WriteByte('0' + byte(i))
	}
	fmt.Println(sb.String(), sb.Len())
	bad := "a\xffb"
	for i, r := range bad {
		fmt.Print(i, " ", r, ";")
	}
	fmt.Println()
	switch {
	case strings.HasPrefix(s, "hé"):
		fmt.Println("prefix")
	}
}
