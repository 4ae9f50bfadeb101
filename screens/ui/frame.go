package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Screen is the frame of a screen: a fixed top, a fixed bottom and the rest between them.
func Screen(top, bottom, middle fyne.CanvasObject) fyne.CanvasObject {
	return Narrow(Frame(top, bottom, nil, nil, middle))
}

// Frame puts parts at the edges of a middle without any gap. Fyne's border
// layout leaves the theme's padding between them, which shows as a strip.
func Frame(top, bottom, left, right, middle fyne.CanvasObject) fyne.CanvasObject {
	f := &frame{top: top, bottom: bottom, left: left, right: right, middle: middle}
	var all []fyne.CanvasObject
	for _, o := range []fyne.CanvasObject{middle, left, right, top, bottom} {
		if o != nil {
			all = append(all, o)
		}
	}
	return container.New(f, all...)
}

type frame struct{ top, bottom, left, right, middle fyne.CanvasObject }

// heightOf is the height of an edge of the frame at a width, 0 where there is none.
func heightOf(o fyne.CanvasObject, width float32) float32 {
	if o == nil || !o.Visible() {
		return 0
	}
	return heightAt(o, width)
}

// heightAt implements flowLayout.
func (f *frame) heightAt(_ []fyne.CanvasObject, width float32) float32 {
	l, r := minOf(f.left).Width, minOf(f.right).Width
	between := max(heightOf(f.left, l), heightOf(f.right, r), heightOf(f.middle, width-l-r))
	return heightOf(f.top, width) + between + heightOf(f.bottom, width)
}

func minOf(o fyne.CanvasObject) fyne.Size {
	if o == nil || !o.Visible() {
		return fyne.Size{}
	}
	return o.MinSize()
}

// MinSize implements fyne.Layout.
func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size {
	t, b, l, r, m := minOf(f.top), minOf(f.bottom), minOf(f.left), minOf(f.right), minOf(f.middle)
	return fyne.NewSize(max(t.Width, b.Width, l.Width+m.Width+r.Width), t.Height+b.Height+max(l.Height, m.Height, r.Height))
}

// Layout implements fyne.Layout.
func (f *frame) Layout(_ []fyne.CanvasObject, z fyne.Size) {
	t, b, l, r := heightOf(f.top, z.Width), heightOf(f.bottom, z.Width), minOf(f.left).Width, minOf(f.right).Width
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		if o != nil {
			place(o, x, y, w, h)
		}
	}
	put(f.top, 0, 0, z.Width, t)
	put(f.bottom, 0, z.Height-b, z.Width, b)
	put(f.left, 0, t, l, z.Height-t-b)
	put(f.right, z.Width-r, t, r, z.Height-t-b)
	put(f.middle, l, t, z.Width-l-r, z.Height-t-b)
}
