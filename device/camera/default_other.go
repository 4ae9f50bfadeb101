//go:build !(cgo && (android || (linux && fakecam))) && !(linux && !android && !fakecam)

package camera

// Default is this machine's own camera; none here.
func Default() Camera { return None() }
