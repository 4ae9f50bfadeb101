package slippy

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"dianqin/data/model/geo"
)

// legend is the scale bar and the lines that law and licences ask for.
type legend struct {
	plate *canvas.Rectangle
	under *canvas.Rectangle // of the scale bar
	lines []*canvas.Text    // what the law asks for, one below the other
	box   *fyne.Container   // of the lines
	bar   [3]*canvas.Rectangle
	text  *canvas.Text // the length of the bar
	size  fyne.Size
	foot  float32 // that much of the widget is covered from below
	shown float64 // metres that the bar stands for
	small float32 // size of the letters
	ink   color.Color
}

func newLegend() *legend {
	l := &legend{plate: canvas.NewRectangle(color.Transparent), under: canvas.NewRectangle(color.Transparent),
		text: canvas.NewText("", color.Black), box: &fyne.Container{Layout: nothing{}}}
	for i := range l.bar {
		l.bar[i] = canvas.NewRectangle(color.Black)
	}
	return l
}

func (l *legend) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{l.plate, l.box, l.under, l.bar[0], l.bar[1], l.bar[2], l.text}
}

// dress takes over the colours of a look.
func (l *legend) dress(look *Look) {
	l.ink, l.small = look.Palette.Text, 12*max(1, look.Scale)
	for _, r := range []*canvas.Rectangle{l.plate, l.under} {
		r.FillColor, r.CornerRadius = look.Palette.TextHalo, 4
		r.Refresh()
	}
	for _, r := range l.bar {
		r.FillColor = l.ink
		r.Refresh()
	}
	l.text.Color, l.text.TextSize = l.ink, l.small
	l.text.Refresh()
}

// say shows lines at the bottom right; they are broken where the widget is narrow.
func (l *legend) say(parts []string) {
	l.lines, l.box.Objects = nil, nil
	for _, p := range wrap(parts, func(s string) bool { return l.wide(s) <= l.size.Width-8 }) {
		t := canvas.NewText(p, l.ink)
		t.TextSize = l.small
		l.lines = append(l.lines, t)
		l.box.Objects = append(l.box.Objects, t)
	}
	l.lay()
	l.box.Refresh()
}

func (l *legend) wide(s string) float32 {
	return fyne.MeasureText(s, l.small, fyne.TextStyle{}).Width + 10
}

// wrap joins parts into as few lines as fit; a part that fits nowhere stands alone.
func wrap(parts []string, fits func(string) bool) []string {
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p == "" {
			continue
		}
		if n := len(out); n > 0 && fits(out[n-1]+"  "+p) {
			out[n-1] += "  " + p
			continue
		}
		out = append(out, p)
	}
	return out
}

// lay puts the lines into the corner.
func (l *legend) lay() {
	wide, y := float32(0), l.size.Height-l.foot
	for i := len(l.lines) - 1; i >= 0; i-- {
		t := l.lines[i]
		m := t.MinSize()
		y -= m.Height
		wide = max(wide, m.Width)
		t.Resize(m)
		t.Move(fyne.NewPos(l.size.Width-m.Width-5, y))
	}
	l.plate.Hidden = len(l.lines) == 0
	l.plate.Resize(fyne.NewSize(wide+10, l.size.Height-l.foot-y))
	l.plate.Move(fyne.NewPos(l.size.Width-wide-10, y))
	l.shown = 0
}

// scale draws a round length of 50 to 120 dp.
func (l *legend) scale(c *Camera) {
	perDp := geo.MetresPerPixel(c.Centre.Lat, c.Zoom)
	n := nice(perDp * 120)
	w := float32(n / perDp)
	if n != l.shown {
		l.shown = n
		if l.text.Text = fmt.Sprintf("%.0f m", n); n >= 1000 {
			l.text.Text = fmt.Sprintf("%.0f km", n/1000)
		}
		l.text.Refresh()
	}
	t := l.text.MinSize()
	x, y := float32(12), l.size.Height-l.foot-12
	if !l.plate.Hidden && l.plate.Position().X < x+max(w, t.Width)+24 { // no room beside
		y = l.plate.Position().Y - 12
	}
	place(l.bar[0], x, y, w, 2)
	place(l.bar[1], x, y-5, 2, 7)
	place(l.bar[2], x+w-2, y-5, 2, 7)
	place(l.text, x+5, y-t.Height-1, t.Width, t.Height)
	place(l.under, x-4, y-t.Height-2, max(w, t.Width+8)+8, t.Height+8)
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Resize(fyne.NewSize(w, h))
	o.Move(fyne.NewPos(x, y))
}

// nice is the largest round number that is not above most.
func nice(most float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(most)))
	for _, f := range []float64{5, 2} {
		if f*p <= most {
			return f * p
		}
	}
	return p
}
