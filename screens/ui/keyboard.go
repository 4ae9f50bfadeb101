package ui

import "fyne.io/fyne/v2"

// A phone's keyboard takes half of the window, and the toolkit tells nobody. What we
// see of it is that the shell gets less room, and all of it back when the keyboard goes:
//
//	less room ──▶ the field that has the focus is scrolled into sight again
//	all of it ──▶ the field lets the focus go
//
// The second matters for Back: the keyboard swallows the first press itself, and the
// toolkit's activity would take the next one for a keyboard that it believes is there.

// softKeyboard tells whether letters come from a keyboard on the screen.
func softKeyboard() bool { return fyne.CurrentDevice().IsMobile() }

// room fills the window of the phone and watches how much of it is left.
type room struct {
	do      func(func()) // on the thread that paints, after the layout
	canvas  fyne.Canvas
	soft    bool
	now     fyne.Size
	highest float32
}

// MinSize implements fyne.Layout.
func (r *room) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := fyne.Size{}
	for _, o := range objects {
		m = m.Max(o.MinSize())
	}
	return m
}

// Layout implements fyne.Layout.
func (r *room) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, z.Width, z.Height)
	}
	before := r.now.Height
	r.now = z
	switch {
	case z.Height < before:
		r.do(r.keepInSight)
	case r.soft && before > 0 && z.Height > before && z.Height >= r.highest:
		r.do(r.letGo)
	}
	r.highest = max(r.highest, z.Height)
}

func (r *room) keepInSight() {
	if e := r.typing(); e != nil {
		e.comeIntoSight()
	}
}

func (r *room) letGo() {
	if r.typing() != nil && r.now.Height >= r.highest {
		r.canvas.Unfocus()
	}
}

// typing is the field that has the focus, nil where none has.
func (r *room) typing() *Entry {
	e, _ := r.canvas.Focused().(*Entry)
	return e
}
