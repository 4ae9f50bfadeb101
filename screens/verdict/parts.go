package verdict

import (
	"slices"
	"strings"

	"dianqin/data/model"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

func (p *Page) parts() []fyne.CanvasObject {
	var parts []fyne.CanvasObject
	if b := p.banner(); b != nil {
		parts = append(parts, b)
	}
	parts = append(parts, p.onFile())
	if p.about.Visit.TaskID != "" && p.about.Place != "" {
		parts = append(parts, ui.NewSectionTitle(p.c.T("verdict.condition", nil)), p.conditions())
	}
	parts = append(parts, p.photos()...)
	if p.hangsHere() {
		parts = append(parts, ui.NewTonal(ui.IcLock, p.c.T("verdict.remove", nil), func() { p.push(&removing{p: p, why: -1}) }))
	}
	if p.Known() {
		parts = append(parts, p.history()...)
	}
	return parts
}

func (p *Page) banner() fyne.CanvasObject {
	v := p.about.Verdict
	if v == nil {
		if p.about.Visit.TaskID == "" {
			return nil
		}
		return ui.NewVerdictBanner(ui.Unknown, p.c.T("verdict.unseen", nil), p.c.T("verdict.unseen.detail", nil))
	}
	title, detail := show.Verdict(p.c.Words(), *v, p.name)
	return ui.NewVerdictBanner(show.Mark(v.Tone), title, detail)
}

// onFile is the number and what is on file about it.
func (p *Page) onFile() fyne.CanvasObject {
	c, w := p.c, p.c.Words()
	number := ui.NewTap(ui.Look{Top: 8, Bottom: 8, Left: 14, Right: 14, Min: fyne.NewSize(0, ui.Action)},
		ui.Col(2, ui.Row(ui.Gap, ui.Grow(ui.NewText(c.T("verdict.number", nil), ui.Small, ui.ColMuted).Clip()), ui.NewIcon(ui.IcCopy, 20, ui.ColMuted)),
			ui.Row(0, ui.NewGroupedNumber(ui.GroupDigits(p.about.Number), ui.Small, ui.Title, ui.ColInk), ui.Spring())),
		func() { c.Copy(p.about.Number) })
	rows := []fyne.CanvasObject{number}
	switch s := p.story.Seal; {
	case !p.Known():
	case s == nil && p.story.Lot == nil:
		rows = append(rows, ui.NewKeyText(c.T("verdict.record", nil), c.T("verdict.norecord", nil)))
	case s == nil:
		rows = append(rows, ui.NewKeyText(c.T("verdict.lot", nil), p.story.Lot.Code))
		if p.story.Station != "" {
			rows = append(rows, ui.NewKeyText(c.T("verdict.station", nil), p.story.Station))
		}
	default:
		rows = append(rows, ui.NewKeyText(c.T("verdict.custody", nil), show.Custody(w, s.Custody)))
		if s.BoxID != "" {
			where := show.Place(w, s.Place)
			if at := p.names[s.BoxID]; at != "" {
				where = at + " · " + where
			}
			rows = append(rows, ui.NewKeyText(c.T("verdict.where", nil), where))
		}
		if k, ok := p.a.Seals.Kind(s.Kind); ok {
			name := k.NameZH
			if w.Language() == "en" {
				name = k.NameEN
			}
			rows = append(rows, ui.NewKeyText(c.T("verdict.kind", nil), name))
		}
		rows = append(rows, ui.NewKeyText(c.T("verdict.seen", nil), show.Condition(w, s.Condition)))
		rows = append(rows, ui.NewKeyText(c.T("verdict.changed", nil), show.When(w, s.ChangedAt, c.Now())))
	}
	return ui.Group(rows...)
}

func (p *Page) conditions() fyne.CanvasObject {
	var words []string
	for _, x := range seal.Conditions {
		words = append(words, show.Condition(p.c.Words(), x))
	}
	return ui.NewChoices(words, p.condition(), func(i int) { p.note(seal.Conditions[i]) })
}

// history is the way of the seal from the purchase on, when it was last seen, and the
// cases about it.
func (p *Page) history() []fyne.CanvasObject {
	var parts []fyne.CanvasObject
	w := p.c.Words()
	var rows []fyne.CanvasObject
	for _, x := range p.story.Cases {
		rows = append(rows, ui.NewKeyText(show.CaseKind(w, string(x.Kind)), show.Number(w, x.Number)+" · "+show.CaseState(w, string(x.State))))
	}
	if len(rows) > 0 {
		parts = append(parts, ui.NewSectionTitle(p.c.T("verdict.cases", nil)), ui.Group(rows...))
	}
	if way := p.way(); len(way) > 0 {
		parts = append(parts, ui.NewSectionTitle(p.c.T("verdict.way", nil)), ui.Card(ui.NewHistory(way)))
	}
	return append(parts, p.sightings()...)
}

// looked says that an event was only a look: it changed nothing of where the seal is.
func looked(e seal.Event) bool { return e.What == seal.WhatSighted || e.What == seal.WhatInspected }

// way is the custody of the seal as a line, from the purchase on: who had it when,
// and where it went.
func (p *Page) way() []ui.Event {
	w, now := p.c.Words(), p.c.Now()
	var out []ui.Event
	if lot := p.story.Lot; lot != nil {
		bought := ui.Event{What: show.Custody(w, seal.Purchased), Who: joined(p.c.T("verdict.lot", nil)+" "+lot.Code, p.story.Station), Tone: ui.ToneCalm}
		if lot.BoughtAt != 0 {
			bought.When = show.When(w, lot.BoughtAt, now)
		}
		out = append(out, bought)
	}
	for _, e := range slices.Backward(p.story.Events) {
		if looked(e) {
			continue
		}
		step := ui.Event{When: show.When(w, e.At, now), What: show.What(w, e.What), Tone: ui.ToneCalm}
		who := p.story.People[e.By]
		if to := p.story.People[e.ToID]; to != "" {
			who += " → " + to
		}
		place := ""
		if e.Place != "" {
			place = show.Place(w, e.Place)
		}
		step.Who = joined(who, p.name(model.KindBox, e.BoxID), place)
		if e.Disputed != "" {
			step.Tone = ui.ToneLook
		}
		out = append(out, step)
	}
	if s := p.story.Seal; s != nil && len(out) > 0 {
		last := &out[len(out)-1]
		last.Tone = ui.TonePrimary
		if len(out) == 1 && p.story.Lot != nil || s.ChangedAt == 0 { // nothing is told of between: where it is now
			out = append(out, ui.Event{When: show.When(w, s.ChangedAt, now), What: show.Custody(w, s.Custody), Who: p.whereNow(*s), Tone: ui.TonePrimary})
			out[len(out)-2].Tone = ui.ToneCalm
		}
	}
	return out
}

// whereNow is who has the seal or where it hangs.
func (p *Page) whereNow(s seal.Seal) string {
	if s.BoxID == "" {
		return p.story.People[s.HolderID]
	}
	return joined(p.name(model.KindBox, s.BoxID), show.Place(p.c.Words(), s.Place))
}

// someSightings is how many are shown before "all" is pressed.
const someSightings = 3

// sightings are when the number was scanned or looked at, the newest first.
func (p *Page) sightings() []fyne.CanvasObject {
	var events []ui.Event
	count := 0
	for _, e := range p.story.Events {
		if !looked(e) {
			continue
		}
		if count++; count <= someSightings || p.all {
			events = append(events, p.event(e))
		}
	}
	if count == 0 {
		return nil
	}
	parts := []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("verdict.sightings", nil)), ui.Card(ui.NewHistory(events))}
	if len(events) < count {
		parts = append(parts, ui.NewPlain(ui.IcDown, p.c.N("verdict.all", count, nil), func() { p.all = true; p.Paint() }))
	}
	return parts
}

func joined(parts ...string) string {
	var out []string
	for _, s := range parts {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " · ")
}

func (p *Page) event(e seal.Event) ui.Event {
	w := p.c.Words()
	out := ui.Event{When: show.When(w, e.At, p.c.Now()), What: show.What(w, e.What), Who: p.story.People[e.By], Tone: ui.ToneCalm}
	if e.What == seal.WhatInspected {
		out.What += " · " + show.Condition(w, e.Condition)
	}
	if v, ok := seal.VerdictOf(e); ok {
		out.Tone = show.Tone(v.Tone)
		if e.What == seal.WhatSighted {
			title, _ := show.Verdict(w, v, p.name)
			out.What += " · " + title
		}
	}
	if at := p.name(model.KindBox, e.BoxID); at != "" {
		if out.Who != "" {
			out.Who += " · "
		}
		out.Who += at
	}
	return out
}
