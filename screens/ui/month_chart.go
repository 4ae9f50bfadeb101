package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Bar is one bar of a chart over time.
type Bar struct {
	Label string
	Value float64
	Last  float64 // the same time a year ago, painted as a line across
	Known bool    // Last is known
	Tone  Tone    // TonePrimary if empty
	Word  string  // over the bar, where it is worth a word
}

// BarChart shows values over time: bars on a base line, a line across each for the
// year before, a few guide lines. Where the room is short every second or third
// label is left out, the last one never.
type BarChart struct {
	widget.BaseWidget
	bars  []Bar
	top   float64
	steps int
}

// chartHeight is the least height of a chart at text scale 1, in dp.
const chartHeight float32 = 148

// NewBarChart scales to the highest value.
func NewBarChart(bars []Bar) *BarChart {
	c := &BarChart{bars: bars}
	highest := 0.0
	for _, b := range bars {
		highest = max(highest, b.Value, b.Last)
	}
	c.top, c.steps = roundScale(highest)
	c.ExtendBaseWidget(c)
	return c
}

// roundScale is a round number that is not lower than highest, and into how many
// steps it is cut.
func roundScale(highest float64) (top float64, steps int) {
	if highest <= 0 {
		return 1, 1
	}
	unit := 1.0
	for unit*10 < highest {
		unit *= 10
	}
	for unit >= highest {
		unit /= 10
	}
	for _, k := range []struct {
		of    float64
		steps int
	}{{1.2, 2}, {1.6, 2}, {2, 2}, {3, 3}, {4, 2}, {6, 3}, {8, 2}, {10, 2}} {
		if unit*k.of >= highest {
			return unit * k.of, k.steps
		}
	}
	return unit * 10, 2
}

// CreateRenderer implements fyne.Widget.
func (c *BarChart) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{c: c}
	for i := range c.steps + 1 {
		r.guides = append(r.guides, canvas.NewRectangle(nil))
		r.axis = append(r.axis, NewText(axisWord(c.top*float64(i)/float64(c.steps)), Caption, ColMuted).End())
		r.all = append(r.all, r.guides[i], r.axis[i])
	}
	for i, b := range c.bars {
		role, ink := Caption, ColMuted
		if b.Word != "" {
			role, ink = CaptionBold, ColInk
		}
		r.bars = append(r.bars, canvas.NewRectangle(nil))
		r.marks = append(r.marks, canvas.NewRectangle(nil))
		r.halos = append(r.halos, canvas.NewRectangle(nil))
		r.labels = append(r.labels, NewText(b.Label, role, ink).Center())
		r.words = append(r.words, NewText(b.Word, CaptionBold, tone(b).OnWash()).Center())
		r.grounds = append(r.grounds, canvas.NewRectangle(nil))
		r.all = append(r.all, r.bars[i], r.halos[i], r.marks[i], r.labels[i], r.grounds[i], r.words[i])
	}
	r.Refresh()
	return r
}

func tone(b Bar) Tone {
	if b.Tone == "" {
		return TonePrimary
	}
	return b.Tone
}

// axisWord is a value of the axis, short: 12k for 12,000.
func axisWord(v float64) string {
	if v >= 10_000 {
		return strconv.FormatFloat(v/1000, 'f', -1, 64) + "k"
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

type barRenderer struct {
	c           *BarChart
	guides      []*canvas.Rectangle
	axis        []*Text
	bars, marks []*canvas.Rectangle
	halos       []*canvas.Rectangle // around the marks: they are seen on a dark bar too
	labels      []*Text
	words       []*Text
	grounds     []*canvas.Rectangle // under the words: a guide line runs through none
	all         []fyne.CanvasObject
}

func (r *barRenderer) Destroy()                     {}
func (r *barRenderer) Objects() []fyne.CanvasObject { return r.all }

func (r *barRenderer) MinSize() fyne.Size {
	return fyne.NewSize(200, chartHeight+3*(Caption.Measure("0").Height-16))
}

// Layout implements fyne.WidgetRenderer.
func (r *barRenderer) Layout(z fyne.Size) {
	line := Caption.Measure("0").Height
	left := float32(0)
	for _, a := range r.axis {
		left = max(left, a.MinSize().Width)
	}
	left += 8
	h := z.Height - line - line - 4
	base := line + h
	for i, g := range r.guides {
		y := base - h*float32(i)/float32(r.c.steps)
		place(g, left, y, z.Width-left, 1)
		place(r.axis[i], 0, y-line/2, left-8, line)
	}
	slot := (z.Width - left) / float32(max(1, len(r.bars)))
	every := labelEvery(r.labels, slot)
	for i := range r.c.bars {
		r.lay(i, left+slot*float32(i), slot, base, h, line, (len(r.bars)-1-i)%every == 0)
	}
}

func (r *barRenderer) lay(i int, x, slot, base, h, line float32, labelled bool) {
	b := r.c.bars[i]
	height := func(v float64) float32 { return h * float32(v/r.c.top) }
	w := min(slot*0.62, 28)
	at := x + (slot-w)/2
	place(r.bars[i], at, base-max(2, height(b.Value)), w, max(2, height(b.Value)))
	place(r.marks[i], at-2, base-height(b.Last)-1, w+4, 2)
	place(r.halos[i], at-3, base-height(b.Last)-2, w+6, 4)
	r.labels[i].Hidden = !labelled
	lw := r.labels[i].MinSize().Width
	place(r.labels[i], x+(slot-lw)/2, base+4, lw, line)
	ww := r.words[i].MinSize().Width
	wx := min(x+(slot-ww)/2, x+slot*float32(len(r.bars)-i)-ww)
	top := float32(0)
	for k, other := range r.c.bars { // clear of every bar and line across that it stands over
		if ox := x + slot*float32(k-i); ox < wx+ww && ox+slot > wx {
			top = max(top, height(other.Value), height(other.Last))
		}
	}
	place(r.words[i], wx, base-top-line-2, ww, line)
	place(r.grounds[i], wx, base-top-line-2, ww, line)
}

// Refresh implements fyne.WidgetRenderer.
func (r *barRenderer) Refresh() {
	for i, g := range r.guides {
		g.FillColor = colour(ColLine)
		if i == 0 {
			g.FillColor = colour(ColFaint)
		}
		g.Refresh()
		r.axis[i].Refresh()
	}
	for i, b := range r.c.bars {
		o := r.bars[i]
		o.FillColor = colour(tone(b).Full())
		o.TopLeftCornerRadius, o.TopRightCornerRadius = 3, 3
		o.Refresh()
		r.marks[i].FillColor, r.marks[i].Hidden = colour(ColInk), !b.Known
		r.marks[i].Refresh()
		r.halos[i].FillColor, r.halos[i].Hidden = colour(ColSurface), !b.Known
		r.halos[i].Refresh()
		r.labels[i].Refresh()
		r.words[i].Refresh()
		r.grounds[i].FillColor, r.grounds[i].Hidden = colour(ColSurface), b.Word == ""
		r.grounds[i].Refresh()
	}
}
