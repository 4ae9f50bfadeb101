//go:build (!linux && !((windows || darwin) && cgo)) || (android && !cgo)

package camera

// Default is this machine's own camera; there is no driver for it here.
func Default() Camera { return None() }
