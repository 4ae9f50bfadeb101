package seals

import (
	"context"

	"dianqin/app"
	appseals "dianqin/app/seals"
	"dianqin/assets/words"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"
)

// A list of up to few seals is read whole, so that every title sorts. A longer one
// is read by pages as they come into view; of these pages so many are kept.
const (
	few       = 1000
	pageSize  = 100
	keptPages = 12
)

// rows are the seals of a list.
type rows struct {
	p     *Page
	list  appseals.List
	pages map[int][]appseals.Row
	order []int // pages, the one read last at the end
	asked map[int]bool
	kinds map[string]string // name by code
}

// find reads a list: all of it, or its first page. It runs beside the screen.
func (p *Page) find(ctx context.Context, names *words.Words, w appseals.Wanted) (*rows, error) {
	r := &rows{p: p, pages: map[int][]appseals.Row{}, asked: map[int]bool{}, kinds: kindNames(p.a, names)}
	var err error
	if r.list, err = p.a.Seals.List(ctx, w); err != nil {
		return r, err
	}
	first := pageSize
	if r.whole() {
		first = few
	}
	some, err := r.list.Page(ctx, 0, first)
	for n := 0; n*pageSize < len(some); n++ {
		r.keep(n, some[n*pageSize:min(len(some), (n+1)*pageSize)])
	}
	return r, err
}

// whole says whether all of the list is read at once.
func (r *rows) whole() bool { return len(r.list.Numbers) <= few }

// kindNames are the names of the seal kinds that are known.
func kindNames(a *app.App, w *words.Words) map[string]string {
	out := map[string]string{}
	for _, code := range []string{"cover", "terminal", "box", "collector", "test_block"} {
		k, ok := a.Seals.Kind(code)
		out[code] = kindName(w, k, ok, code)
	}
	return out
}

// kindName names a seal kind in the language of the screen.
func kindName(w *words.Words, k policy.SealKind, known bool, code string) string {
	switch {
	case !known:
		return code
	case w.Language() == words.EN && k.NameEN != "":
		return k.NameEN
	}
	return k.NameZH
}

// Len implements ui.Rows.
func (r *rows) Len() int { return len(r.list.Numbers) }

// at is a row that is there, or false while it is being read.
func (r *rows) at(row int) (appseals.Row, bool) {
	page, ok := r.pages[row/pageSize]
	if !ok {
		r.ask(row / pageSize)
		return appseals.Row{}, false
	}
	if row%pageSize >= len(page) { // the list became shorter meanwhile
		return appseals.Row{}, false
	}
	return page[row%pageSize], true
}

// ask reads a page beside the screen.
func (r *rows) ask(n int) {
	if r.asked[n] {
		return
	}
	r.asked[n] = true
	r.p.c.Go(func() func() {
		page, err := r.list.Page(context.Background(), n*pageSize, pageSize)
		return func() {
			if err != nil {
				r.p.c.Toast(show.Line(r.p.c.Words(), err))
				return // asked stays: no row asks again and again
			}
			delete(r.asked, n)
			r.keep(n, page)
			if r.p.rows == r && r.p.Table != nil {
				r.p.Table.RefreshRows()
			}
		}
	})
}

func (r *rows) keep(n int, page []appseals.Row) {
	r.pages[n] = page
	r.order = append(r.order, n)
	if len(r.order) > keptPages {
		delete(r.pages, r.order[0])
		r.order = r.order[1:]
	}
}

// Cell implements ui.Rows.
func (r *rows) Cell(row, column int) ui.Cell {
	if column == 0 { // the numbers are all there
		return ui.Cell{Text: ui.GroupDigits(r.list.Numbers[row])}
	}
	w := r.p.c.Words()
	s, ok := r.at(row)
	if !ok {
		return ui.Cell{}
	}
	switch column {
	case 1:
		return ui.Cell{State: custody(w, s.Custody)}
	case 2:
		return ui.Cell{State: condition(w, s.Condition)}
	case 3:
		return ui.Cell{Text: where(w, s)}
	case 4:
		if name := r.kinds[s.Kind]; name != "" {
			return ui.Cell{Text: name}
		}
		return ui.Cell{Text: s.Kind}
	}
	return ui.Cell{Text: show.When(w, s.ChangedAt, r.p.c.Now()), Ink: ui.ColMuted}
}

// where says where a seal hangs, or who has it.
func where(w *words.Words, s appseals.Row) string {
	if s.BoxID == "" {
		return s.Holder
	}
	return s.Address + " · " + show.Place(w, s.Place)
}

func (p *Page) columns() []ui.Column {
	t := func(key string) string { return p.c.T("seals.col."+key, nil) }
	long := !p.rows.whole()
	return []ui.Column{
		{Title: t("number"), Width: 216, Kind: ui.NumberCell},
		{Title: t("custody"), Width: 104, Kind: ui.StateCell, Fixed: long},
		{Title: t("condition"), Width: 92, Kind: ui.StateCell, Fixed: long},
		{Title: t("where"), Fixed: long},
		{Title: t("kind"), Width: 88, Minor: true, Fixed: long},
		{Title: t("changed"), Width: 124, End: true, Minor: true, Fixed: long},
	}
}

// custody is the badge of a state of custody.
func custody(w *words.Words, c seal.Custody) ui.State {
	s := ui.State{Word: show.Custody(w, c), Tone: custodyTone(c)}
	switch c {
	case seal.Applied:
		s.Icon = ui.IcCheck
	case seal.Scrapped:
		s.Icon = ui.IcDash
	case seal.Lost:
		s.Icon = ui.IcQuery
	case seal.Damaged:
		s.Icon = ui.IcBang
	}
	return s
}

func custodyTone(c seal.Custody) ui.Tone {
	switch c {
	case seal.Applied:
		return ui.ToneRight
	case seal.Issued:
		return ui.TonePrimary
	case seal.Scrapped, seal.Lost:
		return ui.ToneUnknown
	case seal.Damaged, seal.Removed:
		return ui.ToneLook
	}
	return ui.ToneCalm
}

// condition is the badge of a condition.
func condition(w *words.Words, c seal.Condition) ui.State {
	s := ui.State{Word: show.Condition(w, c), Icon: ui.IcCheck, Tone: ui.ToneRight}
	switch c {
	case seal.Broken, seal.Missing:
		s.Icon, s.Tone = ui.IcCross, ui.ToneWrong
	case seal.Worn:
		s.Icon, s.Tone = ui.IcBang, ui.ToneLook
	case "":
		return ui.State{}
	}
	return s
}
