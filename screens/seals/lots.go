package seals

import (
	"context"

	"dianqin/app"
	appseals "dianqin/app/seals"
	"dianqin/assets/words"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"
)

// NewLots makes the stock by lot: what was bought, and where it is now.
func NewLots(a *app.App, c *ui.Context, lead Go) ui.Page {
	var now *lots
	p := &plain{a: a, c: c, count: "seals.lots.count", empty: "seals.lots.empty", hint: "seals.lots.search",
		issue: func() { lead.Issue("") }, columns: func() []ui.Column { return lotColumns(c) }}
	p.find = func(ctx context.Context, names *words.Words) (ui.Rows, error) {
		all, err := a.Seals.Lots(ctx)
		now = &lots{c: c, all: all, kinds: kindNames(a, names)}
		return now, err
	}
	p.press = func(row int) { lead.Lot(now.all[row].ID) }
	return p.begin()
}

// lots are the lots as a table asks for them.
type lots struct {
	c     *ui.Context
	all   []appseals.LotStock
	kinds map[string]string
}

// Len implements ui.Rows.
func (l *lots) Len() int { return len(l.all) }

// Cell implements ui.Rows.
func (l *lots) Cell(row, column int) ui.Cell {
	w, x := l.c.Words(), l.all[row]
	count := func(n int, ink ui.Tone) ui.Cell {
		if n == 0 {
			return ui.Cell{Text: "0", Ink: ui.ColMuted}
		}
		return ui.Cell{Text: w.Count(n), Ink: ink.OnWash(), Bold: true}
	}
	switch column {
	case 0:
		return ui.Cell{Text: x.Code, Bold: true}
	case 1:
		if name := l.kinds[x.Kind]; name != "" {
			return ui.Cell{Text: name}
		}
		return ui.Cell{Text: x.Kind}
	case 2:
		return ui.Cell{Text: show.Tail(x.From) + " – " + show.Tail(x.To)}
	case 3:
		return count(x.By[seal.InStore], ui.ToneCalm)
	case 4:
		return count(x.By[seal.Issued], ui.TonePrimary)
	case 5:
		return count(x.By[seal.Applied], ui.ToneRight)
	case 6:
		return count(x.Known-x.By[seal.InStore]-x.By[seal.Issued]-x.By[seal.Applied], ui.ToneLook)
	}
	if x.BoughtAt == 0 {
		return ui.Cell{}
	}
	return ui.Cell{Text: w.Date(x.BoughtAt.Time(), l.c.Now()), Ink: ui.ColMuted}
}

func lotColumns(c *ui.Context) []ui.Column {
	t := func(key string) string { return c.T("seals.lots."+key, nil) }
	return []ui.Column{
		{Title: t("code"), Width: 140},
		{Title: c.T("seals.col.kind", nil), Width: 112},
		{Title: t("range"), Minor: true},
		{Title: show.Custody(c.Words(), seal.InStore), Width: 72, End: true},
		{Title: show.Custody(c.Words(), seal.Issued), Width: 72, End: true},
		{Title: show.Custody(c.Words(), seal.Applied), Width: 72, End: true},
		{Title: t("others"), Width: 64, End: true},
		{Title: t("bought"), Width: 116, End: true, Minor: true},
	}
}
