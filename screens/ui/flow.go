package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// The toolkit asks for a height before it gives a width, so a text cannot wrap
// into as many lines as it needs. The layouts here ask heightAt instead where
// they know the width: a Scroll, a Screen and all that they hold.

// flowing is a widget whose height follows from its width.
type flowing interface{ heightAt(width float32) float32 }

// flowLayout is a layout whose height follows from its width.
type flowLayout interface {
	heightAt(objects []fyne.CanvasObject, width float32) float32
}

// HeightAt is the height that o wants at a width, for layouts outside this package.
func HeightAt(o fyne.CanvasObject, width float32) float32 { return heightAt(o, width) }

// heightAt is the height that o wants at a width.
func heightAt(o fyne.CanvasObject, width float32) float32 {
	switch c := o.(type) {
	case flowing:
		return c.heightAt(width)
	case *fyne.Container:
		switch l := c.Layout.(type) {
		case flowLayout:
			return l.heightAt(c.Objects, width)
		case layout.CustomPaddedLayout:
			return tallest(c.Objects, width-l.LeftPadding-l.RightPadding) + l.TopPadding + l.BottomPadding
		}
	}
	return o.MinSize().Height
}

// tallest is the greatest height of objects that all have the same width.
func tallest(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for _, o := range objects {
		if o.Visible() {
			h = max(h, heightAt(o, width))
		}
	}
	return h
}

// scrolled is the layout of what scrolls up and down: as wide as the scroll and
// as high as that makes it.
type scrolled struct{ width float32 }

// MinSize implements fyne.Layout.
func (s *scrolled) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if s.width > 0 {
		return fyne.NewSize(TouchMin, tallest(objects, s.width))
	}
	h := float32(0)
	for _, o := range objects {
		h = max(h, o.MinSize().Height)
	}
	return fyne.NewSize(TouchMin, h)
}

// Layout implements fyne.Layout.
func (s *scrolled) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	s.width = z.Width
	for _, o := range objects {
		place(o, 0, 0, z.Width, z.Height)
	}
}

// scrollFit tells the content its width before the scroll asks for its height.
type scrollFit struct{ content *scrolled }

// MinSize implements fyne.Layout.
func (f *scrollFit) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (f *scrollFit) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	changed := f.content.width != z.Width
	f.content.width = z.Width
	place(objects[0], 0, 0, z.Width, z.Height)
	if changed {
		objects[0].Refresh()
	}
}

// newScroll wraps a column that may be longer than its room; the object is what
// goes into the page.
func newScroll(o fyne.CanvasObject) (*container.Scroll, fyne.CanvasObject) {
	content := &scrolled{}
	scroll := container.NewVScroll(container.New(content, o))
	return scroll, container.New(&scrollFit{content}, scroll)
}

// Scroll wraps a column that may be longer than the screen.
func Scroll(o fyne.CanvasObject) fyne.CanvasObject {
	_, object := newScroll(o)
	return object
}
