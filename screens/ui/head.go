package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// newHead puts a page's actions beside its title, or below it where the title
// would have to be shortened for them.
func newHead(p Page, title fyne.CanvasObject, actions []fyne.CanvasObject) fyne.CanvasObject {
	if len(actions) == 0 {
		return title
	}
	want := max(Title.Measure(p.Title()).Width, Small.Measure(subtitleOf(p)).Width)
	return container.New(&headLayout{want: want}, title, Row(headGap, actions...))
}

const headGap float32 = 12

// headLayout lays out a title and its actions.
type headLayout struct{ want float32 } // width of the title in dp

func (l *headLayout) beside(o []fyne.CanvasObject, width float32) bool {
	back := o[0].MinSize().Width // with what stands before the title
	return max(l.want, back)+headGap+o[1].MinSize().Width <= width
}

// MinSize implements fyne.Layout.
func (l *headLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	t, a := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(t.Width, a.Width), max(t.Height, a.Height))
}

// heightAt implements flowLayout.
func (l *headLayout) heightAt(o []fyne.CanvasObject, width float32) float32 {
	t, a := heightAt(o[0], width), heightAt(o[1], width)
	if l.beside(o, width) {
		return max(t, a)
	}
	return t + 4 + a
}

// Layout implements fyne.Layout.
func (l *headLayout) Layout(o []fyne.CanvasObject, z fyne.Size) {
	a := o[1].MinSize()
	if l.beside(o, z.Width) {
		place(o[0], 0, 0, z.Width-headGap-a.Width, z.Height)
		place(o[1], z.Width-a.Width, (z.Height-a.Height)/2, a.Width, a.Height)
		return
	}
	t := heightAt(o[0], z.Width)
	place(o[0], 0, 0, z.Width, t)
	place(o[1], 0, t+4, z.Width, z.Height-t-4)
}
