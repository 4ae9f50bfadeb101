package overview

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"dianqin/app"
	appoverview "dianqin/app/overview"
	"dianqin/data/model"
	"dianqin/data/model/suspicion"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Suspects is the list of places worth a look, the weightiest first: areas lead to
// their customers, meters to theirs.
type Suspects struct {
	a    *app.App
	c    *ui.Context
	lead Go
	list table

	kind  suspicion.Kind // empty: all
	all   appoverview.Suspects
	limit bool // a policy says what is suspicious
	shown []appoverview.Suspect
}

// mostMeters is how many meters are listed: nobody reads further.
const mostMeters = 500

// NewSuspects makes the list.
func NewSuspects(a *app.App, c *ui.Context, lead Go) *Suspects {
	p := &Suspects{a: a, c: c, lead: lead}
	p.list = newTable(c, "suspects", p, p)
	return p
}

// Title implements ui.Page.
func (p *Suspects) Title() string { return p.c.T("overview.suspects", nil) }

// Subtitle implements ui.Subtitled.
func (p *Suspects) Subtitle() string {
	switch {
	case !p.list.read:
		return ""
	case p.all.Cut || p.all.Total > len(p.all.Worst):
		return p.c.T("overview.suspects.cut", map[string]any{"n": p.c.Words().Count(len(p.all.Worst))})
	}
	return p.c.Words().Count(p.all.Total) + " " + p.c.T("overview.suspects.unit", nil)
}

// Actions implements ui.Acting.
func (p *Suspects) Actions() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.list.searchField("overview.suspects.search")}
}

// Content implements ui.Page.
func (p *Suspects) Content() fyne.CanvasObject { return p.list.content() }

// OnShown implements ui.Shown.
func (p *Suspects) OnShown() { p.list.onShown(p.a.Records.On, dug) }

// OnHidden implements ui.Hidden.
func (p *Suspects) OnHidden() { p.list.onHidden() }

// OnKey implements ui.Keyed.
func (p *Suspects) OnKey(k fyne.KeyName) bool { return p.list.onKey(k) }

// OnRune implements ui.Keyed.
func (p *Suspects) OnRune(r rune) bool { return p.list.onRune(r) }

func (p *Suspects) find(ctx context.Context) (func(), error) {
	all, err := p.a.Overview.Suspects(ctx, mostMeters)
	if err != nil {
		return nil, err
	}
	losses, err := p.a.Overview.Losses(ctx)
	return func() {
		p.all, p.limit = all, losses.Limit > 0
		p.narrow()
	}, err
}

// fits says whether a place is one of a kind. The loss of an area is a sign of its
// meters too, but it is the area that is looked for.
func fits(s appoverview.Suspect, k suspicion.Kind) bool {
	return k == "" || s.Has(k) && (k != suspicion.LineLoss || s.MeterID == "")
}

func (p *Suspects) narrow() {
	p.shown = nil
	for _, s := range p.all.Worst {
		if fits(s, p.kind) {
			p.shown = append(p.shown, s)
		}
	}
}

func (p *Suspects) empty() string {
	if !p.limit {
		return p.c.T("overview.suspects.nolimit", nil)
	}
	return p.c.T("overview.suspects.none", nil)
}

// kinds are those of the chips, after "all".
var kinds = []suspicion.Kind{suspicion.LineLoss, suspicion.Event, suspicion.UseDrop}

func (p *Suspects) chips() []ui.Chip {
	chips := []ui.Chip{{Word: p.c.T("common.all", nil), Count: strconv.Itoa(len(p.all.Worst)), On: p.kind == ""}}
	for _, k := range kinds {
		n := 0
		for _, s := range p.all.Worst {
			if fits(s, k) {
				n++
			}
		}
		chips = append(chips, ui.Chip{Word: p.c.T("signkind."+string(k), nil), Count: strconv.Itoa(n), On: p.kind == k})
	}
	return chips
}

func (p *Suspects) pick(i int) {
	p.kind = ""
	if i > 0 {
		p.kind = kinds[i-1]
	}
	p.narrow()
}

func (p *Suspects) press(row int) {
	s := p.shown[row]
	if s.MeterID == "" {
		p.lead.Area(s.Area)
		return
	}
	p.lead.Customer(s.Customer.ID)
}

func (p *Suspects) columns() []ui.Column {
	t := func(key string) string { return p.c.T("overview.col."+key, nil) }
	return []ui.Column{{Title: t("what"), Width: 340}, {Title: t("area"), Width: 110}, {Title: t("who"), Width: 90},
		{Title: t("where")}, {Title: t("number"), Width: 130, Kind: ui.NumberCell, Minor: true}}
}

// Len implements ui.Rows.
func (p *Suspects) Len() int { return len(p.shown) }

// Cell implements ui.Rows.
func (p *Suspects) Cell(row, column int) ui.Cell {
	s := p.shown[row]
	switch column {
	case 0:
		return ui.Cell{Text: p.signs(s), Bold: true}
	case 1:
		return ui.Cell{Text: s.Area.Name}
	case 2:
		return ui.Cell{Text: s.Customer.Name}
	case 3:
		return ui.Cell{Text: s.Customer.Address}
	}
	return ui.Cell{Text: ui.GroupDigits(s.Customer.Number)}
}

// signs says in one line why a place is worth a look.
func (p *Suspects) signs(s appoverview.Suspect) string {
	var out []string
	for _, sign := range s.Signs {
		out = append(out, p.sign(sign))
	}
	return strings.Join(out, " · ")
}

func (p *Suspects) sign(s suspicion.Sign) string {
	c, w := p.c, p.c.Words()
	switch s.Kind {
	case suspicion.LineLoss:
		return c.T("sign.line_loss", map[string]any{"percent": fmt.Sprintf("%.1f", s.Percent)})
	case suspicion.UseDrop:
		return c.T("sign.use_drop", map[string]any{"percent": fmt.Sprintf("%.0f", -s.Percent)})
	}
	return c.T("sign.event", map[string]any{"what": show.MeterEvent(w, s.Code), "time": w.Date(model.Millis(s.At).Time(), c.Now())})
}
