package overview

import (
	"fmt"
	"strings"

	"dianqin/assets/words"
	"dianqin/data/model"
	"dianqin/data/model/seal"
	"dianqin/data/model/suspicion"
	"dianqin/data/model/work"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// barHeight is that of the bars on the cards.
const barHeight = 8

// cards are the four figures.
func (p *Page) cards() fyne.CanvasObject {
	return ui.Cells(12, p.workCard(), p.sealCard(), p.debtCard(), p.suspectCard())
}

// part is a tone's share of a bar.
type part struct {
	n    int64
	tone ui.Tone
}

// bar shows parts of a whole; those that are nothing take no room.
func bar[N int | model.Fen](of N, parts ...part) fyne.CanvasObject {
	var there []ui.Part
	for _, p := range parts {
		if p.n > 0 && of > 0 {
			there = append(there, ui.Part{Share: float32(float64(p.n) / float64(of)), Tone: p.tone})
		}
	}
	return ui.NewProgress(barHeight, 0, there...)
}

func (p *Page) workCard() fyne.CanvasObject {
	c, w, f := p.c, p.c.Words(), p.figures.Work
	count := func(s work.State) string { return w.Count(f.ByState[s]) }
	more := c.T("overview.work.more", map[string]any{"started": count(work.Started), "todo": count(work.Todo), "overdue": w.Count(f.Overdue)})
	line := bar(f.Total, part{int64(f.ByState[work.Done]), ui.ToneRight}, part{int64(f.ByState[work.Started]), ui.TonePrimary},
		part{int64(f.ByState[work.Returned]), ui.ToneLook})
	return ui.NewFigureCard(c.T("overview.work", nil), count(work.Done), c.T("overview.work.unit", map[string]any{"all": w.Count(f.Total)}), more,
		ui.ToneCalm, line, func() { p.lead.Orders("", false) })
}

func (p *Page) sealCard() fyne.CanvasObject {
	c, w, f := p.c, p.c.Words(), p.figures.Seals
	n, tone := f.AmissAll(), ui.ToneCalm
	if n > 0 {
		tone = ui.ToneWrong
	}
	line := bar(n, part{int64(f.Amiss[seal.Broken]), ui.ToneWrong}, part{int64(f.Amiss[seal.Missing]), ui.ToneLook}, part{int64(f.Amiss[seal.Worn]), ui.ToneUnknown})
	return ui.NewFigureCard(c.T("overview.seals", nil), w.Count(n), c.N("overview.seals.unit", f.OpenAll(), nil),
		c.N("overview.seals.more", f.Events, nil), tone, line, p.lead.Seals)
}

func (p *Page) debtCard() fyne.CanvasObject {
	c, f := p.c, p.figures.Arrears
	figure, unit := amount(c.Words(), f.Amount)
	tone, oldest := ui.ToneCalm, 0
	if f.Amount > 0 {
		tone = ui.ToneLook
	}
	var parts []part
	for i, t := range []ui.Tone{ui.ToneUnknown, ui.ToneLook, ui.ToneWrong} {
		if i < len(f.ByAge) {
			parts = append(parts, part{int64(f.ByAge[i].Amount), t})
			oldest = f.ByAge[i].Customers
		}
	}
	return ui.NewFigureCard(c.T("overview.arrears", nil), figure, c.N("overview.arrears.unit", f.Customers, map[string]any{"unit": unit}),
		c.N("overview.arrears.more", oldest, nil), tone, bar(f.Amount, parts...), p.lead.Debtors)
}

// amount is money as short as a card wants it, with its unit: Chinese counts in ten
// thousands, English in thousands.
func amount(w *words.Words, fen model.Fen) (figure, unit string) {
	yuan := float64(fen) / 100
	zh := w.Language() == words.ZH
	switch {
	case yuan < 10_000:
		return strings.TrimPrefix(strings.TrimSuffix(w.Money(int64(fen)/100*100), ".00"), "¥"), w.T("overview.yuan", nil)
	case zh && yuan < 1e8:
		return fmt.Sprintf("%.2f", yuan/1e4), w.T("overview.yuan.ten_thousand", nil)
	case zh:
		return fmt.Sprintf("%.2f", yuan/1e8), w.T("overview.yuan.hundred_million", nil)
	case yuan < 1e7:
		return fmt.Sprintf("%.1f", yuan/1e3), w.T("overview.yuan.ten_thousand", nil)
	}
	return fmt.Sprintf("%.1f", yuan/1e6), w.T("overview.yuan.hundred_million", nil)
}

func (p *Page) suspectCard() fyne.CanvasObject {
	c, w, s := p.c, p.c.Words(), p.suspects
	if !p.deep { // they take a moment longer than the rest
		return ui.NewFigureCard(c.T("overview.suspects", nil), "…", "", c.T("common.loading", nil), ui.ToneCalm, ui.NewProgress(barHeight, 0), p.lead.Suspects)
	}
	count := func(k suspicion.Kind) string { return w.Count(s.ByKind[k]) }
	more := c.T("overview.suspects.more", map[string]any{"loss": count(suspicion.LineLoss), "event": count(suspicion.Event), "drop": count(suspicion.UseDrop)})
	tone, all := ui.ToneCalm, 0
	for _, k := range suspicion.Kinds {
		all += s.ByKind[k]
	}
	if s.Total > 0 {
		tone = ui.ToneLook
	}
	if p.losses.Limit == 0 {
		more = c.T("overview.suspects.nolimit", nil)
	}
	line := bar(all, part{int64(s.ByKind[suspicion.LineLoss]), ui.ToneLook}, part{int64(s.ByKind[suspicion.Event]), ui.ToneWrong},
		part{int64(s.ByKind[suspicion.UseDrop]), ui.ToneUnknown})
	return ui.NewFigureCard(c.T("overview.suspects", nil), w.Count(s.Total), c.T("overview.suspects.unit", nil), more, tone, line, p.lead.Suspects)
}
