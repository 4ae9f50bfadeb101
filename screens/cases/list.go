package cases

import (
	"context"

	"dianqin/data/model/cases"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// rows are cases with the addresses of their boxes.
type rows struct {
	p     *Page
	cases []cases.Case
	boxes map[string]string // address by box id
}

// find reads the list. It runs beside the screen.
func (p *Page) find(ctx context.Context, state cases.State) (*rows, error) {
	r := &rows{p: p, boxes: map[string]string{}}
	var err error
	if r.cases, err = p.a.Work.CasesOf(ctx, state); err != nil {
		return r, err
	}
	for _, k := range r.cases {
		if _, done := r.boxes[k.BoxID]; done || k.BoxID == "" {
			continue
		}
		b, _, err := p.a.Lookup.Box(ctx, k.BoxID)
		if err != nil {
			return r, err
		}
		r.boxes[k.BoxID] = b.Address
	}
	return r, nil
}

// Len implements ui.Rows.
func (r *rows) Len() int { return len(r.cases) }

// Cell implements ui.Rows.
func (r *rows) Cell(row, column int) ui.Cell {
	w, k := r.p.c.Words(), r.cases[row]
	switch column {
	case 0:
		return ui.Cell{State: ui.State{Word: show.CaseKind(w, string(k.Kind)), Icon: ui.IcCross, Tone: ui.ToneWrong}}
	case 1:
		return ui.Cell{Text: ui.GroupDigits(k.SealNumber)}
	case 2:
		return ui.Cell{Text: r.boxes[k.BoxID]}
	case 3:
		return ui.Cell{Text: show.When(w, k.OpenedAt, r.p.c.Now()), Ink: ui.ColMuted}
	case 4:
		return ui.Cell{State: state(r.p.c, k.State)}
	}
	return ui.Cell{Text: show.Number(w, k.Number), Ink: ui.ColMuted}
}

// kinds are the rows of one kind, or of all.
type kinds struct {
	*rows
	index []int
}

func (r *rows) of(k cases.Kind) *kinds {
	out := &kinds{rows: r}
	for i, c := range r.cases {
		if k == "" || k == c.Kind {
			out.index = append(out.index, i)
		}
	}
	return out
}

// Len implements ui.Rows.
func (k *kinds) Len() int { return len(k.index) }

// Cell implements ui.Rows.
func (k *kinds) Cell(row, column int) ui.Cell { return k.rows.Cell(k.index[row], column) }

func (k *kinds) at(row int) cases.Case { return k.cases[k.index[row]] }

// filters are the chips of states, and of kinds below them.
func (p *Page) filters() fyne.CanvasObject {
	w := p.c.Words()
	states := []cases.State{"", cases.Open, cases.Reviewing, cases.Closed}
	chips := make([]ui.Chip, len(states))
	for i, s := range states {
		n := p.counts[s]
		chips[i] = ui.Chip{Word: show.CaseState(w, string(s)), On: s == p.state}
		if s == "" {
			chips[i].Word, n = p.c.T("cases.unclosed", nil), p.counts[cases.Open]+p.counts[cases.Reviewing]
		}
		chips[i].Count = w.Count(n)
	}
	byState := ui.NewFilterBar(chips, func(i int) {
		p.state, p.kind, p.Read = states[i], "", false
		p.c.Unfocus()
		p.reload()
	})
	return ui.Col(0, byState, p.byKind())
}

func (p *Page) byKind() fyne.CanvasObject {
	w := p.c.Words()
	found := []cases.Kind{"", cases.SealBroken, cases.SealMissing, cases.SealForeign, cases.SealCloned}
	chips := make([]ui.Chip, len(found))
	for i, k := range found {
		chips[i] = ui.Chip{Word: show.CaseKind(w, string(k)), On: k == p.kind, Count: w.Count(len(p.rows.of(k).index))}
		if k == "" {
			chips[i].Word = p.c.T("cases.allkinds", nil)
		}
	}
	return ui.NewFilterBar(chips, func(i int) {
		p.kind = found[i]
		p.Paint()
	})
}

// state is the badge of where a case stands.
func state(c *ui.Context, s cases.State) ui.State {
	b := ui.State{Word: show.CaseState(c.Words(), string(s)), Icon: ui.IcClock, Tone: ui.ToneLook}
	switch s {
	case cases.Reviewing:
		b.Icon, b.Tone = ui.IcPen, ui.TonePrimary
	case cases.Closed:
		b.Icon, b.Tone = ui.IcCheck, ui.ToneCalm
	}
	return b
}

func (p *Page) columns() []ui.Column {
	t := func(key string) string { return p.c.T("cases.col."+key, nil) }
	return []ui.Column{
		{Title: t("kind"), Width: 196, Kind: ui.StateCell},
		{Title: t("seal"), Width: 216, Kind: ui.NumberCell},
		{Title: t("where")},
		{Title: t("opened"), Width: 104, Minor: true},
		{Title: t("state"), Width: 104, Kind: ui.StateCell, Minor: true},
		{Title: t("number"), Width: 150, Minor: true},
	}
}
