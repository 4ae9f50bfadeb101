package viewing

import (
	"image"
	"math"

	"dianqin/device/camera"
	"dianqin/scan"
)

// Point is a place in what is seen, as shares of its width and height from the top
// left; a code that stands half outside has points below 0 or above 1.
type Point struct{ X, Y float64 }

// window is the part of a frame that a person sees, and which way up. Everything
// outside it is not read either: no alarm without something to look at.
type window struct {
	size image.Point     // of the frame, as it lies in memory
	crop image.Rectangle // the part that is seen, likewise
	turn int             // degrees clockwise until it stands upright: 0, 90, 180, 270
}

// newWindow fits a frame into a place of an aspect (width to height; 0: any). An
// upright picture, as a phone takes it, fills the place and loses what stands over
// at two of its edges; one that lies across is seen whole.
func newWindow(f camera.Frame, aspect float64) window {
	w := window{size: image.Pt(f.Width, f.Height), crop: image.Rect(0, 0, f.Width, f.Height), turn: f.Turn}
	if w.turn %= 360; w.turn < 0 {
		w.turn += 360
	}
	if w.turn%90 != 0 {
		w.turn = 0
	}
	up := w.upright()
	if aspect <= 0 || up.Y <= up.X {
		return w
	}
	seen := up
	if float64(up.X) < aspect*float64(up.Y) {
		seen.Y = max(1, int(float64(up.X)/aspect))
	} else {
		seen.X = max(1, int(float64(up.Y)*aspect))
	}
	if w.across() {
		seen = image.Pt(seen.Y, seen.X)
	}
	// Even edges: two pixels beside each other share a colour.
	at := w.size.Sub(seen).Div(2)
	at.X, at.Y = at.X&^1, at.Y&^1
	w.crop = image.Rectangle{Min: at, Max: at.Add(seen)}
	return w
}

// across says whether upright is across in memory.
func (w window) across() bool { return w.turn == 90 || w.turn == 270 }

// upright is the size of the whole frame as it stands upright.
func (w window) upright() image.Point {
	if w.across() {
		return image.Pt(w.size.Y, w.size.X)
	}
	return w.size
}

// seen is the size of the part that is seen, upright.
func (w window) seen() image.Point {
	if w.across() {
		return image.Pt(w.crop.Dy(), w.crop.Dx())
	}
	return w.crop.Size()
}

// place says where a place of the crop, in pixels from its corner, is seen.
func (w window) place(p scan.Point) Point {
	x, y := p.X/float64(w.crop.Dx()), p.Y/float64(w.crop.Dy())
	switch w.turn {
	case 90:
		return Point{1 - y, x}
	case 180:
		return Point{1 - x, 1 - y}
	case 270:
		return Point{y, 1 - x}
	}
	return Point{x, y}
}

// whole says where a place of what is seen lies in the whole upright picture.
func (w window) whole(p Point) Point {
	up, seen := w.upright(), w.seen()
	return Point{
		0.5 + (p.X-0.5)*float64(seen.X)/float64(up.X),
		0.5 + (p.Y-0.5)*float64(seen.Y)/float64(up.Y),
	}
}

// outline is where the corners of a code are seen. The print under the bars of a
// linear code can look like more of them on one side: it is as high as its lower side.
func (w window) outline(s scan.Symbol) (out [4]Point) {
	q := s.Corners
	if s.Format != scan.QRCode && s.Format != scan.DataMatrix {
		left, right := minus(q[3], q[0]), minus(q[2], q[1])
		if down := left; math.Hypot(left.X, left.Y) < math.Hypot(right.X, right.Y) {
			q[2] = scan.Point{X: q[1].X + down.X, Y: q[1].Y + down.Y}
		} else {
			q[3] = scan.Point{X: q[0].X + right.X, Y: q[0].Y + right.Y}
		}
	}
	for i, c := range q {
		out[i] = w.place(c)
	}
	return out
}

func minus(a, b scan.Point) scan.Point { return scan.Point{X: a.X - b.X, Y: a.Y - b.Y} }

// frame is the crop as the scanner takes it, without a copy.
func (w window) frame(f camera.Frame) scan.Frame {
	return scan.Frame{Pix: f.Pix[w.crop.Min.Y*f.Stride+w.crop.Min.X:], Width: w.crop.Dx(), Height: w.crop.Dy(), Stride: f.Stride}
}

// sound says whether every pixel that a frame promises is there.
func sound(f camera.Frame) bool {
	return f.Width > 0 && f.Height > 0 && f.Stride >= f.Width && len(f.Pix) >= f.Width && f.Height-1 <= (len(f.Pix)-f.Width)/f.Stride
}
