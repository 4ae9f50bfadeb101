package atlas

import (
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// grip is the end of a row by which it is drawn up or down.
type grip struct {
	widget.BaseWidget
	drag func(dy float32)
	end  func()
}

var (
	_ fyne.Draggable     = (*grip)(nil)
	_ desktop.Cursorable = (*grip)(nil)
)

func newGrip(drag func(dy float32), end func()) *grip {
	g := &grip{drag: drag, end: end}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *grip) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(ui.AtLeast(ui.TouchMin, ui.TouchMin, ui.Middle(ui.NewIcon(ui.IcSort, 22, ui.ColMuted))))
}

// Dragged implements fyne.Draggable.
func (g *grip) Dragged(e *fyne.DragEvent) { g.drag(e.Dragged.DY) }

// DragEnd implements fyne.Draggable.
func (g *grip) DragEnd() { g.end() }

// Cursor implements desktop.Cursorable.
func (g *grip) Cursor() desktop.Cursor { return desktop.VResizeCursor }

// dragList is rows whose order a person changes by drawing them.
type dragList struct {
	box    *fyne.Container
	rows   []*dragRow
	moved  func(order []int) // told when a row was let go elsewhere: the old indexes in the new order
	beyond float32           // how far the drawn row is from its place
}

type dragRow struct {
	object fyne.CanvasObject
	number *ui.Text
	was    int // index at the beginning
}

// newDragList numbers rows of what make gives for each, from 1.
func newDragList(n int, number func(i int) *ui.Text, body func(i int) fyne.CanvasObject, moved func([]int)) *dragList {
	l := &dragList{box: ui.Col(0), moved: moved}
	for i := range n {
		r := &dragRow{number: number(i), was: i}
		r.object = ui.Inset(0, 0, 0, 10, ui.Row(0, ui.AtLeast(26, 0, ui.Middle(r.number)), ui.Grow(body(i)), newGrip(func(dy float32) { l.draw(r, dy) }, l.drop)))
		l.rows = append(l.rows, r)
		l.box.Add(r.object)
	}
	return l
}

// draw follows the finger: past the middle of its neighbour the row changes places.
func (l *dragList) draw(r *dragRow, dy float32) {
	l.beyond += dy
	for {
		at := 0
		for at < len(l.rows) && l.rows[at] != r {
			at++
		}
		to := at
		switch {
		case l.beyond > 0 && at+1 < len(l.rows) && l.beyond > l.rows[at+1].object.Size().Height/2:
			to = at + 1
		case l.beyond < 0 && at > 0 && -l.beyond > l.rows[at-1].object.Size().Height/2:
			to = at - 1
		}
		if to == at {
			return
		}
		h := l.rows[to].object.Size().Height
		if h <= 0 {
			return
		}
		l.beyond -= float32(to-at) * h
		l.rows[at], l.rows[to] = l.rows[to], l.rows[at]
		l.box.Objects[at], l.box.Objects[to] = l.box.Objects[to], l.box.Objects[at]
		l.rows[at].number.Set(itoa(at + 1))
		l.rows[to].number.Set(itoa(to + 1))
		l.box.Layout.Layout(l.box.Objects, l.box.Size())
		l.box.Refresh()
	}
}

func (l *dragList) drop() {
	l.beyond = 0
	order, changed := make([]int, len(l.rows)), false
	for i, r := range l.rows {
		order[i] = r.was
		changed = changed || r.was != i
	}
	if changed {
		l.moved(order)
	}
}
