package customer

import (
	"slices"
	"strings"

	"dianqin/app/lookup"
	"dianqin/data/model/cases"
	"dianqin/data/model/evidence"
	"dianqin/data/model/inspection"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// How much is shown before "all" is pressed.
const (
	someBills   = 4
	someHistory = 8
	somePhotos  = 6
)

// money is the bills, the newest first.
func (p *Page) money() []fyne.CanvasObject {
	w := p.c.Words()
	var rows []fyne.CanvasObject
	for i, b := range p.customer.Bills {
		if i == someBills && !p.bills {
			break
		}
		state := ui.State{Word: p.c.T("customer.bill.paid", nil), Icon: ui.IcCheck, Tone: ui.ToneRight}
		if b.Paid < b.Amount {
			state = ui.State{Word: p.c.T("customer.bill.open", nil), Icon: ui.IcClock, Tone: ui.ToneLook}
		}
		rows = append(rows, ui.Pad(10, 14, ui.Row(12, ui.Grow(ui.NewText(b.Month, ui.Body, ui.ColInk).Clip()),
			ui.NewText(w.Money(int64(b.Amount)), ui.BodyBold, ui.ColInk), ui.NewStateBadge(state))))
	}
	if len(rows) == 0 {
		return nil
	}
	return p.more(ui.NewSectionTitle(p.c.T("customer.bills", nil)), ui.Group(rows...), len(p.customer.Bills), len(rows), &p.bills)
}

// more is a part with a button that shows the rest of it.
func (p *Page) more(title, part fyne.CanvasObject, all, shown int, whole *bool) []fyne.CanvasObject {
	out := []fyne.CanvasObject{title, part}
	if shown < all {
		out = append(out, ui.NewPlain(ui.IcDown, p.c.N("customer.all", all, nil), func() { *whole = true; p.Paint() }))
	}
	return out
}

// photos are the pictures that were taken there, the newest first.
func (p *Page) photos() []fyne.CanvasObject {
	all := evidence.Pictures(p.customer.Files)
	if len(all) == 0 || p.lead.Pictures == nil {
		return nil
	}
	slices.Reverse(all)
	shown := all
	if !p.pictures {
		shown = all[:min(len(all), somePhotos)]
	}
	return p.more(ui.NewSectionTitle(p.c.T("common.photos", nil)), p.lead.Pictures(shown), len(all), len(shown), &p.pictures)
}

// happened is the history: seals, inspections, cases, what the meters reported.
func (p *Page) happened() []fyne.CanvasObject {
	var events []ui.Event
	for i, h := range p.customer.History {
		if i == someHistory && !p.history {
			break
		}
		events = append(events, p.event(h))
	}
	if len(events) == 0 {
		return nil
	}
	return p.more(ui.NewSectionTitle(p.c.T("customer.history", nil)), ui.Card(ui.NewHistory(events)), len(p.customer.History), len(events), &p.history)
}

func (p *Page) event(h lookup.Happening) ui.Event {
	e := ui.Event{When: show.When(p.c.Words(), h.At, p.c.Now()), Tone: ui.ToneCalm}
	switch {
	case h.Seal != nil:
		p.ofSeal(&e, *h.Seal)
	case h.Inspection != nil:
		p.ofSheet(&e, *h.Inspection)
	case h.Case != nil:
		p.ofCase(&e, *h.Case)
	case h.Meter != nil:
		key := "customer.event." + h.Meter.Code
		e.What, e.Tone = h.Meter.Code, ui.ToneLook
		if p.c.Words().Has(key) {
			e.What = p.c.T(key, nil)
		}
		e.Who = p.c.T("customer.event.meter", map[string]any{"number": p.meter(h.Meter.MeterID)})
	}
	return e
}

func (p *Page) meter(id string) string {
	for _, m := range p.customer.Meters {
		if m.ID == id {
			return last4(m.Number)
		}
	}
	return ""
}

func (p *Page) ofSeal(e *ui.Event, s seal.Event) {
	w := p.c.Words()
	e.What = show.What(w, s.What) + " · " + last4(s.Number)
	if v, ok := seal.VerdictOf(s); ok {
		e.Tone = show.Tone(v.Tone)
		title, _ := show.Verdict(w, v, nil)
		e.What += " · " + title
	}
	e.Who = joined(p.customer.People[s.By], placeName(p, s.Place))
}

func placeName(p *Page, code string) string {
	if code == "" {
		return ""
	}
	return show.Place(p.c.Words(), code)
}

func (p *Page) ofSheet(e *ui.Event, i inspection.Inspection) {
	bad := 0
	for _, item := range i.Items {
		if item.Answer == inspection.Abnormal {
			bad++
		}
	}
	e.What, e.Tone = p.c.T("customer.sheet.good", nil), ui.ToneRight
	if bad > 0 {
		e.What, e.Tone = p.c.N("customer.sheet.bad", bad, nil), ui.ToneLook
	}
	e.Who = joined(i.Persons...)
}

func (p *Page) ofCase(e *ui.Event, k cases.Case) {
	w := p.c.Words()
	e.What, e.Tone = p.c.T("customer.case", map[string]any{"kind": show.CaseKind(w, string(k.Kind))}), ui.ToneWrong
	e.Who = joined(show.Number(w, k.Number), show.CaseState(w, string(k.State)))
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
