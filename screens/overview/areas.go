package overview

import (
	"context"
	"fmt"
	"strconv"

	"dianqin/app"
	appoverview "dianqin/app/overview"
	"dianqin/data/model"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Areas is the list of areas by line loss, behind the figures.
type Areas struct {
	a    *app.App
	c    *ui.Context
	lead Go
	list table

	over   bool // only those over the limit
	losses appoverview.Losses
	shown  []appoverview.Loss
}

// NewAreas makes the list; over narrows it to the areas over the limit.
func NewAreas(a *app.App, c *ui.Context, lead Go, over bool) *Areas {
	p := &Areas{a: a, c: c, lead: lead, over: over}
	p.list = newTable(c, "areas", p, p)
	return p
}

// Title implements ui.Page.
func (p *Areas) Title() string { return p.c.T("overview.losses", nil) }

// Subtitle implements ui.Subtitled.
func (p *Areas) Subtitle() string {
	if !p.list.read {
		return ""
	}
	text := p.c.N("overview.losses.count", len(p.shown), nil)
	if p.losses.Limit > 0 {
		text += " · " + p.c.T("overview.losses.limit", map[string]any{"month": p.losses.Month, "limit": trimmed(p.losses.Limit)})
	}
	return text
}

// Actions implements ui.Acting.
func (p *Areas) Actions() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.list.searchField("overview.losses.search")}
}

// Content implements ui.Page.
func (p *Areas) Content() fyne.CanvasObject { return p.list.content() }

// OnShown implements ui.Shown.
func (p *Areas) OnShown() {
	p.list.onShown(p.a.Records.On, []model.Kind{model.KindArea, model.KindLineLoss, model.KindPolicy})
}

// OnHidden implements ui.Hidden.
func (p *Areas) OnHidden() { p.list.onHidden() }

// OnKey implements ui.Keyed.
func (p *Areas) OnKey(k fyne.KeyName) bool { return p.list.onKey(k) }

// OnRune implements ui.Keyed.
func (p *Areas) OnRune(r rune) bool { return p.list.onRune(r) }

func (p *Areas) find(ctx context.Context) (func(), error) {
	losses, err := p.a.Overview.Losses(ctx)
	return func() { p.losses = losses; p.narrow() }, err
}

func (p *Areas) narrow() {
	p.shown = nil
	for _, l := range p.losses.All {
		if l.Over || !p.over {
			p.shown = append(p.shown, l)
		}
	}
}

func (p *Areas) empty() string { return p.c.T("overview.losses.none", nil) }

func (p *Areas) chips() []ui.Chip {
	return []ui.Chip{{Word: p.c.T("common.all", nil), Count: strconv.Itoa(len(p.losses.All)), On: !p.over},
		{Word: p.c.T("overview.losses.over", nil), Count: strconv.Itoa(p.losses.Over), On: p.over}}
}

func (p *Areas) pick(i int) {
	p.over = i == 1
	p.narrow()
}

func (p *Areas) press(row int) { p.lead.Area(p.shown[row].Area) }

func (p *Areas) columns() []ui.Column {
	t := func(key string) string { return p.c.T("overview.col."+key, nil) }
	return []ui.Column{{Title: t("area")}, {Title: t("percent"), Width: 72, End: true}, {Title: t("change"), Width: 88, End: true},
		{Title: t("state"), Width: 120, Kind: ui.StateCell}, {Title: t("customers"), Width: 80, End: true, Minor: true}}
}

// Len implements ui.Rows.
func (p *Areas) Len() int { return len(p.shown) }

// Cell implements ui.Rows.
func (p *Areas) Cell(row, column int) ui.Cell {
	l := p.shown[row]
	switch column {
	case 0:
		return ui.Cell{Text: l.Area.Name, Bold: true}
	case 1:
		return ui.Cell{Text: fmt.Sprintf("%.1f", l.Percent), Bold: l.Over}
	case 2:
		return ui.Cell{Text: change(l), Ink: ui.ColMuted}
	case 3:
		if p.losses.Limit == 0 {
			return ui.Cell{}
		}
		if !l.Over {
			return ui.Cell{State: ui.State{Word: p.c.T("overview.within", nil), Icon: ui.IcCheck, Tone: ui.ToneRight}}
		}
		return ui.Cell{State: ui.State{Word: p.c.T("overview.losses.over", nil), Icon: ui.IcAlert, Tone: overTone(l.Percent, p.losses.Limit)}}
	}
	return ui.Cell{Text: p.c.Words().Count(l.Area.Customers), Ink: ui.ColMuted}
}
