package scan

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestChordStaysInsideTheFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Frame{Width: rapid.IntRange(1, 300).Draw(t, "width"), Height: rapid.IntRange(1, 300).Draw(t, "height")}
		angle := rapid.SampledFrom([]float64{0, 90, 45, 135, 22.5, 67.5, 112.5, 157.5}).Draw(t, "angle")
		dy, dx := math.Sincos(angle * math.Pi / 180)
		switch angle {
		case 0:
			dy = 0
		case 90:
			dx = 0
		}
		l := chord(f, dx, dy, rapid.Float64Range(-400, 400).Draw(t, "off"))
		if l.n == 0 {
			return
		}
		for _, p := range []Point{l.at(0), l.at(float64(l.n - 1))} {
			if p.X < -0.01 || p.Y < -0.01 || p.X > float64(f.Width)-0.99 || p.Y > float64(f.Height)-0.99 {
				t.Fatalf("%v lies outside %dx%d", p, f.Width, f.Height)
			}
		}
	})
}

func TestChordThroughTheMiddleTakesTheWholeRowOrColumn(t *testing.T) {
	f := Frame{Width: 90, Height: 41}
	if l := chord(f, 1, 0, 0); l.n != 90 || l.y != 20 {
		t.Errorf("row: %+v", l)
	}
	if l := chord(f, 0, 1, 0); l.n != 41 || l.x != 44.5 {
		t.Errorf("column: %+v", l)
	}
	if l := chord(f, 1, 0, 21); l.n != 0 {
		t.Errorf("a row below the frame: %+v", l)
	}
}

// ramp is a frame whose grey value at x, y is x + 2y.
func ramp(w, h int) Frame {
	f := Frame{Pix: make([]byte, (w+3)*h), Width: w, Height: h, Stride: w + 3}
	for y := range h {
		for x := range w {
			f.Pix[y*f.Stride+x] = byte(x + 2*y)
		}
	}
	return f
}

func TestProfileFollowsTheLineAtEveryAngle(t *testing.T) {
	f := ramp(60, 60)
	for angle := 0.0; angle < 360; angle += 15 {
		sin, cos := math.Sincos(angle * math.Pi / 180)
		if math.Mod(angle, 90) == 0 {
			sin, cos = math.Round(sin), math.Round(cos)
		}
		for _, side := range []int{0, 2} {
			l := line{x: 30, y: 30, dx: cos, dy: sin, step: 1, n: 20}
			for i, v := range l.profile(f, nil, side) {
				p := l.at(float64(i))
				if want := p.X + 2*p.Y; math.Abs(float64(v)-want) > 0.1 {
					t.Fatalf("angle %v, side %d, step %d: %v, want %v", angle, side, i, v, want)
				}
			}
		}
	}
}

func TestProfileAtTheBorderLeavesOutMissingLines(t *testing.T) {
	f := ramp(50, 10)
	p := chord(f, 1, 0, -4.5).profile(f, nil, 1) // rows 0 and 1; row -1 is not there
	if p[7] != 8 {
		t.Errorf("got %v, want the mean of 7 and 9", p[7])
	}
}
