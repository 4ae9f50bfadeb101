package main

import (
	"math"
	"math/rand/v2"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"

	"dianqin/scan"
)

// hardship is how a frame is taken.
type hardship struct {
	module, blur, noise, tilt, perspective, curve, contrast, shade, motion float64

	hidden []int // which of several seals are covered in the middle
}

const (
	frameW, frameH = 1280, 720
	quiet          = 14.0 // modules of plate on either side of a code
	below          = 18.0 // and under it, for the digits
)

// label is a plate on the scene: a code of n modules, and strokes like digits.
type label struct {
	bits       []bool
	n, high    float64 // of the code, in modules
	cx, cy     float64
	light, ink float64
	glyphs     []box
	cover      bool
}

type box struct{ x0, y0, x1, y1, v float64 }

func (b box) holds(x, y float64) bool { return x >= b.x0 && x < b.x1 && y >= b.y0 && y < b.y1 }

// render takes a frame of a scene with one plate; without a text the plate bears
// no code.
func render(r *rand.Rand, h hardship, texts []string) scan.Frame {
	text := ""
	if len(texts) > 0 {
		text = texts[0]
	}
	l := newLabel(r, h, text, 28+25*r.Float64())
	l.cx, l.cy = frameW/2+(r.Float64()-0.5)*160, frameH/2+(r.Float64()-0.5)*160
	c := newCanvas(r)
	c.plate(l, h)
	return c.take(r, h)
}

// renderSeveral takes a frame of plates in rows.
func renderSeveral(r *rand.Rand, h hardship, texts []string) scan.Frame {
	c := newCanvas(r)
	const columns = 3
	for i, t := range texts {
		l := newLabel(r, h, t, 26)
		l.cx = frameW * (float64(i%columns) + 0.5) / columns
		l.cy = frameH * (float64(i/columns) + 0.5) / 4
		for _, k := range h.hidden {
			l.cover = l.cover || k == i
		}
		c.plate(l, h)
	}
	return c.take(r, h)
}

func newLabel(r *rand.Rand, h hardship, text string, high float64) label {
	l := label{n: 156, high: high, light: 150 + 80*r.Float64()}
	if text != "" {
		m, err := oned.NewCode128Writer().EncodeWithoutHint(text, gozxing.BarcodeFormat_CODE_128, 1, 1)
		if err == nil {
			box := m.GetEnclosingRectangle()
			for x := range box[2] {
				l.bits = append(l.bits, m.Get(box[0]+x, 0))
			}
			l.n = float64(len(l.bits))
		}
	}
	l.ink = l.light * (1 - h.contrast)
	for i := range 24 {
		x := l.n * (0.02 + 0.96*float64(i)/24)
		for range 3 {
			if r.IntN(2) == 0 {
				at := x + 4*r.Float64()
				l.glyphs = append(l.glyphs, box{at, high + 3, at + 1, high + 11, 0})
			} else {
				at := high + 3 + 7*r.Float64()
				l.glyphs = append(l.glyphs, box{x, at, x + 5, at + 1, 0})
			}
		}
	}
	return l
}

// at is the grey of the plate at a place in modules, and whether it reaches there.
func (l label) at(u, v float64) (float64, bool) {
	if u <= -quiet || u >= l.n+quiet || v <= -9 || v >= l.high+below {
		return 0, false
	}
	if l.cover && u > 0.3*l.n && u < 0.6*l.n && v > -5 && v < l.high+2 {
		return 90, true
	}
	if u >= 0 && u < l.n && v >= 0 && v < l.high {
		if len(l.bits) > 0 && l.bits[int(u)] {
			return l.ink, true
		}
		return l.light, true
	}
	for _, g := range l.glyphs {
		if v > l.high && g.holds(u, v) {
			return l.ink, true
		}
	}
	return l.light, true
}

type canvas []float64

// newCanvas is a scene of forty boxes before a wall.
func newCanvas(r *rand.Rand) canvas {
	c := make(canvas, frameW*frameH)
	wall := 40 + 140*r.Float64()
	for i := range c {
		c[i] = wall
	}
	for range 40 {
		x0, y0 := int(r.Float64()*frameW), int(r.Float64()*frameH)
		x1, y1, v := x0+10+r.IntN(220), y0+6+r.IntN(120), 20+200*r.Float64()
		for y := y0; y < min(y1, frameH); y++ {
			for x := x0; x < min(x1, frameW); x++ {
				c[y*frameW+x] = v
			}
		}
	}
	return c
}

// plate paints a plate as it is seen, nine samples a pixel.
func (c canvas) plate(l label, h hardship) {
	sin, cos := math.Sincos(h.tilt * math.Pi / 180)
	reach := (l.n/2 + quiet + 40) * h.module * 1.3
	for y := max(0, int(l.cy-reach)); y < min(frameH, int(l.cy+reach)); y++ {
		for x := max(0, int(l.cx-reach)); x < min(frameW, int(l.cx+reach)); x++ {
			sum := 0.0
			for k := range 9 {
				dx := float64(x) + (float64(k%3)+0.5)/3 - l.cx
				dy := float64(y) + (float64(k/3)+0.5)/3 - l.cy
				u, v := h.flat(l, dx*cos+dy*sin, -dx*sin+dy*cos)
				grey, ok := l.at(u, v)
				if !ok {
					grey = c[y*frameW+x]
				}
				sum += grey
			}
			c[y*frameW+x] = sum / 9
		}
	}
}

// flat undoes the perspective and the cylinder: pixels from the middle to modules.
func (h hardship) flat(l label, u, v float64) (float64, float64) {
	w := 1 + h.perspective*u/frameW + 0.6*h.perspective*v/frameW
	u, v = u/w, v/w
	if h.curve > 0 {
		radius := l.n * h.module / 2 / math.Sin(h.curve)
		u = radius * math.Asin(min(max(u/radius, -0.999), 0.999)) * math.Sin(h.curve) / h.curve
	}
	return u/h.module + l.n/2, v/h.module + l.high/2
}

// take is the camera: blur, shade, glare, noise.
func (c canvas) take(r *rand.Rand, h hardship) scan.Frame {
	c = c.blurred(h.module*(h.blur+h.motion), h.module*h.blur)
	sin, cos := math.Sincos(2 * math.Pi * r.Float64())
	gx, gy, size := frameW*r.Float64(), frameH*r.Float64(), 60+60*r.Float64()
	f := blank(frameW, frameH)
	for i, v := range c {
		x, y := float64(i%frameW), float64(i/frameW)
		v *= 1 + h.shade*((x-frameW/2)/frameW*cos+(y-frameH/2)/frameH*sin)
		v += 120*math.Exp(-((x-gx)*(x-gx)+(y-gy)*(y-gy))/(2*size*size)) + r.NormFloat64()*h.noise
		f.Pix[i] = byte(min(max(v+0.5, 0), 255))
	}
	return f
}

// blurred is a Gaussian of its own width each way.
func (c canvas) blurred(sx, sy float64) canvas {
	return c.smear(sx, 1, frameW, frameW, frameH).smear(sy, frameW, frameH, 1, frameW)
}

// smear blurs lines of n pixels that lie step apart, each of many lines that start
// apart from one another.
func (c canvas) smear(sigma float64, step, n, apart, many int) canvas {
	reach := int(3*sigma + 1)
	kernel, sum := make([]float64, 2*reach+1), 0.0
	for i := range kernel {
		kernel[i] = math.Exp(-float64((i-reach)*(i-reach)) / (2 * sigma * sigma))
		sum += kernel[i]
	}
	out := make(canvas, len(c))
	for line := range many {
		for i := range n {
			v := 0.0
			for k, w := range kernel {
				v += w * c[line*apart+min(max(i+k-reach, 0), n-1)*step]
			}
			out[line*apart+i*step] = v / sum
		}
	}
	return out
}
