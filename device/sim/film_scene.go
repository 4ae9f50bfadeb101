package sim

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// A film's scene is a meter box with its door open, drawn once: three pixels a module,
// a seal under each instrument, two beside each other.
const (
	filmModule = 3
	filmCellW  = 590
	filmCellH  = 300
	filmLabelH = 124
	filmMargin = 420 // of wall round the box
)

// scene is what a film's camera looks at, as planes: brightness sharp and out of
// focus, and colour at half the size.
type scene struct {
	w, h       int
	sharp, off []byte
	cb, cr     []byte
	box        image.Rectangle
}

func slate() color.RGBA { return color.RGBA{R: 58, G: 64, B: 66, A: 255} }
func steel() color.RGBA { return color.RGBA{R: 104, G: 110, B: 112, A: 255} }
func brick() color.RGBA { return color.RGBA{R: 186, G: 180, B: 170, A: 255} }

// straps are the colours of seals: none that a verdict has.
func straps() [2]color.RGBA {
	return [2]color.RGBA{{R: 208, G: 180, B: 60, A: 255}, {R: 58, G: 98, B: 168, A: 255}}
}

// wires are the colours of the three phases and of earth.
func wires() [4]color.RGBA {
	return [4]color.RGBA{{R: 206, G: 178, B: 52, A: 255}, {R: 46, G: 128, B: 72, A: 255}, {R: 178, G: 58, B: 50, A: 255}, {R: 52, G: 88, B: 150, A: 255}}
}

func newScene(labels []string) (*scene, error) {
	if len(labels) == 0 || len(labels) > maxLabels {
		return nil, fmt.Errorf("sim: a box of %d labels", len(labels))
	}
	columns := min(2, len(labels))
	rows := (len(labels) + columns - 1) / columns
	box := image.Rect(0, 0, columns*filmCellW+60, rows*filmCellH+60).Add(image.Pt(filmMargin, filmMargin))
	c := newCanvas(box.Max.X+filmMargin, box.Max.Y+filmMargin)
	c.cabinet(box, columns)
	for i, text := range labels {
		cell := image.Rect(0, 0, filmCellW, filmCellH).Add(box.Min).Add(image.Pt(30+i%columns*filmCellW, 30+i/columns*filmCellH))
		if err := c.place(cell, text, i); err != nil {
			return nil, err
		}
	}
	s := &scene{w: c.Rect.Dx() &^ 1, h: c.Rect.Dy() &^ 1, box: box}
	s.planes(c.RGBA)
	s.sharp = soften(s.sharp, s.w, s.h, 0.7)
	s.off = soften(s.sharp, s.w, s.h, 3.2)
	return s, nil
}

// cabinet draws the wall, the case and the wires that run down behind the instruments.
func (c canvas) cabinet(box image.Rectangle, columns int) {
	c.fill(c.Rect, brick())
	for y := 0; y < c.Rect.Dy(); y += 130 { // courses of the wall
		c.fill(image.Rect(0, y, c.Rect.Dx(), y+5), color.RGBA{R: 166, G: 160, B: 150, A: 255})
	}
	c.fill(box.Inset(-34).Add(image.Pt(16, 20)).Intersect(c.Rect), color.RGBA{R: 120, G: 116, B: 110, A: 255}) // its shadow
	c.fill(box.Inset(-34), steel())
	c.fill(box, slate())
	c.frame(box, 6, color.RGBA{R: 40, G: 44, B: 46, A: 255})
	for i := range columns {
		for k, col := range wires() {
			x := box.Min.X + 30 + i*filmCellW + filmCellW/2 - 90 + k*54
			c.fill(image.Rect(x, box.Min.Y+8, x+12, box.Max.Y-8), col)
		}
	}
}

// place draws an instrument and the seal that hangs under it, a little askew.
func (c canvas) place(cell image.Rectangle, text string, i int) error {
	code, err := encode(text)
	if err != nil {
		return err
	}
	body := image.Rect(cell.Min.X+cell.Dx()/2-150, cell.Min.Y+8, cell.Min.X+cell.Dx()/2+150, cell.Min.Y+filmCellH-filmLabelH-34)
	c.fill(body.Add(image.Pt(5, 7)), color.RGBA{R: 38, G: 42, B: 44, A: 255})
	if err := c.instrument(body, i); err != nil {
		return err
	}
	w := filmModule * code.width()
	if w > cell.Dx() {
		return fmt.Errorf("sim: a label of %d modules does not fit into a film", code.width())
	}
	strap := 9
	tag := newCanvas(w+2*strap, filmLabelH+2*strap)
	tag.fill(tag.Rect, straps()[(i+i/2)%2])
	paperCanvas := canvas{RGBA: image.NewRGBA(image.Rect(0, 0, w, filmLabelH))}
	if _, err := paperCanvas.label(paperCanvas.Rect, code); err != nil {
		return err
	}
	draw.Draw(tag, paperCanvas.Rect.Add(image.Pt(strap, strap)), paperCanvas, image.Point{}, draw.Src)
	lean := []float64{-2.2, 1.4, 0.6, -1.1, 2.4, -0.5, 1.9, -1.7}[i%8]
	c.paste(tag.RGBA, image.Pt(cell.Min.X+cell.Dx()/2, cell.Max.Y-filmLabelH/2-18), lean)
	return nil
}

// paste lays a picture around a point, turned by degrees.
func (c canvas) paste(m *image.RGBA, at image.Point, deg float64) {
	sin, cos := math.Sincos(deg * math.Pi / 180)
	x, y := float64(m.Rect.Dx())/2, float64(m.Rect.Dy())/2
	xdraw.BiLinear.Transform(c, f64.Aff3{cos, -sin, float64(at.X) - cos*x + sin*y, sin, cos, float64(at.Y) - sin*x - cos*y}, m, m.Rect, xdraw.Over, nil)
}

// planes takes a picture apart into brightness and colour, as JPEG has it.
func (s *scene) planes(m *image.RGBA) {
	s.sharp = make([]byte, s.w*s.h)
	s.cb, s.cr = make([]byte, s.w*s.h/4), make([]byte, s.w*s.h/4)
	for y := range s.h {
		row := m.Pix[y*m.Stride:]
		for x := range s.w {
			l, cb, cr := color.RGBToYCbCr(row[4*x], row[4*x+1], row[4*x+2])
			s.sharp[y*s.w+x] = l
			if x&1|y&1 == 0 {
				s.cb[y/2*s.w/2+x/2], s.cr[y/2*s.w/2+x/2] = cb, cr
			}
		}
	}
}

// soften is a Gaussian over one plane, along the rows and then, row by row as well,
// down the columns.
func soften(src []byte, w, h int, sigma float64) []byte {
	kernel := gauss(sigma)
	half, out, sums := make([]byte, len(src)), make([]byte, len(src)), make([]uint32, w)
	for y := range h {
		row, to := src[y*w:(y+1)*w], half[y*w:(y+1)*w]
		for x := range to {
			sum := uint32(1<<15) + kernel[0]*uint32(row[x])
			for k := 1; k < len(kernel); k++ {
				sum += kernel[k] * (uint32(row[max(0, x-k)]) + uint32(row[min(w-1, x+k)]))
			}
			to[x] = byte(sum >> 16)
		}
	}
	for y := range h {
		for x, v := range half[y*w : (y+1)*w] {
			sums[x] = 1<<15 + kernel[0]*uint32(v)
		}
		for k := 1; k < len(kernel); k++ {
			above, below := half[max(0, y-k)*w:][:w], half[min(h-1, y+k)*w:][:w]
			for x := range sums {
				sums[x] += kernel[k] * (uint32(above[x]) + uint32(below[x]))
			}
		}
		for x, v := range sums {
			out[y*w+x] = byte(v >> 16)
		}
	}
	return out
}
