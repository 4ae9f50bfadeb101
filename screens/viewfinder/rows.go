package viewfinder

import (
	"image/color"
	"slices"
	"time"

	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// entry is a row with its place in the list: the lower the rank the higher up.
type entry struct {
	rank int
	row  fyne.CanvasObject
}

// The ranks: what is wrong, what is missing, what is right.
const (
	rankWrong = iota
	rankLook
	rankUnknown
	rankMissing
	rankRight
)

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

// row is one seal; one without a verdict is not seen yet. One that has just got its
// verdict lights up where it stood and then goes to its place.
func (p *Page) row(place, number string, v *seal.Verdict) entry {
	it := ui.SealItem{Place: place, Number: ui.GroupDigits(tail(number)), Verdict: ui.Waiting, Note: p.c.T("scan.unseen", nil)}
	if v == nil {
		return entry{rankMissing, ui.NewSealRow(it, func() { p.lead.Seal(p.visit, number, p.placeOf(number), nil) })}
	}
	it.Verdict = show.Mark(v.Tone)
	it.Note, _ = show.Verdict(p.c.Words(), *v, nil)
	row := fyne.CanvasObject(ui.NewSealRow(it, func() { p.openSeal(number, *v) }))
	rank := map[seal.Tone]int{seal.Wrong: rankWrong, seal.Look: rankLook, seal.Unknown: rankUnknown, seal.Right: rankRight}[v.Tone]
	if p.ticked != nil && !p.ticked[number] {
		p.ticked[number] = true
		if rank == rankRight {
			rank = rankMissing
		}
		row = p.lit(row, show.Tone(v.Tone))
	}
	return entry{rank, row}
}

// tick takes all that was found as shown.
func (p *Page) tick() {
	for _, l := range p.sweep.Lines {
		p.ticked[l.Seal.Number] = l.Verdict != nil
	}
	for _, f := range p.sweep.Strange {
		p.ticked[f.Number] = true
	}
}

// The light on a row that ticks itself off: the only motion there is.
const (
	litFor   = 150 * time.Millisecond
	litAlpha = 0x70
)

// lit lights a row up; when that is over the list is put in order.
func (p *Page) lit(row fyne.CanvasObject, t ui.Tone) fyne.CanvasObject {
	from := color.NRGBAModel.Convert(theme.Color(t.Full())).(color.NRGBA)
	light := canvas.NewRectangle(color.Transparent)
	light.CornerRadius = ui.Radius
	fyne.NewAnimation(litFor, func(done float32) {
		from.A = uint8(litAlpha * (1 - done))
		light.FillColor = from
		light.Hidden = done >= 1
		light.Refresh()
		if done >= 1 {
			p.soon()
		}
	}).Start()
	return container.NewStack(row, light)
}
