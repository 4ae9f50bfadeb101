package photo

import (
	"image"
	"image/color"
	"math"
)

// Shape is what a person draws.
type Shape string

// The shapes.
const (
	Arrow  Shape = "arrow"  // from the first point to the last, which it shows
	Circle Shape = "circle" // an ellipse in the box of the first point and the last
	Line   Shape = "line"   // through all points
)

// Ink is one of two colours; each has an edge in the other brightness, so that it is
// seen on anything.
type Ink string

// The inks.
const (
	Red    Ink = "red"
	Yellow Ink = "yellow"
)

// Colours are an ink's own and that of its edge.
func (i Ink) Colours() (ink, edge color.RGBA) {
	if i == Yellow {
		return color.RGBA{0xff, 0xe0, 0x00, 0xff}, color.RGBA{0x14, 0x14, 0x14, 0xff}
	}
	return color.RGBA{0xe6, 0x14, 0x1e, 0xff}, color.RGBA{0xff, 0xff, 0xff, 0xff}
}

// Point is a place as shares of the picture's width and height, from the top left.
type Point struct{ X, Y float64 }

// Stroke is one thing drawn.
type Stroke struct {
	Shape  Shape
	Ink    Ink
	Points []Point
}

const (
	penShare  = 130.0 // the picture's longer side in pens
	headShare = 18.0  // in arrow heads
	rounds    = 72    // sides of a circle
)

// Draw draws strokes, the first one lowest. One with fewer than two points, or one
// without any extent, is a dot.
func Draw(img *image.RGBA, strokes []Stroke) {
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	long := math.Max(w, h)
	radius := math.Max(1.2, long/penShare/2)
	for _, s := range strokes {
		var at []Point
		for _, p := range s.Points {
			if finite(p) {
				at = append(at, Point{p.X * w, p.Y * h})
			}
		}
		if len(at) == 0 {
			continue
		}
		ink, edge := s.Ink.Colours()
		lines := s.outline(at, long/headShare)
		paint(img, lines, radius*1.7, edge)
		paint(img, lines, radius, ink)
	}
}

func finite(p Point) bool { return math.Abs(p.X) < 10 && math.Abs(p.Y) < 10 }

// outline is the shape as lines of points in pixels.
func (s Stroke) outline(at []Point, head float64) [][]Point {
	a, b := at[0], at[len(at)-1]
	switch s.Shape {
	case Arrow:
		d := math.Hypot(b.X-a.X, b.Y-a.Y)
		if d == 0 {
			return [][]Point{{a, b}}
		}
		head = math.Min(head, 0.6*d)
		turn := math.Atan2(b.Y-a.Y, b.X-a.X)
		barb := func(by float64) Point {
			sin, cos := math.Sincos(turn + math.Pi + by)
			return Point{b.X + head*cos, b.Y + head*sin}
		}
		return [][]Point{{a, b}, {barb(-0.5), b, barb(0.5)}}
	case Circle:
		x, y, rx, ry := (a.X+b.X)/2, (a.Y+b.Y)/2, math.Abs(b.X-a.X)/2, math.Abs(b.Y-a.Y)/2
		round := make([]Point, rounds+1)
		for i := range round {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / rounds)
			round[i] = Point{x + rx*cos, y + ry*sin}
		}
		return [][]Point{round}
	}
	return [][]Point{at}
}

// paint fills everything nearer than radius to the lines, with soft edges. What lies
// outside of the picture is left out.
func paint(img *image.RGBA, lines [][]Point, radius float64, c color.RGBA) {
	mask := image.NewAlpha(bounds(lines, radius+1).Intersect(img.Rect))
	if mask.Rect.Empty() {
		return
	}
	for _, line := range lines {
		for i := range max(1, len(line)-1) {
			cover(mask, line[i], line[min(i+1, len(line)-1)], radius)
		}
	}
	for y := mask.Rect.Min.Y; y < mask.Rect.Max.Y; y++ {
		row := mask.Pix[mask.PixOffset(mask.Rect.Min.X, y):][:mask.Rect.Dx()]
		at := img.PixOffset(mask.Rect.Min.X, y)
		for x, a := range row {
			if a == 0 {
				continue
			}
			p := img.Pix[at+4*x : at+4*x+4]
			p[0], p[1], p[2] = blend(p[0], c.R, a), blend(p[1], c.G, a), blend(p[2], c.B, a)
		}
	}
}

func blend(under, over, a byte) byte {
	return byte((uint(under)*(255-uint(a)) + uint(over)*uint(a) + 127) / 255)
}

// cover raises the mask around a piece of line to how much of each pixel it fills.
func cover(mask *image.Alpha, a, b Point, radius float64) {
	box := bounds([][]Point{{a, b}}, radius+1).Intersect(mask.Rect)
	dx, dy := b.X-a.X, b.Y-a.Y
	length := dx*dx + dy*dy
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := mask.Pix[mask.PixOffset(box.Min.X, y):][:box.Dx()]
		py := float64(y) + 0.5 - a.Y
		for i := range row {
			px := float64(box.Min.X+i) + 0.5 - a.X
			t := 0.0
			if length > 0 {
				t = math.Max(0, math.Min(1, (px*dx+py*dy)/length))
			}
			ex, ey := px-t*dx, py-t*dy
			far := ex*ex + ey*ey
			if far >= (radius+0.5)*(radius+0.5) {
				continue
			}
			v := math.Min(1, radius+0.5-math.Sqrt(far))
			row[i] = max(row[i], byte(255*v))
		}
	}
}

func bounds(lines [][]Point, room float64) image.Rectangle {
	lo, hi := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, line := range lines {
		for _, p := range line {
			lo, hi = Point{math.Min(lo.X, p.X), math.Min(lo.Y, p.Y)}, Point{math.Max(hi.X, p.X), math.Max(hi.Y, p.Y)}
		}
	}
	return image.Rect(int(math.Floor(lo.X-room)), int(math.Floor(lo.Y-room)), int(math.Ceil(hi.X+room)), int(math.Ceil(hi.Y+room)))
}
