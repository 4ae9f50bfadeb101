package seals

import (
	"context"

	"dianqin/app"
	appseals "dianqin/app/seals"
	"dianqin/assets/words"
	"dianqin/data/model/people"
	"dianqin/screens/ui"
)

// NewHolders makes the stock by person: who has how many.
func NewHolders(a *app.App, c *ui.Context, lead Go) ui.Page {
	var now *holders
	p := &plain{a: a, c: c, count: "seals.holders.count", empty: "seals.holders.empty", hint: "seals.holders.search",
		issue: func() { lead.Issue("") }, columns: func() []ui.Column { return holderColumns(c) }}
	p.find = func(ctx context.Context, _ *words.Words) (ui.Rows, error) {
		all, err := a.Seals.Holders(ctx)
		now = &holders{c: c, all: all}
		return now, err
	}
	p.press = func(row int) { lead.Holder(now.all[row].User) }
	return p.begin()
}

// holders are people as a table asks for them.
type holders struct {
	c   *ui.Context
	all []appseals.Holder
}

// Len implements ui.Rows.
func (h *holders) Len() int { return len(h.all) }

// Cell implements ui.Rows.
func (h *holders) Cell(row, column int) ui.Cell {
	x := h.all[row]
	switch column {
	case 0:
		return ui.Cell{Text: x.Name, Bold: true}
	case 1:
		return ui.Cell{Text: roleOf(h.c, x.User)}
	case 2:
		return ui.Cell{Text: x.Login, Ink: ui.ColMuted}
	}
	if x.Count == 0 {
		return ui.Cell{Text: "0", Ink: ui.ColMuted}
	}
	return ui.Cell{Text: h.c.Words().Count(x.Count), Bold: true}
}

func roleOf(c *ui.Context, u people.User) string {
	if len(u.Roles) == 0 {
		return ""
	}
	return c.T("role."+string(u.Roles[0]), nil)
}

func holderColumns(c *ui.Context) []ui.Column {
	t := func(key string) string { return c.T("seals.holders."+key, nil) }
	return []ui.Column{
		{Title: t("name"), Width: 160},
		{Title: t("role")},
		{Title: t("login"), Width: 140, Minor: true},
		{Title: t("held"), Width: 110, End: true},
	}
}
