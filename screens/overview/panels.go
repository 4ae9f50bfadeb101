package overview

import (
	"fmt"
	"slices"

	appoverview "dianqin/app/overview"
	apppeople "dianqin/app/people"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// How many rows the panels show; the lists behind them show all.
const (
	worstAreas  = 10
	lookDevices = 6
)

// lossPanel is the worst areas against the limit.
func (p *Page) lossPanel() fyne.CanvasObject {
	c, l := p.c, p.losses
	title := c.T("overview.losses", nil)
	switch {
	case !p.deep:
		return ui.NewPanel(title, ui.Space(0, 0), ui.Pad(20, 14, ui.NewText(c.T("common.loading", nil), ui.Small, ui.ColMuted)))
	case len(l.All) == 0:
		return ui.NewPanel(title, ui.Space(0, 0), ui.Pad(20, 14, ui.NewText(c.T("overview.losses.none", nil), ui.Small, ui.ColMuted).Wrap()))
	}
	end := ui.NewPlain("", c.T("overview.losses.end", map[string]any{"over": c.Words().Count(l.Over), "all": c.Words().Count(len(l.All))}),
		func() { p.lead.Losses(false) })
	rows := []fyne.CanvasObject{p.lossHead()}
	scale := lossScale(l)
	for _, x := range l.All[:min(worstAreas, len(l.All))] {
		rows = append(rows, p.lossRow(x, scale))
	}
	return ui.NewPanel(title, end, ui.Col(0, rows...))
}

// lossScale is the loss at which a bar is full: round, so that bars of two days can
// be compared, and never so large that one wild area makes the others' bars short.
func lossScale(l appoverview.Losses) float64 {
	limit := l.Limit
	if limit <= 0 {
		limit = 6
	}
	for _, times := range []float64{2, 3, 4} {
		if l.All[0].Percent <= limit*times {
			return limit * times
		}
	}
	return limit * 4
}

// Widths of the columns of losses, in dp at text scale 1.
const (
	areaWidth    float32 = 120
	percentWidth float32 = 48
	changeWidth  float32 = 60
)

func (p *Page) lossHead() fyne.CanvasObject {
	c := p.c
	about := c.T("overview.losses.nolimit", map[string]any{"month": p.losses.Month})
	if p.losses.Limit > 0 {
		about = c.T("overview.losses.month", map[string]any{"month": p.losses.Month, "limit": trimmed(p.losses.Limit)})
	}
	word := func(s string) *ui.Text { return ui.NewText(s, ui.CaptionBold, ui.ColMuted).Clip() }
	return ui.NewBlock(ui.Look{Fill: ui.ColSunken, Top: 8, Bottom: 8, Left: 14, Right: 14}, lossCells(
		word(c.T("overview.col.area", nil)), word(about), word(c.T("overview.col.percent", nil)).End(), word(c.T("overview.col.change", nil)).End()))
}

func lossCells(area, bar, percent, change fyne.CanvasObject) fyne.CanvasObject {
	return ui.Row(12, ui.Wide(areaWidth, area), ui.Grow(bar), ui.Wide(percentWidth, percent), ui.Wide(changeWidth, change))
}

func (p *Page) lossRow(x appoverview.Loss, scale float64) fyne.CanvasObject {
	tone, ink := ui.TonePrimary, ui.ColInk
	if x.Over {
		tone = overTone(x.Percent, p.losses.Limit)
		ink = tone.OnWash()
	}
	bar := ui.NewProgress(12, float32(p.losses.Limit/scale), ui.Part{Share: float32(min(max(x.Percent, 0)/scale, 1)), Tone: tone})
	cells := lossCells(ui.NewText(x.Area.Name, ui.SmallBold, ui.ColInk).Clip(), bar,
		ui.NewText(fmt.Sprintf("%.1f", x.Percent), ui.BodyBold, ink).End(), ui.NewText(change(x), ui.Small, ui.ColMuted).End())
	return ui.NewTap(ui.Look{Left: 14, Right: 14}, ui.MidV(cells), func() { p.lead.Area(x.Area) })
}

// overTone is red from one and a half times the limit on.
func overTone(percent, limit float64) ui.Tone {
	if percent >= 1.5*limit {
		return ui.ToneWrong
	}
	return ui.ToneLook
}

// change is the difference to the month before in points.
func change(x appoverview.Loss) string {
	switch {
	case !x.Known:
		return "–"
	case x.Change >= 0.05:
		return fmt.Sprintf("+%.1f", x.Change)
	case x.Change <= -0.05:
		return fmt.Sprintf("-%.1f", -x.Change)
	}
	return "0.0"
}

// trimmed is a figure without an empty decimal: 6, 6.5.
func trimmed(f float64) string {
	if f == float64(int(f)) {
		return fmt.Sprint(int(f))
	}
	return fmt.Sprintf("%.1f", f)
}

// waitingPanel is what waits for somebody at the desk.
func (p *Page) waitingPanel() fyne.CanvasObject {
	c, w, f := p.c, p.c.Words(), p.figures.Waiting
	var rows []fyne.CanvasObject
	add := func(n int, g ui.Glyph, tone ui.Tone, key, sub, button string, do func()) {
		if n > 0 {
			rows = append(rows, waitingRow(g, tone, c.N(key, n, nil), sub, button, do))
		}
	}
	due := ""
	if f.NextDue != 0 {
		due = c.T("overview.unassigned.due", map[string]any{"time": show.When(w, f.NextDue, c.Now())})
	}
	add(f.Unassigned, ui.IcPerson, ui.ToneLook, "overview.unassigned", due, c.T("overview.unassigned.do", nil), orders(p.lead.Orders, "", true))
	newest := ""
	if k := f.NewestCase; k != nil {
		newest = c.T("overview.cases.newest", map[string]any{"kind": show.CaseKind(w, string(k.Kind)), "time": show.When(w, k.OpenedAt, c.Now())})
	}
	add(f.Cases, ui.IcShield, ui.ToneWrong, "overview.cases", newest, c.T("overview.open", nil), p.lead.Cases)
	add(f.Returned, ui.IcAlert, ui.ToneLook, "overview.returned", c.T("overview.returned.why", nil), c.T("overview.open", nil), orders(p.lead.Orders, work.Returned, false))
	add(f.Exceptions, ui.IcQuery, ui.ToneUnknown, "overview.exceptions", c.T("overview.exceptions.newest", map[string]any{"time": show.When(w, f.NewestAt, c.Now())}),
		c.T("overview.open", nil), p.lead.Exceptions)
	end := fyne.CanvasObject(ui.NewText(w.Count(f.All()), ui.SmallBold, ui.ToneWrong.OnWash()))
	if len(rows) == 0 {
		end = ui.Space(0, 0)
		rows = []fyne.CanvasObject{ui.Pad(14, 14, ui.Row(10, ui.NewIcon(ui.IcCheck, 20, ui.ToneRight.OnWash()), ui.Grow(ui.NewText(c.T("overview.waiting.none", nil), ui.Small, ui.ColMuted).Wrap())))}
	}
	return ui.NewPanel(c.T("overview.waiting", nil), end, ui.Inset(4, 0, 0, 0, ui.Col(0, rows...)))
}

// orders leads to the list of orders; nil where nothing does.
func orders(lead func(work.State, bool), state work.State, nobody bool) func() {
	if lead == nil {
		return nil
	}
	return func() { lead(state, nobody) }
}

func waitingRow(g ui.Glyph, tone ui.Tone, title, sub, button string, do func()) fyne.CanvasObject {
	texts := []fyne.CanvasObject{ui.NewText(title, ui.SmallBold, ui.ColInk).Clip()}
	if sub != "" {
		texts = append(texts, ui.NewText(sub, ui.Caption, ui.ColMuted).Clip())
	}
	parts := []fyne.CanvasObject{ui.NewDisc(g, 34, tone.Wash(), tone.OnWash()), ui.Grow(ui.Col(0, texts...))}
	if do != nil {
		parts = append(parts, ui.NewCompact("", button, false, do))
	}
	return ui.Pad(6, 14, ui.Row(12, parts...))
}

// devicePanel is how the devices stand, those that want looking at first.
func (p *Page) devicePanel() fyne.CanvasObject {
	c := p.c
	title := c.T("overview.devices", nil)
	alone := func(text string) fyne.CanvasObject {
		return ui.NewPanel(title, ui.Space(0, 0), ui.Pad(14, 14, ui.NewText(text, ui.Small, ui.ColMuted).Wrap()))
	}
	switch {
	case !p.a.People.MaySee():
		return alone(c.T("people.forbidden", nil))
	case p.lacking != nil && !p.known:
		return ui.NewPanel(title, ui.NewCompact(ui.IcSync, c.T("common.retry", nil), false, p.askAgain),
			ui.Pad(14, 14, ui.Col(2, ui.NewText(c.T("people.offline", nil), ui.SmallBold, ui.ToneLook.OnWash()).Wrap(), ui.NewText(show.Line(c.Words(), p.lacking), ui.Small, ui.ColMuted).Wrap())))
	case !p.known:
		return alone(c.T("common.loading", nil))
	}
	all, amiss := p.devices.Trusted()
	if all == 0 {
		return alone(c.T("overview.devices.none", nil))
	}
	end := ui.NewPlain("", c.T("overview.devices.end", map[string]any{"all": c.Words().Count(all), "amiss": c.Words().Count(amiss)}), p.lead.Devices)
	rows := []fyne.CanvasObject{p.deviceHead()}
	for _, d := range p.trusted() {
		rows = append(rows, p.deviceRow(d))
	}
	return ui.NewPanel(title, end, ui.Col(0, rows...))
}

// trusted are the devices that the panel shows.
func (p *Page) trusted() []apppeople.Device {
	some := slices.DeleteFunc(slices.Clone(p.devices.All), func(d apppeople.Device) bool { return d.Health == people.HealthRevoked })
	return some[:min(len(some), lookDevices)]
}

func (p *Page) deviceHead() fyne.CanvasObject {
	word := func(key string) *ui.Text { return ui.NewText(p.c.T(key, nil), ui.CaptionBold, ui.ColMuted).Clip() }
	return ui.NewBlock(ui.Look{Fill: ui.ColSunken, Top: 8, Bottom: 8, Left: 14, Right: 14},
		deviceCells(word("overview.devices.person"), word("people.col.state"), word("people.col.held").End(), word("people.col.seen").End()))
}

func deviceCells(person, state, held, seen fyne.CanvasObject) fyne.CanvasObject {
	return ui.Row(10, ui.Wide(84, person), ui.Grow(state), ui.Wide(44, held), ui.Wide(92, seen))
}

func (p *Page) deviceRow(d apppeople.Device) fyne.CanvasObject {
	w := p.c.Words()
	name := p.names[d.UserID]
	if name == "" {
		name = d.Name
	}
	held, ink := "", ui.ColInk
	if d.Held > 0 {
		held, ink = w.Count(d.Held), ui.ToneLook.OnWash()
	}
	cells := deviceCells(ui.NewText(name, ui.SmallBold, ui.ColInk).Clip(), ui.Row(0, ui.NewStateBadge(show.Health(w, d.Health, d.HeardAt(), p.devices.AsOf)), ui.Spring()),
		ui.NewText(held, ui.SmallBold, ink).End(), ui.NewText(show.Heard(w, d.Device, p.devices.AsOf), ui.Small, ui.ColMuted).Clip().End())
	return ui.Pad(8, 14, cells)
}
