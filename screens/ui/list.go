package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// NewList is a long list of rows of one type and one height, which are made a
// dozen times and filled again and again: 100,000 are as quick as ten. Set
// fills a row for an index; it sets OnTapped too where pressing opens it. The
// rows stand at the page's edge with a gap of 8 between them.
func NewList[T fyne.CanvasObject](count func() int, make func() T, set func(i int, row T)) *widget.List {
	list := widget.NewList(count,
		func() fyne.CanvasObject { return newListed(make()) },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if l, ok := o.(*listed[T]); ok {
				set(i, l.row)
			}
		})
	list.HideSeparators = true
	return list
}

// listed is a row with the room around it: the list itself has no inset.
type listed[T fyne.CanvasObject] struct {
	widget.BaseWidget
	row T
	box fyne.CanvasObject
}

func newListed[T fyne.CanvasObject](row T) *listed[T] {
	l := &listed[T]{row: row, box: Pad(2, Edge, row)}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer implements fyne.Widget.
func (l *listed[T]) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.box) }
