package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// stack lays objects one after the other with a fixed gap; those wrapped in
// Grow share what is left. Fyne's boxes take their gap from the theme, which
// one screen cannot vary.
type stack struct {
	gap      float32
	vertical bool
	stretch  bool
}

type growLayout struct{ layout.CustomPaddedLayout }

func (*growLayout) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	return tallest(objects, width)
}

// Grow marks o to take the room that is left in a Row or Col.
func Grow(o fyne.CanvasObject) fyne.CanvasObject { return container.New(&growLayout{}, o) }

// Spring is empty room that grows.
func Spring() fyne.CanvasObject { return Grow(Space(0, 0)) }

// Row lays objects from left to right, each centred on the cross axis.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&stack{gap: gap}, objects...)
}

// RowFill is Row with every object as high as the row.
func RowFill(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&stack{gap: gap, stretch: true}, objects...)
}

// Col lays objects from top to bottom, each as wide as the column.
func Col(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&stack{gap: gap, vertical: true, stretch: true}, objects...)
}

func (s *stack) split(objects []fyne.CanvasObject) (visible []fyne.CanvasObject, grows int) {
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		visible = append(visible, o)
		if isGrow(o) {
			grows++
		}
	}
	return visible, grows
}

func isGrow(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(*growLayout)
	return ok
}

// MinSize implements fyne.Layout.
func (s *stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	visible, _ := s.split(objects)
	var main, cross float32
	for _, o := range visible {
		m, c := s.axes(o.MinSize())
		main += m
		cross = max(cross, c)
	}
	main += s.gap * float32(max(0, len(visible)-1))
	if s.vertical {
		return fyne.NewSize(cross, main)
	}
	return fyne.NewSize(main, cross)
}

// Layout implements fyne.Layout.
func (s *stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	visible, grows := s.split(objects)
	total, cross := s.axes(size)
	at := float32(0)
	for i, m := range s.mains(visible, grows, total, cross) {
		o := visible[i]
		c := cross
		if !s.stretch {
			c = min(cross, heightAt(o, m))
		}
		if off := (cross - c) / 2; s.vertical {
			place(o, off, at, c, m)
		} else {
			place(o, at, off, m, c)
		}
		at += m + s.gap
	}
}

// mains is the length of every object along the stack.
func (s *stack) mains(visible []fyne.CanvasObject, grows int, total, cross float32) []float32 {
	mains := make([]float32, len(visible))
	left := total - s.gap*float32(max(0, len(visible)-1))
	for i, o := range visible {
		if s.vertical {
			mains[i] = heightAt(o, cross)
		} else {
			mains[i] = o.MinSize().Width
		}
		left -= mains[i]
	}
	if left < 0 && !s.vertical {
		squeeze(visible, mains, -left)
	}
	for i, o := range visible {
		if left > 0 && isGrow(o) {
			mains[i] += left / float32(grows)
		}
	}
	return mains
}

// heightAt implements flowLayout.
func (s *stack) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	visible, grows := s.split(objects)
	h := float32(0)
	if s.vertical {
		for _, o := range visible {
			h += heightAt(o, width)
		}
		return h + s.gap*float32(max(0, len(visible)-1))
	}
	for i, m := range s.mains(visible, grows, width, 0) {
		h = max(h, heightAt(visible[i], m))
	}
	return h
}

// squeeze takes the missing width from what can end in an ellipsis, the widest
// first, so that long words and large text never push anything off the screen.
func squeeze(objects []fyne.CanvasObject, mains []float32, missing float32) {
	for missing > 0.5 {
		widest := -1
		for i, o := range objects {
			if mains[i] > TouchMin && canShrink(o) && (widest < 0 || mains[i] > mains[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		take := min(missing, max(4, mains[widest]/8))
		mains[widest] -= take
		missing -= take
	}
}

type holder interface{ inner() fyne.CanvasObject }

func canShrink(o fyne.CanvasObject) bool {
	switch c := o.(type) {
	case *Text:
		return true
	case holder: // a Block and everything made of one
		return canShrink(c.inner())
	case *fyne.Container:
		if len(c.Objects) > 0 && !isGrow(o) {
			for _, child := range c.Objects {
				if canShrink(child) {
					return true
				}
			}
		}
	}
	return false
}

func (s *stack) axes(z fyne.Size) (main, cross float32) {
	if s.vertical {
		return z.Height, z.Width
	}
	return z.Width, z.Height
}

// Inset puts room around o.
func Inset(top, right, bottom, left float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(top, bottom, left, right), o)
}

// Pad puts the same room above and below, left and right of o.
func Pad(v, h float32, o fyne.CanvasObject) fyne.CanvasObject { return Inset(v, h, v, h, o) }

// Space is an empty box of a size.
func Space(w, h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent) // a nil fill panics in the software painter
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}

// AtLeast gives o a minimum size.
func AtLeast(w, h float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&layers{}, Space(w, h), o)
}

// layers lays objects over each other, all of the same size.
type layers struct{}

func (*layers) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var z fyne.Size
	for _, o := range objects {
		if o.Visible() {
			z = z.Max(o.MinSize())
		}
	}
	return z
}

func (*layers) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, z.Width, z.Height)
	}
}

func (*layers) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	return tallest(objects, width)
}

// Middle centres o in both directions; where there is less room than o wants, it gets what there is.
func Middle(o fyne.CanvasObject) fyne.CanvasObject { return container.New(&middle{}, o) }

type middle struct{}

func (*middle) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var z fyne.Size
	for _, o := range objects {
		z = z.Max(o.MinSize())
	}
	return z
}

func (*middle) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	for _, o := range objects {
		w := min(o.MinSize().Width, z.Width)
		h := min(heightAt(o, w), z.Height)
		place(o, (z.Width-w)/2, (z.Height-h)/2, w, h)
	}
}

func (*middle) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for _, o := range objects {
		h = max(h, heightAt(o, min(width, o.MinSize().Width)))
	}
	return h
}

// Narrow lets o be narrower than it asks for: put it around what scrolls up
// and down, or Fyne's scroll makes the content wider than the screen.
func Narrow(o fyne.CanvasObject) fyne.CanvasObject { return container.New(&narrow{}, o) }

type narrow struct{}

func (*narrow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := float32(0)
	for _, o := range objects {
		h = max(h, o.MinSize().Height)
	}
	return fyne.NewSize(TouchMin, h)
}

func (*narrow) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	return tallest(objects, width)
}

func (*narrow) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, z.Width, z.Height)
	}
}

// MidV centres o vertically and stretches it across.
func MidV(o fyne.CanvasObject) fyne.CanvasObject { return Col(0, Spring(), o, Spring()) }

// Cells lays objects side by side in equal widths with a gap.
func Cells(gap float32, objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&cells{gap: gap}, objects...)
}

type cells struct{ gap float32 }

func (c *cells) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var z fyne.Size
	for _, o := range objects {
		z = z.Max(o.MinSize())
	}
	n := float32(len(objects))
	return fyne.NewSize(TouchMin*n+c.gap*(n-1), z.Height)
}

func (c *cells) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	n := float32(len(objects))
	return tallest(objects, (width-c.gap*(n-1))/n)
}

func (c *cells) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	n := float32(len(objects))
	w := (size.Width - c.gap*(n-1)) / n
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i)*(w+c.gap), 0))
		o.Resize(fyne.NewSize(w, size.Height))
	}
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// relayout lays c out again in its present size without refreshing every child,
// for rows whose texts changed.
func relayout(c *fyne.Container) { c.Layout.Layout(c.Objects, c.Size()) }
