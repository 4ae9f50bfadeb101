package overview

import (
	"context"
	"slices"
	"time"

	"dianqin/data/model"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// listed is what a list behind a figure tells its table.
type listed interface {
	ui.Rows
	find(ctx context.Context) (func(), error) // reads beside the screen; what it returns runs on it
	columns() []ui.Column
	chips() []ui.Chip
	pick(chip int)
	press(row int)
	empty() string
}

// table is a searched, sorted and narrowed table of a list that fits into memory.
// It is a part of the pages here, not a page itself.
type table struct {
	c    *ui.Context
	name string // under which its columns are kept
	of   listed
	page ui.Page

	text   string
	column int
	down   bool
	read   bool
	fault  error
	sorted *ui.Filtered
	table  *ui.Table
	search *ui.Entry
	body   *fyne.Container
	load   *ui.Latest
	off    func()
}

func newTable(c *ui.Context, name string, page ui.Page, of listed) table {
	return table{c: c, name: name, of: of, page: page, column: -1, load: ui.NewLatest(c.Bridge)}
}

func (t *table) searchField(hint string) fyne.CanvasObject {
	t.search = ui.NewSearch(t.text, t.c.T(hint, nil), func(text string) {
		t.text = text
		t.show()
	})
	return ui.AtLeast(260, 0, t.search)
}

func (t *table) content() fyne.CanvasObject {
	t.body = ui.Col(0)
	t.paint()
	return ui.Frame(nil, nil, nil, nil, t.body)
}

// onShown reads, and reads again when records of the kinds change.
func (t *table) onShown(on func(func([]model.Kind)) func(), kinds []model.Kind) {
	t.off = on(func(changed []model.Kind) {
		if slices.ContainsFunc(changed, func(k model.Kind) bool { return slices.Contains(kinds, k) }) {
			t.c.Do(func() { t.reload(pause) })
		}
	})
	t.reload(0)
}

func (t *table) onHidden() {
	t.off()
	t.load.Drop()
}

func (t *table) onKey(k fyne.KeyName) bool { return t.table != nil && t.table.OnKey(k) }

func (t *table) onRune(r rune) bool {
	if r == '/' {
		t.c.Focus(t.search)
		return true
	}
	return t.table != nil && t.table.OnRune(r)
}

func (t *table) reload(wait time.Duration) {
	t.load.Go(wait, func() func() {
		take, err := t.of.find(context.Background())
		return func() {
			if t.fault, t.read = err, true; err == nil {
				take()
			}
			t.paint()
			if t.c.Nav.Current() == t.page && t.c.Window().Canvas().Focused() == nil {
				t.c.Nav.Update()
			}
		}
	})
}

func (t *table) paint() {
	if t.body == nil {
		return
	}
	t.table = nil
	var middle fyne.CanvasObject
	switch {
	case t.fault != nil:
		middle = ui.NewProblem(show.Retry(t.c, t.fault, func() { t.reload(0) }))
	case !t.read:
		middle = ui.Space(0, 0)
	case t.of.Len() == 0:
		middle = ui.NewEmpty(ui.Empty{Icon: ui.IcCheck, Why: t.of.empty()})
	default:
		t.show()
		t.table = ui.NewTable(t.of.columns(), t.sorted, t.press)
		t.table.OnSort(func(column int, down bool) {
			t.column, t.down = column, down
			t.show()
		})
		t.table.Sorted(t.column, t.down)
		t.table.Keep(t.c, t.name)
		middle = t.table
	}
	if t.read && t.fault == nil {
		middle = ui.Frame(ui.Inset(0, 0, 8, 0, t.filters()), nil, nil, nil, middle)
	}
	t.body.Objects = []fyne.CanvasObject{ui.Grow(middle)}
	t.body.Refresh()
}

func (t *table) filters() fyne.CanvasObject {
	return ui.NewFilterBar(t.of.chips(), func(i int) {
		t.of.pick(i)
		t.paint()
		if t.c.Nav.Current() == t.page {
			t.c.Nav.Update()
		}
	})
}

// show searches and sorts what was read.
func (t *table) show() {
	t.sorted = ui.NewFiltered(t.of, len(t.of.columns()))
	t.sorted.Filter(t.text)
	if t.column >= 0 {
		t.sorted.Sort(t.column, t.down)
	}
	if t.table != nil {
		t.table.SetRows(t.sorted)
	}
}

func (t *table) press(row int) { t.of.press(t.sorted.Source(row)) }
