package cases

import (
	"context"

	"dianqin/data/model/cases"
	"dianqin/screens/show"
	"dianqin/screens/ui"
)

// rows are cases with the addresses of their boxes.
type rows struct {
	p     *Page
	cases []cases.Case
	boxes map[string]string // address by box id
}

// find reads the list. It runs beside the screen.
func (p *Page) find(ctx context.Context) (*rows, error) {
	r := &rows{p: p, boxes: map[string]string{}}
	var err error
	if r.cases, err = p.a.Work.Cases(ctx); err != nil {
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
		{Title: t("kind"), Width: 136, Kind: ui.StateCell},
		{Title: t("seal"), Width: 216, Kind: ui.NumberCell},
		{Title: t("where")},
		{Title: t("opened"), Width: 104, Minor: true},
		{Title: t("state"), Width: 104, Kind: ui.StateCell, Minor: true},
		{Title: t("number"), Width: 150, Minor: true},
	}
}
