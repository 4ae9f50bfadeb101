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
	mark  *Block // at the left of the selected row: a wash does not show in sunlight
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
	r.mark = NewBlock(Look{}, Space(4, 0))
	r.look = Look{Min: fyne.NewSize(0, TouchMin)}
	r.body = Frame(nil, Inset(0, tableEdge, 0, tableEdge, Hairline()), r.mark, nil, Inset(0, tableEdge, 0, tableEdge-4, r.line))
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
		return tableCell{state: s}, s
	}
	t := NewText("", Small, ColInk).Clip()
	if c.End {
		t.End()
	}
	return tableCell{text: t}, t
}

// Disabled keeps the rows out of the round of the Tab key: the table has its own
// keys for them. It implements fyne.Disableable.
func (r *tableRow) Disabled() bool { return true }

// Enable implements fyne.Disableable.
func (r *tableRow) Enable() {}

// Disable implements fyne.Disableable.
func (r *tableRow) Disable() {}

// set shows a row of the table.
func (r *tableRow) set(row int) {
	r.row = row
	for i, c := range r.cells {
		c.set(r.t.rows.Cell(row, r.t.order[i]))
	}
	fill, mark := fyne.ThemeColorName(""), fyne.ThemeColorName("")
	if row == r.t.selected {
		fill, mark = TonePrimary.Wash(), ColPrimary
	}
	if r.look.Fill != fill {
		r.look.Fill, r.mark.look.Fill = fill, mark
		r.Refresh()
	}
	relayout(r.line)
}

func (c tableCell) set(v Cell) {
	switch {
	case c.number != nil:
		c.number.Set(v.Text)
	case c.state != nil:
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

// columnLayout gives every cell the width of its column; widths grow with the
// text. Where the room is short, minor columns go, the last first, and then all
// the others shrink.
type columnLayout struct{ cols []Column }

// growLeast is what a column that shares what is left keeps, in dp at text scale 1.
const growLeast float32 = 88

// scaled is a length in the present text size.
func scaled(dp float32) float32 { return dp * theme.Size(SizeBody) / 16 }

// MinSize implements fyne.Layout.
func (l *columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := float32(0)
	for _, o := range objects {
		h = max(h, o.MinSize().Height)
	}
	return fyne.NewSize(TouchMin, h)
}

// Layout implements fyne.Layout.
func (l *columnLayout) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	x := float32(0)
	for i, w := range columnWidths(l.cols, z.Width, scaled(1)) {
		o := objects[i]
		if w == 0 {
			o.Hide()
			continue
		}
		o.Show()
		m := o.MinSize()
		across := w
		if _, ok := o.(*StateBadge); ok { // as wide as its word
			across = min(w, m.Width)
		}
		place(o, x, (z.Height-m.Height)/2, across, m.Height)
		x += w + columnGap
	}
}

// columnWidths shares a width among columns, 0 for those that are left out.
func columnWidths(cols []Column, width, scale float32) []float32 {
	want, total, grows := wantedWidths(cols, scale)
	for i := len(cols) - 1; i >= 0 && total > width; i-- {
		if cols[i].Minor {
			total -= want[i] + columnGap
			want[i] = 0
			if cols[i].Width == 0 {
				grows--
			}
		}
	}
	for i := len(cols) - 1; i > 1 && total > width && shrinkOf(cols, want, total, width) < shrinkLeast; i-- {
		if want[i] > 0 && cols[i].Kind == TextCell {
			total -= want[i] + columnGap
			want[i] = 0
			if cols[i].Width == 0 {
				grows--
			}
		}
	}
	if total > width {
		squeezeColumns(cols, want, total-width)
		return want
	}
	for i, c := range cols {
		if c.Width == 0 && want[i] > 0 {
			want[i] += (width - total) / float32(grows)
		}
	}
	return want
}

// squeezeColumns takes what is missing from the texts; where that would leave them
// too little, from the numbers too, which give up their first groups; and from the
// badges only when nothing else is left. The gaps stay.
func squeezeColumns(cols []Column, want []float32, missing float32) {
	for most := TextCell; most <= StateCell; most++ { // the kinds in their order
		room := float32(0)
		for i, c := range cols {
			if c.Kind <= most {
				room += want[i]
			}
		}
		share := (room - missing) / max(1, room)
		if share < squeezeLeast && most < StateCell {
			continue
		}
		for i, c := range cols {
			if c.Kind <= most {
				want[i] *= max(0, share)
			}
		}
		return
	}
}

// squeezeLeast is how much of their widths columns keep before others give too.
const squeezeLeast float32 = 0.45

// shrinkLeast is how much of their widths columns keep at least; rather than to
// shorten them all to stubs the last ones are left out.
const shrinkLeast float32 = 0.8

// shrinkOf is how much of their widths columns keep in a width that is too small for
// their total. The gaps, the badges and the numbers, which say nothing in half, stay as they are;
// 0 where there is no room for these alone.
func shrinkOf(cols []Column, want []float32, total, width float32) float32 {
	stay := total
	for i, c := range cols {
		if c.Kind == TextCell {
			stay -= want[i]
		}
	}
	return max(0, width-stay) / max(1, total-stay)
}

// wantedWidths is what the columns ask for, with the gaps in total.
func wantedWidths(cols []Column, scale float32) (want []float32, total float32, grows int) {
	total = -columnGap
	for _, c := range cols {
		w := c.Width * scale
		if c.Width == 0 {
			w = growLeast * scale
			grows++
		}
		want = append(want, w)
		total += w + columnGap
	}
	return want, total, grows
}
