package verdict

import (
	"dianqin/data/model"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// paint shows what is known now.
func (p *Page) paint() {
	if p.body == nil {
		return
	}
	p.body.Objects = p.parts()
	p.body.Refresh()
	p.whole.Refresh()
}

func (p *Page) parts() []fyne.CanvasObject {
	var parts []fyne.CanvasObject
	if p.fault != nil {
		problem := show.Error(p.c.Words(), p.fault, false)
		problem.Action, problem.Do = p.c.T("common.retry", nil), p.load
		parts = append(parts, ui.NewProblem(problem))
	}
	if b := p.banner(); b != nil {
		parts = append(parts, b)
	}
	parts = append(parts, p.record())
	if p.about.Visit.TaskID != "" && p.about.Place != "" {
		parts = append(parts, ui.NewSectionTitle(p.c.T("verdict.condition", nil)), p.conditions())
	}
	if p.read {
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

// record is the number and what is on file about it.
func (p *Page) record() fyne.CanvasObject {
	c, w := p.c, p.c.Words()
	number := ui.NewTap(ui.Look{Top: 8, Bottom: 8, Left: 14, Right: 14, Min: fyne.NewSize(0, ui.Action)},
		ui.Col(2, ui.Row(ui.Gap, ui.Grow(ui.NewText(c.T("verdict.number", nil), ui.Small, ui.ColMuted).Clip()), ui.NewIcon(ui.IcCopy, 20, ui.ColMuted)),
			ui.Row(0, ui.NewGroupedNumber(ui.GroupDigits(p.about.Number), ui.Small, ui.Title, ui.ColInk), ui.Spring())),
		func() { c.Copy(p.about.Number) })
	rows := []fyne.CanvasObject{number}
	switch s := p.story.Seal; {
	case !p.read:
	case s == nil && p.story.Lot == nil:
		rows = append(rows, ui.NewKeyText(c.T("verdict.record", nil), c.T("verdict.norecord", nil)))
	case s == nil:
		rows = append(rows, ui.NewKeyText(c.T("verdict.lot", nil), p.story.Lot.Code))
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
	if p.pictures > 0 {
		rows = append(rows, ui.NewKeyText(c.T("verdict.pictures", nil), c.N("verdict.pictures.count", p.pictures, nil)))
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

// history is what happened to the number, the newest first, and the cases about it.
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
	var events []ui.Event
	for _, e := range p.story.Events {
		events = append(events, p.event(e))
	}
	if len(events) > 0 {
		parts = append(parts, ui.NewSectionTitle(p.c.T("verdict.history", nil)), ui.Card(ui.NewHistory(events)))
	}
	return parts
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
