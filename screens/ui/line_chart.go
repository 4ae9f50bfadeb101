package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Point is one point of a line over time.
type Point struct {
	Label string
	Value float64
	Known bool   // a gap in the line where it is not
	Word  string // over the point, where it is worth a word
}

// LineChart shows how one value went: a line through its points, a line across for
// the limit, points beyond the limit in another tone and with a mark, so that colour
// alone says nothing. The axis begins at nought.
type LineChart struct {
	widget.BaseWidget
	points []Point
	limit  float64
	top    float64
	steps  int
}

// NewLineChart scales to the highest value; a limit of 0 is none.
func NewLineChart(points []Point, limit float64) *LineChart {
	c := &LineChart{points: points, limit: limit}
	highest := limit
	for _, p := range points {
		if p.Known {
			highest = max(highest, p.Value)
		}
	}
	c.top, c.steps = roundScale(highest)
	c.ExtendBaseWidget(c)
	return c
}

// beyond tells whether a point is over the limit.
func (c *LineChart) beyond(p Point) bool { return p.Known && c.limit > 0 && p.Value > c.limit }

// CreateRenderer implements fyne.Widget.
func (c *LineChart) CreateRenderer() fyne.WidgetRenderer {
	r := &lineRenderer{c: c, limit: canvas.NewRectangle(nil)}
	for i := range c.steps + 1 {
		r.guides = append(r.guides, canvas.NewRectangle(nil))
		r.axis = append(r.axis, NewText(axisWord(c.top*float64(i)/float64(c.steps)), Caption, ColMuted).End())
		r.all = append(r.all, r.guides[i], r.axis[i])
	}
	r.all = append(r.all, r.limit)
	for i := range c.points {
		if i > 0 {
			l := canvas.NewLine(nil)
			r.lines = append(r.lines, l)
			r.all = append(r.all, l)
		}
	}
	for _, p := range c.points {
		dot, ground := canvas.NewCircle(nil), canvas.NewRectangle(nil)
		label, word := NewText(p.Label, Caption, ColMuted).Center(), NewText(p.Word, CaptionBold, c.tone(p).OnWash()).Center()
		r.dots, r.grounds = append(r.dots, dot), append(r.grounds, ground)
		r.labels, r.words = append(r.labels, label), append(r.words, word)
		r.all = append(r.all, dot, label, ground, word)
	}
	r.Refresh()
	return r
}

func (c *LineChart) tone(p Point) Tone {
	if c.beyond(p) {
		return ToneWrong
	}
	return TonePrimary
}

type lineRenderer struct {
	c             *LineChart
	guides        []*canvas.Rectangle
	axis          []*Text
	limit         *canvas.Rectangle
	lines         []*canvas.Line
	dots          []*canvas.Circle
	labels, words []*Text
	grounds       []*canvas.Rectangle // under the words: no line runs through one
	all           []fyne.CanvasObject
}

func (r *lineRenderer) Destroy()                     {}
func (r *lineRenderer) Objects() []fyne.CanvasObject { return r.all }

func (r *lineRenderer) MinSize() fyne.Size {
	return fyne.NewSize(200, chartHeight+3*(Caption.Measure("0").Height-16))
}

// dotSize is the width of a point in dp; one beyond the limit is twice as wide.
const dotSize float32 = 5

// Layout implements fyne.WidgetRenderer.
func (r *lineRenderer) Layout(z fyne.Size) {
	line, left := Caption.Measure("0").Height, float32(0)
	for _, a := range r.axis {
		left = max(left, a.MinSize().Width)
	}
	left += 8
	h := z.Height - 2*line - 4
	base := line + h
	y := func(v float64) float32 { return base - h*float32(v/r.c.top) }
	for i, g := range r.guides {
		at := base - h*float32(i)/float32(r.c.steps)
		place(g, left, at, z.Width-left, 1)
		place(r.axis[i], 0, at-line/2, left-8, line)
	}
	place(r.limit, left, y(r.c.limit)-1, z.Width-left, 2)
	slot := (z.Width - left) / float32(max(1, len(r.c.points)))
	every := labelEvery(r.labels, slot)
	for i, p := range r.c.points {
		x := left + slot*(float32(i)+0.5)
		r.point(i, x, y(p.Value), z.Width, line)
		r.labels[i].Hidden = (len(r.labels)-1-i)%every != 0
		lw := r.labels[i].MinSize().Width
		place(r.labels[i], min(x-lw/2, z.Width-lw), base+4, lw, line)
		if i > 0 {
			l := r.lines[i-1]
			l.Position1, l.Position2 = fyne.NewPos(x-slot, y(r.c.points[i-1].Value)), fyne.NewPos(x, y(p.Value))
			l.Refresh()
		}
	}
}

func (r *lineRenderer) point(i int, x, y, width, line float32) {
	d := dotSize
	if r.c.beyond(r.c.points[i]) {
		d *= 2
	}
	place(r.dots[i], x-d/2, y-d/2, d, d)
	ww := r.words[i].MinSize().Width
	wx, wy := max(0, min(x-ww/2, width-ww)), max(0, y-d/2-line-2)
	place(r.words[i], wx, wy, ww, line)
	place(r.grounds[i], wx, wy, ww, line)
}

// labelEvery is how many points share a label, so that none stands on another.
func labelEvery(labels []*Text, slot float32) int {
	widest := float32(0)
	for _, l := range labels {
		widest = max(widest, l.MinSize().Width)
	}
	return max(1, int((widest+4)/max(1, slot))+1)
}

// Refresh implements fyne.WidgetRenderer.
func (r *lineRenderer) Refresh() {
	for i, g := range r.guides {
		g.FillColor = colour(pick(i == 0, ColFaint, ColLine))
		g.Refresh()
		r.axis[i].Refresh()
	}
	r.limit.FillColor, r.limit.Hidden = colour(ToneWrong.Full()), r.c.limit == 0
	r.limit.Refresh()
	for i, l := range r.lines {
		l.StrokeColor, l.StrokeWidth = colour(TonePrimary.Full()), 2
		l.Hidden = !r.c.points[i].Known || !r.c.points[i+1].Known
		l.Refresh()
	}
	for i, p := range r.c.points {
		r.dots[i].FillColor, r.dots[i].Hidden = colour(r.c.tone(p).Full()), !p.Known
		r.dots[i].Refresh()
		r.labels[i].Refresh()
		r.words[i].Refresh()
		r.grounds[i].FillColor, r.grounds[i].Hidden = colour(ColSurface), p.Word == ""
		r.grounds[i].Refresh()
	}
}
