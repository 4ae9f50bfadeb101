package customer

import (
	"math"
	"strconv"

	"dianqin/data/model/metering"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// use is the chart of what was used, and in one sentence what stands out of it.
func (p *Page) use() []fyne.CanvasObject {
	months := p.customer.Months
	if len(months) == 0 {
		return nil
	}
	odd, found := metering.Standout(months)
	highest := months[0]
	for _, m := range months {
		if m.KWh > highest.KWh {
			highest = m
		}
	}
	compared := false
	var bars []ui.Bar
	for _, m := range months {
		compared = compared || m.Known
		b := ui.Bar{Label: strconv.Itoa(int(m.Month())), Value: m.KWh, Last: m.Last, Known: m.Known}
		if m.StandsOut() {
			b.Tone = ui.ToneLook
		}
		if m == highest || found && m == odd {
			b.Word = p.c.Words().Count(int(math.Round(m.KWh)))
		}
		bars = append(bars, b)
	}
	head := []fyne.CanvasObject{ui.Grow(ui.NewText(p.c.T("customer.use", nil), ui.BodyBold, ui.ColInk).Clip())}
	if compared {
		head = append(head, ui.NewText(p.c.T("customer.use.last", nil), ui.Caption, ui.ColMuted))
	}
	return []fyne.CanvasObject{ui.Card(ui.Col(6, ui.Row(ui.Gap, head...), ui.NewBarChart(bars), p.sentence(odd, found, compared)))}
}

// sentence says what stands out, or that nothing does.
func (p *Page) sentence(odd metering.Month, found, compared bool) fyne.CanvasObject {
	switch {
	case !compared:
		return ui.NewText(p.c.T("customer.use.alone", nil), ui.Small, ui.ColMuted).Wrap()
	case !found:
		return ui.NewText(p.c.T("customer.use.usual", nil), ui.Small, ui.ColMuted).Wrap()
	}
	key, share := "customer.use.less", -odd.Change()
	if share < 0 {
		key, share = "customer.use.more", odd.Change()
	}
	text := p.c.T(key, map[string]any{"month": p.month(odd), "percent": int(math.Round(100 * share))})
	t := ui.ToneLook.OnWash()
	return ui.RowFill(6, ui.Col(0, ui.NewIcon(ui.IcBang, 18, t)), ui.Grow(ui.NewText(text, ui.SmallBold, t).Wrap()))
}

// month names a month as people say it.
func (p *Page) month(m metering.Month) string {
	return p.c.T("customer.month."+strconv.Itoa(int(m.Month())), nil)
}
