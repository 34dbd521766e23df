package main

import "fmt"

type server struct {
	addr  string
	port  int
	hooks []func(*server)
}

type option func(*server)

func withPort(p int) option { return func(s *server) { s.port = p } }
func withHook(h func(*server)) option {
	return func(s *server) { s.hooks = append(s.hooks, h) }
}

func newServer(addr string, opts ...option) *server {
	s := &server{addr: addr, port: 80}
	for _, o := range opts {
		o(s)
	}
	return s
}

func main() {
	calls := 0
	s := newServer("x", withPort(8080), withHook(func(s *server) { calls += s.port }))
	for _, h := range s.hooks {
		h(s)
		h(s)
	}
	fmt.Println(s.addr, s.port, calls)
}
