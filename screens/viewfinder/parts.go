package viewfinder

import (
	"slices"
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
	p.top.Objects = []fyne.CanvasObject{p.bar()}
	p.top.Refresh()
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

// tools stay within the thumb's reach.
func (p *Page) tools() fyne.CanvasObject {
	typed := ui.NewTool(ui.IcKeyboard, p.c.T("scan.type", nil), false, p.typeIt)
	pause := ui.NewTool(ui.IcPause, p.c.T("scan.pause", nil), false, p.pause)
	done := ui.NewTool(ui.IcCheck, p.c.T("scan.done", nil), true, p.c.Back)
	return ui.Col(0, ui.Hairline(), ui.Pad(6, 12, ui.Cells(ui.Gap, pause, typed, done)))
}

// results are the worst first: what is wrong in full, then the list.
func (p *Page) results() []fyne.CanvasObject {
	var parts []fyne.CanvasObject
	if p.fault != nil {
		problem := show.Error(p.c.Words(), p.fault, false)
		problem.Action, problem.Do = p.c.T("common.retry", nil), p.again
		parts = append(parts, ui.NewProblem(problem))
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

type entry struct {
	rank int
	row  fyne.CanvasObject
}

// rows are what was found, the worst on top, then what is still looked for.
func (p *Page) rows() []fyne.CanvasObject {
	var all []entry
	for _, f := range p.sweep.Strange {
		all = append(all, p.row(p.c.T("scan.strange", nil), f.Number, &f.Verdict))
	}
	for _, l := range p.sweep.Lines {
		all = append(all, p.row(show.PlaceTitle(p.c.Words(), l.Seal.Place), l.Seal.Number, l.Verdict))
	}
	slices.SortStableFunc(all, func(a, b entry) int { return a.rank - b.rank })
	var rows []fyne.CanvasObject
	for _, e := range all {
		rows = append(rows, e.row)
	}
	return rows
}

// row is one seal; one without a verdict is not seen yet.
func (p *Page) row(place, number string, v *seal.Verdict) entry {
	it := ui.SealItem{Place: place, Number: ui.GroupDigits(tail(number)), Verdict: ui.Waiting, Note: p.c.T("scan.unseen", nil)}
	if v == nil {
		return entry{5, ui.NewSealRow(it, func() { p.lead.Seal(p.visit, number, p.placeOf(number), nil) })}
	}
	it.Verdict = show.Mark(v.Tone)
	it.Note, _ = show.Verdict(p.c.Words(), *v, nil)
	rank := map[seal.Tone]int{seal.Wrong: 0, seal.Look: 1, seal.Unknown: 2, seal.Right: 6}[v.Tone]
	return entry{rank, ui.NewSealRow(it, func() { p.openSeal(number, *v) })}
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
