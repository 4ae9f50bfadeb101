package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

const (
	toastTime     = 4 * time.Second
	toastUndoTime = 8 * time.Second // there is something to decide
)

// toaster is the line at the bottom that says what no dialog need say.
type toaster struct {
	c     *Context
	layer *fyne.Container // over the page, empty while nothing is said
	stop  func()
}

func newToaster(c *Context) *toaster {
	return &toaster{c: c, layer: container.New(&toastLayout{c}), stop: func() {}}
}

// Toast says one line at the bottom for a few seconds; it goes by itself.
func (c *Context) Toast(text string) { c.toast.show(text, "", nil) }

// ToastUndo says one line with a word to press, such as "undo", instead of
// asking beforehand.
func (c *Context) ToastUndo(text, word string, do func()) { c.toast.show(text, word, do) }

// HideToast takes the line away.
func (c *Context) HideToast() { c.toast.hide() }

func (t *toaster) show(text, word string, do func()) {
	t.stop()
	parts := []fyne.CanvasObject{Grow(Inset(12, 0, 12, 0, NewText(text, Small, ColOnScrim).Wrap()))}
	wait := toastTime
	if word != "" {
		wait = toastUndoTime
		parts = append(parts, NewTap(Look{Radius: 8, Left: 8, Right: 8}, Middle(NewText(word, BodyBold, ColOnScrim)), func() {
			t.hide()
			do()
		}))
	}
	line := NewBlock(Look{Fill: ColToast, Radius: Radius, Left: Edge, Right: 8, Min: fyne.NewSize(0, TouchMin)}, Row(Gap, parts...))
	t.layer.Objects = []fyne.CanvasObject{line}
	t.layer.Refresh()
	t.stop = t.c.After(wait, t.hide)
}

func (t *toaster) hide() {
	t.stop()
	t.stop = func() {}
	if len(t.layer.Objects) > 0 {
		t.layer.Objects = nil
		t.layer.Refresh()
	}
}

// toastLayout keeps the line above the bottom bar and what stands out of it.
type toastLayout struct{ c *Context }

// MinSize implements fyne.Layout: the layer asks for nothing.
func (*toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (l *toastLayout) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	above := float32(Edge)
	if l.c.phone {
		above = BottomBarHeight + scanRise + Gap
	}
	for _, o := range objects {
		w := min(z.Width-2*Edge, 560)
		h := heightAt(o, w)
		place(o, (z.Width-w)/2, z.Height-above-h, w, h)
	}
}
