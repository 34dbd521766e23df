package main

import "fmt"

type state func(*machine) state

type machine struct {
	input string
	pos   int
	out   []string
	start int
}

func (m *machine) emit(kind string) {
	m.out = append(m.out, kind+":"+m.input[m.start:m.pos])
	m.start = m.pos
}

func any_(m *machine) state {
	if m.pos >= len(m.input) {
		return nil
	}
	switch c := m.input[m.pos]; {
	case c >= '0' && c <= '9':
		return number
	case c == ' ':
		m.pos++
		m.start = m.pos
		return any_
	}
	return word
}

func number(m *machine) state {
	for m.pos < len(m.input) && m.input[m.pos] >= '0' && m.input[m.pos] <= '9' {
		m.pos++
	}
	m.emit("num")
	return any_
}

func word(m *machine) state {
	for m.pos < len(m.input) && m.input[m.pos] != ' ' {
		m.pos++
	}
	m.emit("word")
	return any_
}

func main() {
	m := &machine{input: "go 1 27 rust"}
	for s := state(any_); s != nil; {
		s = s(m)
	}
	fmt.Println(m.out)
}
