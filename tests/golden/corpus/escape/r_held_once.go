package p

import "unsafe"

// The pointer in uintptr(p) is copied before the call: what it points to is made once.

//go:uintptrescapes
func escapes(n int, args ...uintptr) {}

func assembly(p uintptr) uintptr

func callers(x, y uintptr) {
	escapes(1, 2, uintptr(unsafe.Pointer(&[2]uintptr{x, y})), x)
	assembly(uintptr(unsafe.Pointer(&[2]uintptr{x, y})))
	assembly(uintptr(unsafe.Pointer(new(int))))
}
