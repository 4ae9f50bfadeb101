package seals

import (
	"context"
	"slices"

	"dianqin/app"
	"dianqin/assets/words"
	"dianqin/data/model"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// plain is a list of the desk that is read whole: lots, or holders. It narrows as
// one types and sorts by every title.
type plain struct {
	a *app.App
	c *ui.Context

	find    func(context.Context, *words.Words) (ui.Rows, error) // runs beside the screen
	columns func() []ui.Column
	press   func(row int) // of what find gave
	count   string        // key of how many are listed
	empty   string        // key of why none are
	hint    string        // key of what the search takes
	issue   func()

	text   string
	rows   ui.Rows
	sorted *ui.Filtered
	column int
	down   bool
	read   bool
	fault  error

	table  *ui.Table
	search *ui.Entry
	body   *fyne.Container
	load   *ui.Latest
	off    func()
}

// Title implements ui.Page.
func (p *plain) Title() string { return p.c.T("seals.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *plain) Subtitle() string {
	if !p.read || p.fault != nil {
		return ""
	}
	return p.c.N(p.count, p.rows.Len(), nil)
}

// Actions implements ui.Acting.
func (p *plain) Actions() []fyne.CanvasObject {
	p.search = ui.NewSearch(p.text, p.c.T(p.hint, nil), func(text string) {
		p.text = text
		p.show()
	})
	return []fyne.CanvasObject{ui.AtLeast(200, 0, p.search), ui.NewCompact(ui.IcSend, p.c.T("seals.issue", nil), true, p.issue)}
}

// Content implements ui.Page.
func (p *plain) Content() fyne.CanvasObject {
	p.body = ui.Col(0)
	p.paint()
	return ui.Frame(nil, nil, nil, nil, p.body)
}

// OnShown implements ui.Shown.
func (p *plain) OnShown() {
	p.off = p.a.Records.On(func(kinds []model.Kind) {
		if slices.Contains(kinds, model.KindSeal) || slices.Contains(kinds, model.KindSealLot) || slices.Contains(kinds, model.KindUser) {
			p.c.Do(p.reload)
		}
	})
	p.reload()
}

// OnHidden implements ui.Hidden.
func (p *plain) OnHidden() {
	p.off()
	p.load.Drop()
}

// OnKey implements ui.Keyed.
func (p *plain) OnKey(k fyne.KeyName) bool { return p.table != nil && p.table.OnKey(k) }

// OnRune implements ui.Keyed: / goes to the search.
func (p *plain) OnRune(r rune) bool {
	if r == '/' {
		p.c.Focus(p.search)
		return true
	}
	return p.table != nil && p.table.OnRune(r)
}

func (p *plain) reload() {
	wait := pause
	if !p.read {
		wait = 0
	}
	names := p.c.Words()
	p.load.Go(wait, func() func() {
		rows, err := p.find(context.Background(), names)
		return func() {
			p.rows, p.fault, p.read = rows, err, true
			p.paint()
			if !p.c.Typing() {
				p.c.Nav.Update()
			}
		}
	})
}

// paint builds what is below the title.
func (p *plain) paint() {
	if p.body == nil {
		return
	}
	p.table = nil
	var middle fyne.CanvasObject
	switch {
	case p.fault != nil:
		problem := show.Error(p.c.Words(), p.fault, false)
		problem.Action, problem.Do = p.c.T("common.retry", nil), p.reload
		middle = ui.NewProblem(problem)
	case !p.read:
		middle = ui.Middle(ui.NewText(p.c.T("common.loading", nil), ui.Small, ui.ColMuted))
	case p.rows.Len() == 0:
		middle = ui.NewEmpty(ui.Empty{Icon: ui.IcSeal, Why: p.c.T(p.empty, nil)})
	default:
		p.show()
		p.table = ui.NewTable(p.columns(), p.sorted, func(row int) { p.press(p.sorted.Source(row)) })
		p.table.OnSort(func(column int, down bool) {
			p.column, p.down = column, down
			p.show()
		})
		p.table.Sorted(p.column, p.down)
		p.table.Keep(p.c, p.count)
		middle = p.table
	}
	p.body.Objects = []fyne.CanvasObject{ui.Grow(middle)}
	p.body.Refresh()
}

// show narrows and sorts what was read and puts it into the table.
func (p *plain) show() {
	if p.rows == nil {
		return
	}
	p.sorted = ui.NewFiltered(p.rows, len(p.columns()))
	p.sorted.Filter(p.text)
	if p.column >= 0 {
		p.sorted.Sort(p.column, p.down)
	}
	if p.table != nil {
		p.table.SetRows(p.sorted)
	}
}
