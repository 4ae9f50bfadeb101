package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Wide gives o one width, in dp at text scale 1, whatever it asks for: so cells of
// rows that are no table stand under each other.
func Wide(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&wide{width}, o)
}

type wide struct{ width float32 }

// MinSize implements fyne.Layout.
func (l *wide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(scaled(l.width), tallest(objects, scaled(l.width)))
}

// Layout implements fyne.Layout.
func (l *wide) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, z.Width, z.Height)
	}
}

func (l *wide) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	return tallest(objects, min(width, scaled(l.width)))
}

// splitLeast is the width below which the parts of a Split stand one above the
// other, in dp at text scale 1.
const splitLeast float32 = 780

// Split lays two parts of a desktop page side by side, the first with a share of
// the width, each as high as the higher; where the room is short the second stands
// below the first. It wants a place that knows its width, such as a Scroll.
func Split(share, gap float32, a, b fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&split{share, gap}, a, b)
}

type split struct{ share, gap float32 }

func (s *split) stacked(width float32) bool { return width < scaled(splitLeast) }

// widths are those of the two parts.
func (s *split) widths(width float32) (a, b float32) {
	if s.stacked(width) {
		return width, width
	}
	a = (width - s.gap) * s.share
	return a, width - s.gap - a
}

// MinSize implements fyne.Layout.
func (s *split) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := float32(0)
	for _, o := range objects {
		h = max(h, o.MinSize().Height)
	}
	return fyne.NewSize(TouchMin, h)
}

func (s *split) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	a, b := s.widths(width)
	x, y := heightAt(objects[0], a), heightAt(objects[1], b)
	if s.stacked(width) {
		return x + s.gap + y
	}
	return max(x, y)
}

// Layout implements fyne.Layout.
func (s *split) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	a, b := s.widths(z.Width)
	if s.stacked(z.Width) {
		h := heightAt(objects[0], a)
		place(objects[0], 0, 0, a, h)
		place(objects[1], 0, h+s.gap, b, max(0, z.Height-h-s.gap))
		return
	}
	place(objects[0], 0, 0, a, z.Height)
	place(objects[1], a+s.gap, 0, b, z.Height)
}
