package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// reveal scrolls what has just been given the focus into sight: the toolkit moves
// the focus without a look at where it goes.
func reveal(o fyne.CanvasObject) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	if scroll := scrollAround(root, o, nil); scroll != nil {
		scrollTo(scroll, o)
	}
}

// scrollAround is the nearest scroll in which o stands, nil where there is none.
func scrollAround(in, o fyne.CanvasObject, around *container.Scroll) *container.Scroll {
	var inner []fyne.CanvasObject
	switch c := in.(type) {
	case *fyne.Container:
		inner = c.Objects
	case *container.Scroll:
		around, inner = c, []fyne.CanvasObject{c.Content}
	case holder:
		inner = []fyne.CanvasObject{c.inner()}
	}
	for _, child := range inner {
		if child == o {
			return around
		}
		if !child.Visible() {
			continue
		}
		if found := scrollAround(child, o, around); found != nil {
			return found
		}
	}
	return nil
}

// scrollTo moves the content of a scroll no farther than it must.
func scrollTo(s *container.Scroll, o fyne.CanvasObject) {
	d := fyne.CurrentApp().Driver()
	at := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(s).Y
	by := float32(0)
	if end := at + o.Size().Height; end > s.Size().Height {
		by = end - s.Size().Height + Gap
	}
	if at-by < 0 {
		by = at - Gap
	}
	if by != 0 {
		s.ScrollToOffset(s.Offset.AddXY(0, by))
	}
}
