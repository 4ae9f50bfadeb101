package viewfinder

import (
	"fmt"
	"strconv"

	"dianqin/app/seals"
	"dianqin/data/model"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// paint shows what is known now.
func (p *Page) paint() {
	if p.below == nil {
		return
	}
	seen, all := p.sweep.Counts()
	if now := fmt.Sprint(seen, all, p.view.Paused(), p.lens.State()); now != p.painted || len(p.top.Objects) == 0 {
		p.painted = now
		p.top.Objects = []fyne.CanvasObject{p.bar()}
		p.top.Refresh()
		p.foot.Objects = []fyne.CanvasObject{p.tools()}
		p.foot.Refresh()
	}
	p.below.Objects = p.results()
	p.below.Refresh()
	p.list.Refresh()
}

// bar stands on the picture: Back, where one is, how many are found.
func (p *Page) bar() fyne.CanvasObject {
	count := ""
	if seen, all := p.sweep.Counts(); all > 0 {
		count = strconv.Itoa(seen) + " / " + strconv.Itoa(all)
	}
	title := p.title
	if p.view.Paused() {
		title = p.c.T("scan.paused", nil)
	}
	pill := ui.NewBlock(ui.Look{Fill: ui.ColScrim, Radius: 24, Left: 16, Right: 16, Min: fyne.NewSize(0, ui.TouchMin)},
		ui.Row(ui.Gap, ui.Grow(ui.NewText(title, ui.SmallBold, ui.ColOnScrim).Clip()), ui.NewText(count, ui.BodyBold, ui.ColOnScrim)))
	return ui.Row(ui.Gap, ui.NewScrimButton(ui.IcBack, p.c.Back), ui.Grow(pill))
}

// results are the worst first: what is wrong in full, then the list.
func (p *Page) results() []fyne.CanvasObject {
	var parts []fyne.CanvasObject
	if p.lens.State().Fault != nil {
		parts = append(parts, ui.NewProblem(p.lens.Problem()))
	}
	if p.visit.BoxID == "" {
		return append(parts, p.lookedUp()...)
	}
	rows := p.rows()
	if b := p.banner(); b != nil {
		parts = append(parts, b)
	}
	if seen, all := p.sweep.Counts(); all > 0 && seen == all {
		parts = append(parts, ui.NewVerdictBanner(ui.Right, p.c.N("scan.all", all, nil), p.c.T("scan.all.next", nil)))
	}
	parts = append(parts, p.progress())
	if len(rows) > 0 {
		parts = append(parts, ui.Group(rows...))
	}
	return parts
}

// toneKey is the word of a tone.
func toneKey(t seal.Tone) string {
	switch t {
	case seal.Right, seal.Wrong, seal.Look:
		return string(t)
	}
	return "unknown"
}

// banner is the last finding that something is wrong with, in full.
func (p *Page) banner() fyne.CanvasObject {
	f := p.latest
	if f == nil {
		return nil
	}
	title, detail := show.Verdict(p.c.Words(), f.Verdict, p.name)
	number := ui.Row(ui.Gap, ui.NewGroupedNumber(ui.GroupDigits(f.Number), ui.Small, ui.Title, show.Tone(f.Verdict.Tone).OnWash()), ui.Spring())
	return ui.NewVerdictBanner(show.Mark(f.Verdict.Tone), title, detail, number,
		ui.NewTonal(ui.IcClock, p.c.T("scan.more", nil), func() { p.openSeal(f.Number, f.Verdict) }))
}

func (p *Page) openSeal(number string, v seal.Verdict) {
	place := ""
	for _, l := range p.sweep.Lines {
		if l.Seal.Number == number {
			place = l.Seal.Place
		}
	}
	p.lead.Seal(p.visit, number, place, &v)
}

// progress says how many of the expected are there.
func (p *Page) progress() fyne.CanvasObject {
	seen, all := p.sweep.Counts()
	good := 0
	for _, l := range p.sweep.Lines {
		if l.Seen && l.Verdict.Tone == seal.Right {
			good++
		}
	}
	bad := seen - good + len(p.sweep.Strange)
	whole := float32(max(all+len(p.sweep.Strange), 1))
	text := p.c.T("scan.progress", map[string]any{"seen": seen, "all": all})
	return ui.Pad(2, 4, ui.Row(12, ui.NewText(text, ui.SmallBold, ui.ColInk),
		ui.Grow(ui.NewProgress(8, 0, ui.Part{Share: float32(good) / whole, Tone: ui.ToneRight}, ui.Part{Share: float32(bad) / whole, Tone: ui.ToneWrong}))))
}

func (p *Page) placeOf(number string) string {
	for _, l := range p.sweep.Lines {
		if l.Seal.Number == number {
			return l.Seal.Place
		}
	}
	return ""
}

// lookedUp lists what was read without a task: what it is, without a judgement.
func (p *Page) lookedUp() []fyne.CanvasObject {
	if len(p.found) == 0 {
		return []fyne.CanvasObject{ui.Pad(12, 4, ui.NewText(p.c.T("scan.lookup", nil), ui.Body, ui.ColMuted).Wrap())}
	}
	var rows []fyne.CanvasObject
	for _, f := range p.found {
		rows = append(rows, ui.NewSealRow(ui.SealItem{Place: p.kind(f), Number: ui.GroupDigits(tail(f.Number)), Verdict: ui.Unknown, Note: p.note(f)},
			func() { p.openFound(f) }))
	}
	return []fyne.CanvasObject{ui.Group(rows...)}
}

// openFound leads to what was read: a seal's history, or whom a meter or a box belongs to.
func (p *Page) openFound(f seals.Finding) {
	switch {
	case f.Target == policy.TargetMeter && f.Seal == nil:
		p.lead.Else(model.KindMeter, f.Number)
	case f.Target == policy.TargetBox && f.Seal == nil:
		p.lead.Else(model.KindBox, f.Number)
	default:
		p.lead.Seal(p.visit, f.Number, "", nil)
	}
}

func (p *Page) kind(f seals.Finding) string {
	if f.Seal != nil {
		return p.c.T("target.seal", nil)
	}
	return p.c.T("target."+f.Target, nil)
}

func (p *Page) note(f seals.Finding) string {
	if f.Seal == nil {
		return p.c.T("scan.norecord", nil)
	}
	s := show.Custody(p.c.Words(), f.Seal.Custody)
	if f.Seal.Place != "" {
		s += " · " + show.Place(p.c.Words(), f.Seal.Place)
	}
	return s
}

// tail is the end of a number, which is what a person compares.
func tail(number string) string {
	if len(number) > 8 {
		return number[len(number)-8:]
	}
	return number
}
