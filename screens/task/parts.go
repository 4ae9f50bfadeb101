package task

import (
	"strconv"

	"dianqin/data/model/geo"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// head is who and where, with the ways to call and to get there.
func (p *Page) head() fyne.CanvasObject {
	t, cu := p.site.Task, p.site.Customer
	parts := []fyne.CanvasObject{
		ui.Row(ui.Gap, ui.Grow(ui.NewText(t.Name, ui.Title, ui.ColInk).Clip()), ui.NewStateBadge(show.TaskState(p.c.Words(), t.State))),
		ui.Row(6, ui.NewIcon(ui.IcPin, 18, ui.ColMuted), ui.Grow(ui.NewText(t.Address, ui.Small, ui.ColInk).Wrap())),
	}
	if agreed := show.Appointment(p.c.Words(), t, p.c.Now()); agreed != "" {
		parts = append(parts, ui.Row(6, ui.NewIcon(ui.IcClock, 18, ui.ColMuted), ui.Grow(ui.NewText(agreed, ui.SmallBold, ui.ColInk).Wrap())))
	}
	if cu.Number != "" {
		parts = append(parts, ui.Row(6, ui.NewText(p.c.T("task.customer", nil), ui.Small, ui.ColMuted),
			ui.NewGroupedNumber(ui.GroupDigits(cu.Number), ui.Small, ui.BodyBold, ui.ColInk), ui.Spring()))
	}
	if t.Reason != "" {
		parts = append(parts, ui.NewText(p.c.T("task.returned", map[string]any{"why": t.Reason}), ui.Small, ui.ToneLook.OnWash()).Wrap())
	}
	parts = append(parts, p.arrival()...)
	var ways []fyne.CanvasObject
	if cu.Phone != "" {
		ways = append(ways, ui.NewTonal(ui.IcPhone, p.c.T("common.call", nil), func() { p.c.Leave("tel:" + cu.Phone) }))
	}
	if t.Position.Valid() {
		ways = append(ways, ui.NewTonal(ui.IcRoute, p.c.T("task.way", nil), func() {
			p.lead.Way(geo.Point{Lat: t.Position.Lat, Lon: t.Position.Lon}, t.Address)
		}))
	}
	if len(ways) > 0 {
		parts = append(parts, ui.Cells(ui.Gap, ways...))
	}
	return ui.Card(ui.Col(10, parts...))
}

// seals is the list that ticks itself off, what is strange on top.
func (p *Page) seals() []fyne.CanvasObject {
	sw := p.site.Sweep
	seen, all := sw.Counts()
	if all == 0 && len(sw.Strange) == 0 {
		return nil
	}
	good, bad := 0, len(sw.Strange)
	for _, l := range sw.Lines {
		switch {
		case !l.Seen:
		case l.Verdict.Tone == seal.Right:
			good++
		default:
			bad++
		}
	}
	whole := float32(max(all+len(sw.Strange), 1))
	count := ui.Row(4, ui.NewText(strconv.Itoa(seen), ui.Title, ui.ToneRight.OnWash()), ui.NewText("/ "+strconv.Itoa(all), ui.BodyBold, ui.ColMuted))
	bar := ui.NewProgress(8, 0, ui.Part{Share: float32(good) / whole, Tone: ui.ToneRight}, ui.Part{Share: float32(bad) / whole, Tone: ui.ToneWrong})
	var rows []fyne.CanvasObject
	for _, f := range worst(sw.Strange) {
		rows = append(rows, p.strange(f))
	}
	for _, l := range sw.Lines {
		rows = append(rows, p.line(l))
	}
	return []fyne.CanvasObject{p.section("task.seals", count), ui.Pad(0, 4, bar), ui.Group(rows...)}
}

func (p *Page) strange(f seal.Found) fyne.CanvasObject {
	title, _ := show.Verdict(p.c.Words(), f.Verdict, nil)
	v := f.Verdict
	return ui.NewSealRow(ui.SealItem{Place: p.c.T("task.strange", nil), Number: ui.GroupDigits(tail(f.Number)), Verdict: show.Mark(v.Tone), Note: title},
		func() { p.lead.Seal(p.visit(), f.Number, "", &v) })
}

func (p *Page) line(l seal.Line) fyne.CanvasObject {
	w := p.c.Words()
	it := ui.SealItem{Place: show.PlaceTitle(w, l.Seal.Place), Number: ui.GroupDigits(tail(l.Seal.Number)), Verdict: ui.Waiting, Note: p.c.T("task.unseen", nil)}
	if l.Seen {
		it.Verdict = show.Mark(l.Verdict.Tone)
		it.Note, _ = show.Verdict(w, *l.Verdict, nil)
		if n := p.site.Photos[l.Seal.Number]; n > 0 {
			it.Note += " · " + p.c.N("task.pictures", n, nil)
		}
	}
	return ui.NewSealRow(it, func() { p.lead.Seal(p.visit(), l.Seal.Number, l.Seal.Place, l.Verdict) })
}

// tail is the end of a number, which is what a person compares.
func tail(number string) string {
	if len(number) > 8 {
		return number[len(number)-8:]
	}
	return number
}

func (p *Page) meters() []fyne.CanvasObject {
	if len(p.site.Meters) == 0 {
		return nil
	}
	var rows []fyne.CanvasObject
	for _, m := range p.site.Meters {
		kind := p.c.T("task.meter.one", nil)
		if m.Phases == 3 {
			kind = p.c.T("task.meter.three", nil)
		}
		rows = append(rows, ui.Pad(10, 14, ui.Row(12, ui.NewIcon(ui.IcMeter, 24, ui.ColMuted),
			ui.Grow(ui.Col(0, ui.NewText(kind, ui.BodyBold, ui.ColInk).Clip(), ui.NewText(m.Model, ui.Small, ui.ColMuted).Clip())),
			ui.NewGroupedNumber(ui.GroupDigits(tail(m.Number)), ui.Small, ui.Title, ui.ColInk))))
	}
	return []fyne.CanvasObject{p.section("task.meters"), ui.Group(rows...)}
}
