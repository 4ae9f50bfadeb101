package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Everything that can be pressed can be reached with Tab and pressed with Enter or
// Space. Where it stands shows as a ring: dark outside, the ground's colour inside,
// so that it is seen on a coloured button too. A press with a pointer leaves no ring,
// and keys that a ring has no use for go on to the page.

var _ fyne.Focusable = (*Tap)(nil)

// FocusGained implements fyne.Focusable.
func (t *Tap) FocusGained() {
	t.ring(true)
	reveal(t)
}

// FocusLost implements fyne.Focusable.
func (t *Tap) FocusLost() { t.ring(false) }

// Focused tells whether the keyboard is here.
func (t *Tap) Focused() bool { return t.focused }

// TypedKey implements fyne.Focusable.
func (t *Tap) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if t.OnTapped != nil {
			t.OnTapped()
		}
		return
	}
	if c := canvasWith(t); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(k)
	}
}

// TypedRune implements fyne.Focusable.
func (t *Tap) TypedRune(r rune) {
	if r == ' ' { // pressed by its key
		return
	}
	if c := canvasWith(t); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// canvasWith is the canvas whose focus is at f, which may have left the screen.
func canvasWith(f fyne.Focusable) fyne.Canvas {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if w.Canvas().Focused() == f {
			return w.Canvas()
		}
	}
	return nil
}

func (t *Tap) ring(on bool) {
	if t.focused != on {
		t.focused = on
		t.Refresh()
	}
}

// leaveFocus takes the focus from whatever has it: a pointer was used instead.
func (t *Tap) leaveFocus() {
	c := fyne.CurrentApp().Driver().CanvasForObject(t)
	if c != nil && c.Focused() != nil {
		c.Unfocus()
	}
}

// The ring, in dp.
const (
	ringOuter float32 = 2.5
	ringInner float32 = 1.5
)

// focusRing makes the two lines of a focus ring, the outer one first.
func focusRing() []*canvas.Rectangle {
	return []*canvas.Rectangle{canvas.NewRectangle(nil), canvas.NewRectangle(nil)}
}

// paintRing lays the lines inside a box of a size; what is clipped at its edges does
// not cut them.
func paintRing(ring []*canvas.Rectangle, z fyne.Size, look Look) {
	at := float32(0)
	for i, o := range ring {
		wide, ink := ringOuter, ColInk
		if i > 0 {
			wide, ink = ringInner, ColSurface
		}
		o.FillColor, o.StrokeColor, o.StrokeWidth = colour(ColTransparent), colour(ink), wide
		o.CornerRadius = max(max(look.Radius, 8)-at, 0)
		place(o, at+wide/2, at+wide/2, z.Width-2*at-wide, z.Height-2*at-wide)
		o.Refresh()
		at += wide
	}
}
