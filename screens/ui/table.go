package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// CellKind is what a column's cells are made of.
type CellKind int

// The kinds of cells.
const (
	TextCell   CellKind = iota // a line of text
	NumberCell                 // a number that people compare, grouped
	StateCell                  // a badge
)

// Column is a column of a table.
type Column struct {
	Title string
	Width float32 // dp at text scale 1; 0 shares what is left
	End   bool    // figures stand at the right
	Kind  CellKind
	Fixed bool // pressing the title does not sort
	Minor bool // left out where the room is short
}

// Cell is what one cell shows.
type Cell struct {
	Text  string // of a StateCell too, for sorting and filtering
	State State
	Ink   fyne.ThemeColorName // ColInk if empty
	Bold  bool
}

// Rows is what a table shows. Cell must be quick: it is called while scrolling.
type Rows interface {
	Len() int
	Cell(row, column int) Cell
}

// Table is the list of the desktop: titles that sort, rows of 48, one of them
// selected, moved with j and k and opened with Enter or a press. Its rows are
// recycled, so that 100,000 are as quick as ten. Columns keep their widths.
type Table struct {
	widget.BaseWidget
	made     []Column // as the page lists them
	order    []int    // of made, from left to right
	cols     []Column // as shown
	rows     Rows
	open     func(row int)
	onSort   func(column int, down bool)
	sorted   int // column, -1 for none
	down     bool
	selected int // row, -1 for none
	list     *KeyList
	head     *fyne.Container
	middle   *fyne.Container // the list
	box      fyne.CanvasObject
	memory   Memory // nil: columns stay as they are made
	name     string
}

// NewTable calls open with the row that a person opens.
func NewTable(cols []Column, rows Rows, open func(row int)) *Table {
	t := &Table{made: slices.Clone(cols), rows: rows, open: open, sorted: -1, selected: -1, middle: container.NewStack()}
	for i := range cols {
		t.order = append(t.order, i)
	}
	t.arrange()
	t.head = container.NewStack()
	t.showHead()
	t.box = NewBlock(Look{Fill: ColSurface, Stroke: ColLine, Radius: Radius, Top: 1, Right: 1, Bottom: 4, Left: 1},
		Frame(t.head, nil, nil, nil, t.middle))
	t.ExtendBaseWidget(t)
	return t
}

// fill makes the list anew, for columns in another order.
func (t *Table) fill() {
	t.list = NewKeyList(func() int { return t.rows.Len() },
		func() fyne.CanvasObject { return newTableRow(t) },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if row, ok := o.(*tableRow); ok {
				row.set(i)
			}
		})
	t.middle.Objects = []fyne.CanvasObject{t.list}
	t.middle.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.box) }

// OnSort sets what happens when a title is pressed: the same one again turns
// the order round.
func (t *Table) OnSort(f func(column int, down bool)) { t.onSort = f; t.showHead() }

// SetRows shows other rows, after a filter or new data; the selection goes.
func (t *Table) SetRows(rows Rows) {
	t.rows, t.selected = rows, -1
	t.list.Refresh()
}

// RefreshRows shows the same rows again, after what they hold has changed.
func (t *Table) RefreshRows() { t.list.Refresh() }

// Selected is the row that is selected, -1 for none.
func (t *Table) Selected() int { return t.selected }

// Select selects a row and brings it into view; -1 selects none.
func (t *Table) Select(row int) {
	t.selected = max(-1, min(row, t.rows.Len()-1))
	t.list.Refresh()
	if t.selected >= 0 {
		t.list.ScrollTo(t.selected)
	}
}

// OnKey moves and opens by the keys of the desktop; a page forwards its own.
func (t *Table) OnKey(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyDown:
		t.Select(t.selected + 1)
	case fyne.KeyUp:
		t.Select(max(0, t.selected-1))
	case fyne.KeyReturn, fyne.KeyEnter:
		t.press(t.selected)
	default:
		return false
	}
	return true
}

// OnRune moves by j and k.
func (t *Table) OnRune(r rune) bool {
	switch r {
	case 'j':
		return t.OnKey(fyne.KeyDown)
	case 'k':
		return t.OnKey(fyne.KeyUp)
	}
	return false
}

func (t *Table) press(row int) {
	if row < 0 || row >= t.rows.Len() {
		return
	}
	t.selected = row
	t.list.Refresh()
	t.open(row)
}

func (t *Table) sortBy(column int) {
	t.down = t.sorted == column && !t.down
	t.sorted = column
	t.showHead()
	t.remember()
	t.onSort(column, t.down)
}

// showHead is the row of titles; the one that sorts shows which way.
func (t *Table) showHead() {
	var titles []fyne.CanvasObject
	for i, c := range t.cols {
		titles = append(titles, t.title(i, c))
	}
	t.head.Objects = []fyne.CanvasObject{NewBlock(Look{Fill: ColSunken, Left: tableEdge, Right: tableEdge, Radius: Radius - 1, Flat: [4]bool{false, false, true, true}},
		tableCells(t.cols, titles))}
	t.head.Refresh()
}

// title is the title of the column at a place.
func (t *Table) title(at int, c Column) fyne.CanvasObject {
	i := t.order[at]
	word := NewText(c.Title, CaptionBold, ColMuted).Clip()
	if c.End {
		word.End()
	}
	parts := []fyne.CanvasObject{Grow(word)}
	if t.sorted == i {
		g := IcDown
		if t.down {
			g = IcUp
		}
		parts = append(parts, NewIcon(g, 14, ColMuted))
	}
	var do func()
	if t.onSort != nil && !c.Fixed {
		do = func() { t.sortBy(i) }
	}
	switch {
	case t.memory != nil:
		return newTableTitle(t, at, Row(2, parts...), do)
	case do == nil:
		return AtLeast(0, TouchMin, Row(2, parts...))
	}
	return NewTap(Look{}, Row(2, parts...), do)
}
