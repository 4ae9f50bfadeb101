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
	height  float32
	covered bool    // a keyboard has come up
	full    float32 // the height before it did
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
	if before := r.height; before != z.Height {
		r.height = z.Height
		r.do(func() { r.moved(before, z.Height) })
	}
}

// moved is told of every other height. Less room with no field to type into is not a
// keyboard: the window finds its size only after it has been filled.
func (r *room) moved(before, now float32) {
	e := r.typing()
	switch {
	case now < before && e != nil:
		if !r.covered {
			r.covered, r.full = true, before
		}
		e.comeIntoSight()
	case now > before && r.covered && now >= r.full:
		r.covered = false
		if e != nil && r.soft && r.height >= r.full {
			r.canvas.Unfocus()
		}
	}
}

// typing is the field that has the focus, nil where none has.
func (r *room) typing() *Entry {
	e, _ := r.canvas.Focused().(*Entry)
	return e
}
