package uitest

import (
	"fmt"
	"image/color"
	"math"

	"dianqin/chart/paint"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// The least contrast of a text or an icon with what it stands on: WCAG 2.2, 1.4.3
// (AA) and, for a screen that is read in the sun, 1.4.6 (AAA). The easier bounds
// for large text and for graphics are not made use of.
const (
	contrastLeast    = 4.5
	contrastSunlight = 7
)

// pale reports texts and icons that do not stand out enough from their ground.
func pale(all []node, least float64) []string {
	var out []string
	for i, n := range all {
		ink, ok := inkOf(n)
		if !ok {
			continue
		}
		worst := math.Inf(1)
		for _, p := range pointsOf(n) {
			for _, ground := range groundsAt(all[:i], p) {
				worst = min(worst, paint.Contrast(over(ink, ground), ground))
			}
		}
		if worst < least-0.005 {
			out = append(out, fmt.Sprintf("%s has a contrast of %.2f, wants %.1f", name(n), worst, least))
		}
	}
	return out
}

// inkOf is the colour of a text or an icon that is to be seen.
func inkOf(n node) (color.NRGBA, bool) {
	if n.seen.empty() {
		return color.NRGBA{}, false
	}
	switch o := n.object.(type) {
	case *canvas.Text:
		if o.Text == "" || o.Color == nil {
			return color.NRGBA{}, false
		}
		ink := nrgba(o.Color)
		return ink, ink.A > 0
	case *ui.Icon:
		ink := nrgba(theme.Color(o.Ink()))
		return ink, o.Glyph() != "" && ink.A > 0
	}
	return color.NRGBA{}, false
}

// pointsOf are where the ground is looked at: near the ends and in the middle of a
// text, as far as they are to be seen; in the middle of an icon, whose drawing may be
// smaller than its box.
func pointsOf(n node) []fyne.Position {
	if _, ok := n.object.(*ui.Icon); ok {
		if c := n.at.centre(); n.seen.holds(c) {
			return []fyne.Position{c}
		}
		return nil
	}
	b := inked(n).cut(n.clip)
	if b.empty() {
		return nil
	}
	var out []fyne.Position
	for _, share := range []float32{0.1, 0.5, 0.9} {
		out = append(out, fyne.NewPos(b.x0+(b.x1-b.x0)*share, (b.y0+b.y1)/2))
	}
	return out
}

// groundsAt is the colour that is painted at a point before something is put on
// it. Under a photograph or a live picture it may be anything: black and white both
// count then.
func groundsAt(below []node, p fyne.Position) []color.NRGBA {
	var films []color.NRGBA // translucent, the uppermost first
	grounds := []color.NRGBA{nrgba(theme.Color(theme.ColorNameBackground))}
down:
	for i := len(below) - 1; i >= 0; i-- {
		n := below[i]
		if !n.seen.holds(p) {
			continue
		}
		switch o := n.object.(type) {
		case *canvas.Rectangle:
			if o.FillColor == nil {
				continue
			}
			fill := nrgba(o.FillColor)
			if fill.A == 0xFF {
				grounds = []color.NRGBA{fill}
				break down
			}
			films = append(films, fill)
		case *canvas.Circle:
			c := n.at.centre()
			r := min(n.at.x1-n.at.x0, n.at.y1-n.at.y0) / 2
			if o.FillColor == nil || (p.X-c.X)*(p.X-c.X)+(p.Y-c.Y)*(p.Y-c.Y) > r*r {
				continue
			}
			fill := nrgba(o.FillColor)
			if fill.A == 0xFF {
				grounds = []color.NRGBA{fill}
				break down
			}
			films = append(films, fill)
		case *canvas.Image, *canvas.Raster:
			if isDrawing(n) {
				continue
			}
			grounds = []color.NRGBA{{A: 0xFF}, {0xFF, 0xFF, 0xFF, 0xFF}}
			break down
		}
	}
	for i := len(films) - 1; i >= 0; i-- {
		for k := range grounds {
			grounds[k] = over(films[i], grounds[k])
		}
	}
	return grounds
}

// isDrawing knows the picture of an icon, which is mostly holes.
func isDrawing(n node) bool {
	for _, p := range n.parents {
		if _, ok := p.(*ui.Icon); ok {
			return true
		}
	}
	img, ok := n.object.(*canvas.Image)
	return ok && img.Resource != nil // Fyne's own icons, in fields
}

// over lays a colour on an opaque ground.
func over(c, ground color.NRGBA) color.NRGBA {
	a := float64(c.A) / 0xFF
	mix := func(x, y uint8) uint8 { return uint8(math.Round(float64(x)*a + float64(y)*(1-a))) }
	return color.NRGBA{mix(c.R, ground.R), mix(c.G, ground.G), mix(c.B, ground.B), 0xFF}
}

func nrgba(c color.Color) color.NRGBA {
	n, _ := color.NRGBAModel.Convert(c).(color.NRGBA)
	return n
}
