// Package screen is the glass itself: it is kept lit while a person works with both
// hands elsewhere, and kept from being photographed by other programs. It paints
// nothing and never fails: a screen that goes dark is no reason to stop working.
package screen

// Screen is what may be asked of the glass. Both return at once.
type Screen interface {
	// KeepAwake keeps the screen lit until KeepAwake(false). It counts no callers: the
	// last word holds.
	KeepAwake(on bool)
	// Secure keeps what is shown out of screenshots and the list of recent programs.
	Secure(on bool)
}

// None is a screen that needs and allows neither.
func None() Screen { return none{} }

type none struct{}

func (none) KeepAwake(bool) {}
func (none) Secure(bool)    {}
