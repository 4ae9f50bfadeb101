package sim

import (
	"image"
	"math"
	"time"
)

// A film's frames are 1280 x 960 and lie on their side, as those of a phone's sensor.
const (
	filmW, filmH = 1280, 960
	filmTurn     = 90
	filmNear     = 0.77 // view pixels a scene pixel: 2.3 a module
	filmSpan     = 32   // pixels between places that are computed exactly
)

// shot is how the camera looks at one moment.
type shot struct {
	x, y             float64 // where it looks, in scene pixels
	near             float64 // view pixels a scene pixel
	roll, pitch, yaw float64 // degrees
	blur             float64 // 0 sharp, 1 out of focus
	light            float64 // 1: as the scene is drawn
	side             float64 // how much darker it is at the bottom
}

// wave is a slow swing: one in so many seconds, from where it begins.
func wave(t, seconds, begin float64) float64 { return math.Sin(2*math.Pi*t/seconds + begin) }

// ease goes from 0 to 1 while t goes from a to b.
func ease(t, a, b float64) float64 {
	x := min(1, max(0, (t-a)/(b-a)))
	return x * x * (3 - 2*x)
}

// shotAt is the hand that holds the camera: it comes nearer, sharpens, sweeps the box
// from its top to its bottom as far as that is needed, and never holds still.
func (s *scene) shotAt(at time.Duration) shot {
	t := at.Seconds()
	come := ease(t, 0.2, 1.6)
	mid := s.box.Min.Add(s.box.Max).Div(2)
	reach := max(0, float64(s.box.Dy())-filmH/filmNear) / 2 // of the box above and below what is seen
	out := shot{
		x: float64(mid.X) + 26*wave(t, 5.3, 0) + 1.1*wave(t, 0.31, 0), near: filmNear * (0.78 + 0.22*come) * (1 + 0.03*wave(t, 7.1, 2)),
		y:    float64(mid.Y) + 22*wave(t, 6.7, 1) - reach*math.Cos(2*math.Pi*max(0, t-1.6)/9) + 0.9*wave(t, 0.37, 1),
		roll: 2.3*wave(t, 4.9, 0.4) + (1-come)*4, pitch: 3 * wave(t, 8.3, 0), yaw: 3 * wave(t, 6.1, 2),
		light: 0.94 + 0.06*wave(t, 3.9, 0), side: 0.10 + 0.10*wave(t, 9.7, 1),
	}
	hunt := math.Mod(t, 5.2) // it hunts for focus now and then
	out.blur = max(1-ease(t, 0.9, 1.5), ease(hunt, 4.5, 4.75)-ease(hunt, 4.85, 5.1))
	return out
}

// look maps places of the upright view, from its middle, to the scene.
func (h shot) look() matrix {
	rad := math.Pi / 180
	sr, cr := math.Sincos(h.roll * rad)
	sp, cp := math.Sincos(h.pitch * rad)
	sy, cy := math.Sincos(h.yaw * rad)
	f := 1.2 * float64(filmW)
	return invert(matrix{
		{f * cr * cy, f * (cr*sy*sp - sr*cp), 0},
		{f * sr * cy, f * (sr*sy*sp + cr*cp), 0},
		{-sy, cy * sp, f},
	})
}

// take photographs the scene into a frame.
func (s *scene) take(dst *image.YCbCr, h shot, noise []int8, seed uint32) {
	from := h.look()
	place := func(x, y float64) (float64, float64) { // of the sensor
		u, v := from.at(filmH/2-y, x-filmW/2)
		return u/h.near + h.x, v/h.near + h.y
	}
	for y := range filmH {
		row := dst.Y[y*dst.YStride : y*dst.YStride+filmW]
		for x := 0; x < filmW; x += filmSpan {
			x0, y0 := place(float64(x)+0.5, float64(y)+0.5)
			x1, y1 := place(float64(x+filmSpan)+0.5, float64(y)+0.5)
			// What is down in the upright view is right on the sensor.
			lit := h.light * (1 - h.side*float64(x)/filmW)
			s.span(row[x:x+filmSpan], x0, y0, x1, y1, uint32(256*lit), uint32(256*h.blur))
			seed = seed*1664525 + 1013904223
			grain(row[x:x+filmSpan], noise[seed>>16&noiseMask:])
		}
		if y&1 == 0 {
			s.tint(dst, y/2, place)
		}
	}
}

// span samples the brightness between two places of the scene.
func (s *scene) span(row []byte, x0, y0, x1, y1 float64, lit, blur uint32) {
	n := float64(len(row))
	x, y := int(x0*65536), int(y0*65536)
	dx, dy := int((x1-x0)*65536/n), int((y1-y0)*65536/n)
	limX, limY := (s.w-2)<<16, (s.h-2)<<16
	for i := range row {
		px, py := min(max(x, 0), limX), min(max(y, 0), limY)
		at, fx, fy := py>>16*s.w+px>>16, uint32(px>>8&255), uint32(py>>8&255)
		v := bilinear(s.sharp[at:at+s.w+2], s.w, fx, fy)
		if blur > 0 {
			v = (v*(256-blur) + bilinear(s.off[at:at+s.w+2], s.w, fx, fy)*blur) >> 8
		}
		row[i] = byte(min(255, v*lit>>8))
		x, y = x+dx, y+dy
	}
}

func bilinear(p []byte, w int, fx, fy uint32) uint32 {
	top := uint32(p[0])*(256-fx) + uint32(p[1])*fx
	low := uint32(p[w])*(256-fx) + uint32(p[w+1])*fx
	return (top*(256-fy) + low*fy) >> 16
}

// tint gives a row of pairs of rows its colours.
func (s *scene) tint(dst *image.YCbCr, y int, place func(x, y float64) (float64, float64)) {
	for x := 0; x < filmW/2; x += filmSpan {
		x0, y0 := place(float64(2*x)+1, float64(2*y)+1)
		x1, y1 := place(float64(2*(x+filmSpan))+1, float64(2*y)+1)
		dx, dy := (x1-x0)/filmSpan, (y1-y0)/filmSpan
		at := y*dst.CStride + x
		for i := range filmSpan {
			px, py := min(max(int(x0)/2, 0), s.w/2-1), min(max(int(y0)/2, 0), s.h/2-1)
			dst.Cb[at+i], dst.Cr[at+i] = s.cb[py*s.w/2+px], s.cr[py*s.w/2+px]
			x0, y0 = x0+dx, y0+dy
		}
	}
}

// noiseMask is how far into a table of noise a span may begin.
const noiseMask = 1<<15 - 1

// grain is the noise of a sensor.
func grain(row []byte, noise []int8) {
	for i, n := range noise[:len(row)] {
		row[i] = byte(min(255, max(0, int(row[i])+int(n))))
	}
}
