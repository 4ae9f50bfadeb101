//go:build jvm && !android

package screen

// #include "fake.h"
import "C"

// activity is one of a desktop's, for tests: cgo is not to be had in these.
type activity struct{ f C.uintptr_t }

func begin() activity              { return activity{C.fake_begin()} }
func (a activity) flags() uint32   { return uint32(C.fake_flags(a.f)) }
func (a activity) end() (told int) { return int(C.fake_end(a.f)) }
