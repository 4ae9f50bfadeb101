package customer

import (
	"regexp"
	"strconv"
	"strings"

	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// boxes are the meter boxes: a picture of where the seals sit, and the seals.
func (p *Page) boxes() []fyne.CanvasObject {
	var parts []fyne.CanvasObject
	for _, b := range p.customer.Boxes {
		seals := p.sealsOf(b)
		good := 0
		for _, s := range seals {
			if s.Condition == seal.Intact {
				good++
			}
		}
		title := p.c.T("customer.box", map[string]any{"number": last4(b.Number)})
		count := p.c.T("customer.seals", map[string]any{"good": good, "all": len(p.placesOf(b))})
		parts = append(parts, ui.NewSectionTitle(title, ui.NewText(count, ui.SmallBold, ui.ColMuted)))
		if meters := p.metersOf(b); len(meters) > 0 && len(meters) <= drawn {
			parts = append(parts, p.picture(b, meters, seals))
		}
		var rows []fyne.CanvasObject
		for _, s := range seals {
			rows = append(rows, p.seal(s))
		}
		if len(rows) > 0 {
			parts = append(parts, ui.Group(rows...))
		}
	}
	return parts
}

// placesOf are the places of a box that concern the customer: its own and those of
// the customer's meters, not the neighbours'.
func (p *Page) placesOf(b metering.Box) []metering.Place {
	mine := map[string]bool{"": true}
	for _, m := range p.customer.Meters {
		mine[m.ID] = true
	}
	var out []metering.Place
	for _, place := range b.Places {
		if mine[place.MeterID] {
			out = append(out, place)
		}
	}
	return out
}

func (p *Page) metersOf(b metering.Box) []metering.Meter {
	var out []metering.Meter
	for _, m := range p.customer.Meters {
		if m.BoxID == b.ID {
			out = append(out, m)
		}
	}
	return out
}

// sealsOf are the seals at those places; one at a place that the box does not know
// is shown too.
func (p *Page) sealsOf(b metering.Box) []seal.Seal {
	foreign := map[string]bool{}
	for _, place := range b.Places {
		foreign[place.Code] = true
	}
	for _, place := range p.placesOf(b) {
		foreign[place.Code] = false
	}
	var out []seal.Seal
	for _, s := range p.customer.Seals {
		if s.BoxID == b.ID && !foreign[s.Place] {
			out = append(out, s)
		}
	}
	return out
}

func (p *Page) seal(s seal.Seal) fyne.CanvasObject {
	w := p.c.Words()
	it := ui.SealItem{Place: show.PlaceTitle(w, s.Place), Number: ui.GroupDigits(tail(s.Number)), Verdict: mark(s), Note: show.Condition(w, s.Condition)}
	return ui.NewSealRow(it, func() { p.lead.Seal(s.Number) })
}

func mark(s seal.Seal) ui.Verdict {
	switch s.Condition {
	case seal.Intact:
		return ui.Right
	case seal.Worn:
		return ui.LookAt
	case seal.Broken, seal.Missing:
		return ui.Wrong
	}
	return ui.Unknown
}

// nothing stands where a seal is missing.
const nothing = "–"

// drawn is how many meters fit into the picture of a box.
const drawn = 3

// The picture's own measures in dp, from which the places of the seals follow. It is
// drawn this wide on the phone; a little more or less moves a mark by a little.
const (
	pictureWidth float32 = 380
	pictureEdge  float32 = 24
	meterWidth   float32 = 92
	meterGap     float32 = 24
)

// picture is where each seal sits. A place without one is an empty ring.
func (p *Page) picture(b metering.Box, meters []metering.Meter, seals []seal.Seal) fyne.CanvasObject {
	at := map[string]seal.Seal{}
	for _, s := range seals {
		at[s.Place] = s
	}
	column := map[string]int{}
	var words []string
	for i, m := range meters {
		words = append(words, last4(m.Number))
		column[m.ID] = i
	}
	var spots []ui.Spot
	for _, place := range p.placesOf(b) {
		x, y, side, ok := spotOf(place, column[place.MeterID], len(meters))
		if !ok {
			continue
		}
		spot := ui.Spot{X: x, Y: y, Side: side, Verdict: ui.Waiting, Tail: nothing}
		if s, sits := at[place.Code]; sits {
			spot.Verdict, spot.Tail = mark(s), last4(s.Number)
		}
		spots = append(spots, spot)
	}
	return ui.NewBoxPicture(words, spots)
}

var onMeter = regexp.MustCompile(`^m\d+\.(.+)$`)

// spotOf is where a place is on the picture, 0 to 1; false where it is not drawn.
func spotOf(place metering.Place, column, meters int) (x, y float32, side ui.Side, ok bool) {
	slot := (pictureWidth - 2*pictureEdge) / float32(meters)
	half := min(slot-meterGap, meterWidth) / 2
	middle := pictureEdge + slot*(float32(column)+0.5)
	what := place.Code
	if m := onMeter.FindStringSubmatch(what); m != nil {
		what = m[1]
	}
	switch what {
	case "cover.left":
		return (middle - half) / pictureWidth, 0.58, ui.AtLeft, true
	case "cover.right":
		return (middle + half) / pictureWidth, 0.38, ui.AtRight, true
	case "terminal":
		return (middle + half*0.55) / pictureWidth, 0.82, ui.AtRight, true
	case "door":
		return 0.945, 0.58, ui.Under, true
	case "collector":
		return 0.055, 0.12, ui.AtRight, true
	case "test_block":
		return 0.055, 0.86, ui.AtRight, true
	}
	return 0, 0, 0, false
}

// meters are the meters with their last reading; a press copies the number.
func (p *Page) meters() []fyne.CanvasObject {
	w := p.c.Words()
	var rows []fyne.CanvasObject
	for _, m := range p.customer.Meters {
		title := p.c.T("customer.meter.one", nil)
		if m.Phases == 3 {
			title = p.c.T("customer.meter.three", nil)
		}
		sub := m.Model
		if r := p.customer.Readings[m.ID].Months; len(r) > 0 {
			last := r[len(r)-1]
			sub = p.c.T("customer.reading", map[string]any{"kwh": w.Count(int(last.KWh)), "at": w.Date(last.At.Time().Add(-1), p.c.Now())})
		}
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcMeter, Tone: ui.TonePrimary, Title: title, Sub: sub,
			End: ui.NewGroupedNumber(ui.GroupDigits(tail(m.Number)), ui.Small, ui.Title, ui.ColInk)}, func() { p.c.Copy(m.Number) }))
	}
	if len(rows) == 0 {
		return nil
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("customer.meters", nil), ui.NewText(strconv.Itoa(len(rows)), ui.SmallBold, ui.ColMuted)), ui.Group(rows...)}
}

// last4 is what is compared at a glance.
func last4(number string) string { return end(number, 4) }

// tail is the end of a number, which is what a person compares.
func tail(number string) string { return end(number, 8) }

func end(number string, n int) string {
	number = strings.TrimSpace(number)
	return number[max(0, len(number)-n):]
}
