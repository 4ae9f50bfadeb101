package ui

import "fyne.io/fyne/v2"

// Listing is what the list pages of the desk have in common: a search in the title
// bar, a table below it, what stands there before anything was read or when reading
// failed, and the keys. A page embeds one, and brings what it reads and the table.
// Everything in it belongs to the thread that paints.
type Listing struct {
	Reading
	Waiting string // key of what is said until something was read; empty says nothing

	Table  *Table    // nil where none stands
	Search *Entry    // of the title bar
	Sorted *Filtered // the rows as ShowRows left them
	Column int       // that sorts, -1 for none
	Down   bool

	middle  func() fyne.CanvasObject
	problem func(error) Problem
	body    *fyne.Container
}

// NewListing asks middle for what stands below the title once something was read, and
// problem for how a fault is said. A middle that calls Fill itself returns nil.
func NewListing(c *Context, middle func() fyne.CanvasObject, problem func(error) Problem) Listing {
	return Listing{Reading: newReading(c), Column: -1, middle: middle, problem: problem}
}

// Content implements Page.
func (l *Listing) Content() fyne.CanvasObject {
	l.body = Col(0)
	l.Paint()
	return Frame(nil, nil, nil, nil, l.body)
}

// OnKey implements Keyed.
func (l *Listing) OnKey(k fyne.KeyName) bool { return l.Table != nil && l.Table.OnKey(k) }

// OnRune implements Keyed: / goes to the search.
func (l *Listing) OnRune(r rune) bool {
	if r == '/' {
		l.c.Focus(l.Search)
		return true
	}
	return l.Table != nil && l.Table.OnRune(r)
}

// NewSearch is the search at least so wide, for Actions.
func (l *Listing) NewSearch(width float32, text, hint string, changed func(string)) fyne.CanvasObject {
	l.Search = NewSearch(text, hint, changed)
	return AtLeast(width, 0, l.Search)
}

// Loaded takes note that reading ended, and shows it.
func (l *Listing) Loaded(err error) {
	l.Fault, l.Read = err, true
	l.Paint()
	l.Retitle()
}

// Retitle asks for title and actions anew; a field that is being typed into would
// lose its place, so then it waits.
func (l *Listing) Retitle() {
	if !l.c.Typing() {
		l.c.Nav.Update()
	}
}

// Paint builds what is below the title; before Content it does nothing.
func (l *Listing) Paint() {
	if l.body == nil {
		return
	}
	l.Table = nil
	switch {
	case l.Fault != nil:
		l.Fill(NewProblem(l.problem(l.Fault)))
	case l.Read:
		if o := l.middle(); o != nil {
			l.Fill(o)
		}
	case l.Waiting != "":
		l.Fill(Middle(NewText(l.c.T(l.Waiting, nil), Small, ColMuted)))
	default:
		l.Fill(Space(0, 0))
	}
}

// Fill puts o below the title.
func (l *Listing) Fill(o fyne.CanvasObject) {
	l.body.Objects = []fyne.CanvasObject{Grow(o)}
	l.body.Refresh()
}

// NewTable is the table: open is told the row that is opened, sort is called when a
// title was pressed and Column and Down say which. Under a name, it keeps its columns.
func (l *Listing) NewTable(name string, columns []Column, rows Rows, open func(row int), sort func()) *Table {
	l.Table = NewTable(columns, rows, open)
	l.Table.OnSort(func(column int, down bool) {
		l.Column, l.Down = column, down
		sort()
	})
	l.Table.Sorted(l.Column, l.Down)
	if name != "" {
		l.Table.Keep(l.c, name)
	}
	return l.Table
}

// ShowRows leaves of all rows those that fit a text, sorted, in Sorted and in the table.
func (l *Listing) ShowRows(all Rows, columns int, text string) {
	l.Sorted = NewFiltered(all, columns)
	l.Sorted.Filter(text)
	if l.Column >= 0 {
		l.Sorted.Sort(l.Column, l.Down)
	}
	if l.Table != nil {
		l.Table.SetRows(l.Sorted)
	}
}

// Mark selects the row that is open in the details pane: isOpen is asked with rows of
// what ShowRows was given.
func (l *Listing) Mark(isOpen func(row int) bool) {
	if l.c.Pane() == nil || l.c.Pane().Depth() == 0 {
		return
	}
	for i := range l.Sorted.Len() {
		if isOpen(l.Sorted.Source(i)) {
			l.Table.Select(i)
			return
		}
	}
}
