package server

import (
	"os"
	"runtime/debug"
)

// Memory that a server of its own may spend for time.
const (
	garbage = 400       // percent of what is in use before it is collected: a seventh less computing for a push
	ceiling = 512 << 20 // bytes; beyond them memory is saved again
)

// Tune spends memory for time, for a program that does nothing but serve; one that
// shares a phone or a desk with somebody does not call it. GOGC and GOMEMLIMIT in the
// environment come first.
func Tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(ceiling)
	}
}
