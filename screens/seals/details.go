package seals

import (
	"context"
	"slices"
	"strings"

	"dianqin/app"
	appseals "dianqin/app/seals"
	"dianqin/data/model"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Details is all that is known of a number, in the details pane.
type Details struct {
	ui.PageBody
	a      *app.App
	c      *ui.Context
	lead   Go
	number string

	story appseals.Story
	boxes map[string]string // address by box id
	kind  string
}

// NewDetails makes the pane's page of a number, of one without a record too.
func NewDetails(a *app.App, c *ui.Context, number string, lead Go) *Details {
	p := &Details{a: a, c: c, number: number, lead: lead}
	p.PageBody = show.NewPaneBody(c, p, p.parts, p.reload)
	return p
}

// Title implements ui.Page.
func (p *Details) Title() string { return p.c.T("seals.seal", nil) }

// Subtitle implements ui.Subtitled.
func (p *Details) Subtitle() string { return p.kind }

// Actions implements ui.Acting.
func (p *Details) Actions() []fyne.CanvasObject {
	return []fyne.CanvasObject{ui.NewIconButton(ui.IcCopy, ui.ColMuted, func() { p.c.Copy(p.number) })}
}

// OnShown implements ui.Shown.
func (p *Details) OnShown() {
	p.UntilHidden(p.a.Records.On(func([]model.Kind) { p.c.Do(p.reload) }))
	p.reload()
}

func (p *Details) reload() {
	p.Load(p.Pause(pause), func() func() {
		ctx := context.Background()
		story, err := p.a.Seals.Story(ctx, p.number)
		boxes := map[string]string{}
		for _, id := range boxesOf(story) {
			if b, found, err := p.a.Lookup.Box(ctx, id); err == nil && found {
				boxes[id] = b.Address
			}
		}
		kind := ""
		if story.Seal != nil {
			k, ok := p.a.Seals.Kind(story.Seal.Kind)
			kind = kindName(p.c.Words(), k, ok, story.Seal.Kind)
		}
		return func() {
			p.story, p.boxes, p.kind = story, boxes, kind
			p.Loaded(err)
		}
	})
}

// boxesOf lists the boxes that a story names.
func boxesOf(s appseals.Story) []string {
	var out []string
	if s.Seal != nil {
		out = append(out, s.Seal.BoxID)
		if s.Seal.Seen != nil {
			out = append(out, s.Seal.Seen.BoxID)
		}
	}
	for _, e := range s.Events {
		out = append(out, e.BoxID)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(id string) bool { return id == "" })
}

func (p *Details) parts() []fyne.CanvasObject {
	return slices.Concat(p.head(), p.record(), p.cases(), p.pictures(), p.custody(), p.history())
}

// head is the number, and below it the newest verdict where that is not good.
func (p *Details) head() []fyne.CanvasObject {
	out := []fyne.CanvasObject{ui.NewGroupedNumber(ui.GroupDigits(p.number), ui.Caption, ui.BodyBold, ui.ColInk)}
	for _, e := range p.story.Events {
		v, ok := seal.VerdictOf(e)
		if !ok {
			continue
		}
		if v.Tone != seal.Right {
			title, detail := show.Verdict(p.c.Words(), v, p.names)
			out = append(out, ui.NewVerdictBanner(show.Mark(v.Tone), title, detail))
		}
		break
	}
	return out
}

func (p *Details) names(kind model.Kind, id string) string {
	if kind == model.KindBox {
		return p.boxes[id]
	}
	return ""
}

// record is what is on file of the number.
func (p *Details) record() []fyne.CanvasObject {
	w, s := p.c.Words(), p.story.Seal
	if s == nil && p.story.Lot == nil {
		return []fyne.CanvasObject{ui.NewText(p.c.T("seals.norecord", nil), ui.Small, ui.ColMuted).Wrap()}
	}
	var rows []fyne.CanvasObject
	row := func(key, value string) {
		if value != "" {
			rows = append(rows, ui.NewKeyText(p.c.T("seals."+key, nil), value))
		}
	}
	if s != nil {
		rows = append(rows, ui.NewKeyValue(p.c.T("seals.col.custody", nil), ui.NewStateBadge(custody(w, s.Custody))))
		if s.Condition != "" {
			rows = append(rows, ui.NewKeyValue(p.c.T("seals.col.condition", nil), ui.NewStateBadge(condition(w, s.Condition))))
		}
		if s.BoxID != "" {
			row("col.where", p.boxes[s.BoxID])
			row("place", show.Place(w, s.Place))
		}
		row("holder", p.story.People[s.HolderID])
		if s.Seen != nil && s.Seen.BoxID != s.BoxID {
			row("seen", p.boxes[s.Seen.BoxID])
		}
	}
	if l := p.story.Lot; l != nil {
		row("lot", l.Code+" · "+p.c.N("seals.count", l.Count, nil))
	}
	return []fyne.CanvasObject{ui.Group(rows...)}
}

func (p *Details) cases() []fyne.CanvasObject {
	if len(p.story.Cases) == 0 {
		return nil
	}
	var rows []fyne.CanvasObject
	for _, k := range p.story.Cases {
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcShield, Tone: ui.ToneWrong, Open: true,
			Title: show.CaseKind(p.c.Words(), string(k.Kind)),
			Sub:   show.Number(p.c.Words(), k.Number) + " · " + show.CaseState(p.c.Words(), string(k.State))}, func() { p.lead.Case(k) }))
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("seals.cases", nil), ui.NewText(p.c.Words().Count(len(rows)), ui.Small, ui.ColMuted)), ui.Group(rows...)}
}

func (p *Details) pictures() []fyne.CanvasObject {
	if len(p.story.Files) == 0 {
		return nil
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("common.photos", nil)), p.lead.Pictures(p.story.Files)}
}

// custody is the line of who had the seal, or where it hung, and for how long; the
// present first.
func (p *Details) custody() []fyne.CanvasObject {
	w := p.c.Words()
	line := seal.Chain(p.story.Lot, p.story.Events)
	if len(line) == 0 {
		return nil
	}
	var events []ui.Event
	for _, h := range slices.Backward(line) {
		e := ui.Event{What: show.Custody(w, h.Custody), Tone: custodyTone(h.Custody)}
		if h.From != 0 {
			e.When = w.Date(h.From.Time(), p.c.Now())
		}
		parts := []string{}
		switch {
		case h.Holder != "":
			parts = append(parts, p.story.People[h.Holder])
		case h.BoxID != "":
			parts = append(parts, p.boxes[h.BoxID]+" "+show.Place(w, h.Place))
		case h.Custody == seal.Purchased && p.story.Lot != nil:
			parts = append(parts, p.story.Lot.Code)
		}
		until := h.Until
		if until == 0 {
			until = model.MillisOf(p.c.Now())
		}
		if days := model.CivilDay(until) - model.CivilDay(h.From); days > 0 && h.From != 0 {
			parts = append(parts, p.c.N("seals.days", days, nil))
		}
		if name := p.story.People[h.By]; name != "" && h.By != h.Holder {
			parts = append(parts, p.c.T("seals.by", map[string]any{"name": name}))
		}
		e.Who = strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" }), " · ")
		events = append(events, e)
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("seals.chain", nil)), ui.Inset(0, 2, 0, 2, ui.NewHistory(events))}
}

func (p *Details) history() []fyne.CanvasObject {
	title := ui.NewSectionTitle(p.c.T("seals.history", nil))
	if len(p.story.Events) == 0 {
		return []fyne.CanvasObject{title, ui.NewText(p.c.T("seals.nohistory", nil), ui.Small, ui.ColMuted).Wrap()}
	}
	events := make([]ui.Event, len(p.story.Events))
	for i, e := range p.story.Events {
		events[i] = p.event(e)
	}
	return []fyne.CanvasObject{title, ui.Inset(0, 2, 0, 2, ui.NewHistory(events))}
}

// event is one line of the history: what happened, what it was judged, who did
// it and where.
func (p *Details) event(e seal.Event) ui.Event {
	w := p.c.Words()
	out := ui.Event{When: show.When(w, e.At, p.c.Now()), What: show.What(w, e.What), Tone: ui.ToneCalm}
	who := []string{}
	if name := p.story.People[e.By]; name != "" {
		who = append(who, name)
	}
	if v, ok := seal.VerdictOf(e); ok {
		title, _ := show.Verdict(w, v, p.names)
		out.What, out.Tone = out.What+" · "+title, show.Tone(v.Tone)
	}
	if to := p.story.People[e.ToID]; to != "" {
		who = append(who, "→ "+to)
	}
	if e.Place != "" {
		who = append(who, show.Place(w, e.Place))
	}
	if at := p.boxes[e.BoxID]; at != "" && (p.story.Seal == nil || p.story.Seal.BoxID != e.BoxID) {
		who = append(who, at)
	}
	if e.Disputed != "" {
		who, out.Tone = append([]string{p.c.T("seals.disputed", nil)}, who...), ui.ToneLook
	}
	out.Who = strings.Join(who, " · ")
	return out
}
