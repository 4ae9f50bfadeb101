package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

const (
	tableEdge float32 = 14
	columnGap float32 = 14
)

// tableRow is one row of a Table, filled again and again.
type tableRow struct {
	Tap
	t     *Table
	row   int
	cells []tableCell
	line  *fyne.Container
}

// tableCell is one of the three kinds; the others are nil.
type tableCell struct {
	text   *Text
	number *GroupedNumber
	state  *StateBadge
}

func newTableRow(t *Table) *tableRow {
	r := &tableRow{t: t}
	var objects []fyne.CanvasObject
	for _, c := range t.cols {
		cell, o := newTableCell(c)
		r.cells = append(r.cells, cell)
		objects = append(objects, o)
	}
	r.line = container.New(&columnLayout{t.cols}, objects...)
	r.look = Look{Left: tableEdge, Right: tableEdge, Min: fyne.NewSize(0, TouchMin)}
	r.body = Frame(nil, Hairline(), nil, nil, r.line)
	r.OnTapped = func() { t.press(r.row) }
	r.ExtendBaseWidget(r)
	return r
}

func newTableCell(c Column) (tableCell, fyne.CanvasObject) {
	switch c.Kind {
	case NumberCell:
		n := NewGroupedNumber("", Small, BodyBold, ColInk)
		n.atEnd = c.End
		return tableCell{number: n}, n
	case StateCell:
		s := NewStateBadge(State{Word: "国", Icon: IcCheck, Tone: ToneCalm})
		return tableCell{state: s}, Row(0, s)
	}
	t := NewText("", Small, ColInk).Clip()
	if c.End {
		t.End()
	}
	return tableCell{text: t}, t
}

// set shows a row of the table.
func (r *tableRow) set(row int) {
	r.row = row
	for i, c := range r.cells {
		c.set(r.t.rows.Cell(row, i))
	}
	look := r.look
	look.Fill, look.Stroke = "", ""
	if row == r.t.selected {
		look.Fill, look.Stroke = TonePrimary.Wash(), TonePrimary.Edge()
	}
	if look != r.look {
		r.Restyle(look)
	}
	relayout(r.line)
}

func (c tableCell) set(v Cell) {
	switch {
	case c.number != nil:
		c.number.Set(v.Text)
	case c.state != nil:
		c.state.Hidden = v.State.Word == ""
		c.state.Set(v.State)
	default:
		c.text.Set(v.Text)
		c.text.SetRole(pick(v.Bold, SmallBold, Small))
		ink := v.Ink
		if ink == "" {
			ink = ColInk
		}
		c.text.SetColour(ink)
	}
}

func tableCells(cols []Column, objects []fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&columnLayout{cols}, objects...)
}

// columnLayout gives every cell the width of its column; widths grow with the text.
type columnLayout struct{ cols []Column }

// scaled is the width of a column in the present text size.
func (c Column) scaled() float32 { return c.Width * theme.Size(SizeBody) / 16 }

// MinSize implements fyne.Layout.
func (l *columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var z fyne.Size
	for i, o := range objects {
		z.Width += max(l.cols[i].scaled(), 24) + columnGap
		z.Height = max(z.Height, o.MinSize().Height)
	}
	return z
}

// Layout implements fyne.Layout.
func (l *columnLayout) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	fixed, grows := columnGap*float32(len(l.cols)-1), float32(0)
	for _, c := range l.cols {
		fixed += c.scaled()
		if c.Width == 0 {
			grows++
		}
	}
	x := float32(0)
	for i, o := range objects {
		w := l.cols[i].scaled()
		if l.cols[i].Width == 0 {
			w = max(24, (z.Width-fixed)/grows)
		}
		h := o.MinSize().Height
		place(o, x, (z.Height-h)/2, w, h)
		x += w + columnGap
	}
}
