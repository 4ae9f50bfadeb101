package viewfinder

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// The outline of a code stands a little outside its bars.
const (
	outset = 6
	thick  = 3.5 // of a code with a verdict
	thin   = 1.5 // of one that is not found out yet
)

// outline is a frame round a code, tilted as the code is.
type outline struct{ edges [4]*canvas.Line }

func newOutline() *outline {
	o := &outline{}
	for i := range o.edges {
		o.edges[i] = canvas.NewLine(nil)
	}
	return o
}

// set lays the outline round a code's corners, which go clockwise.
func (o *outline) set(corners [4]fyne.Position, col fyne.ThemeColorName, width float32) {
	q := grown(corners, outset)
	for i, e := range o.edges {
		a, b := q[i], q[(i+1)%4]
		e.Position1, e.Position2 = toward(a, b, -width/2), toward(b, a, -width/2) // the ends meet in a whole corner
		e.StrokeColor, e.StrokeWidth = theme.Color(col), width
	}
}

// grown moves the edges of a quadrilateral outwards.
func grown(q [4]fyne.Position, by float32) [4]fyne.Position {
	var out [4]fyne.Position
	for i, p := range q {
		before, after := toward(p, q[(i+3)%4], -by), toward(p, q[(i+1)%4], -by)
		out[i] = before.Add(after.Subtract(p))
	}
	return out
}

// toward is so many dp from a in the direction of b; a where both are as good as one.
func toward(a, b fyne.Position, by float32) fyne.Position {
	d := b.Subtract(a)
	n := float32(math.Hypot(float64(d.X), float64(d.Y)))
	if n < 1 {
		return a
	}
	return a.AddXY(d.X*by/n, d.Y*by/n)
}

// around is the upright rectangle round the outline of corners.
func around(corners [4]fyne.Position) rect {
	q := grown(corners, outset)
	r := rect{q[0].X, q[0].Y, q[0].X, q[0].Y}
	for _, p := range q[1:] {
		r = rect{min(r.x0, p.X), min(r.y0, p.Y), max(r.x1, p.X), max(r.y1, p.Y)}
	}
	return r
}
