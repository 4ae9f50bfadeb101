package scan

import (
	"math"
	"testing"
)

// regionsOf lists the regions of a frame at full resolution.
func regionsOf(f Frame) []region {
	var c cells
	var g regions
	c.load(f, false)
	return g.find(&c, 1)
}

func TestRegionsFindACodeWithItsDirectionAndExtent(t *testing.T) {
	for _, tilt := range []float64{0, 20, 45, 77, 90, 120, 165} {
		p := newPicture(1280, 720)
		corners := p.paint(encode(t, Code128, samples()[Code128]), place{640, 360, 2.5, 120, tilt})
		f := p.dimmed(1, 3).frame()
		all := regionsOf(f)
		if len(all) == 0 {
			t.Fatalf("tilt %v: none", tilt)
		}
		r := all[0]
		if s := New(Options{}); !s.gate(f, &r) {
			t.Errorf("tilt %v: not striped", tilt)
		}
		angle := math.Mod(math.Atan2(r.uy, r.ux)*180/math.Pi+360, 180)
		if d := math.Abs(angle - tilt); min(d, 180-d) > 3 {
			t.Errorf("tilt %v: direction %v", tilt, angle)
		}
		if math.Hypot(r.middle.X-640, r.middle.Y-360) > 32 { // two cells
			t.Errorf("tilt %v: middle %v", tilt, r.middle)
		}
		long := math.Hypot(corners[1].X-corners[0].X, corners[1].Y-corners[0].Y)
		if got := r.u1 - r.u0; got < long-50 || got > long+30 {
			t.Errorf("tilt %v: %v pixels across the bars, want about %v", tilt, got, long)
		}
	}
}

func TestRegionsOfPaperAreNone(t *testing.T) {
	if all := regionsOf(newPicture(1280, 720).dimmed(2, 3).frame()); len(all) > 0 {
		t.Errorf("%d regions", len(all))
	}
}

func TestGateLetsBarsPassAndNotTheEdgesOfBoxes(t *testing.T) {
	code := newPicture(1280, 720)
	code.paint(encode(t, Code128, samples()[Code128]), place{640, 360, 2.5, 120, 12})
	boxes := newPicture(1280, 720)
	for i := range boxes.grey {
		if x, y := i%1280, i/1280; x/300%2 == 1 && y/200%2 == 1 {
			boxes.grey[i] = 90
		}
	}
	for name, c := range map[string]struct {
		p    *picture
		want bool
	}{"code": {code, true}, "boxes": {boxes, false}} {
		f := c.p.dimmed(3, 5).frame()
		s := New(Options{})
		passed := false
		all := regionsOf(f)
		for i := range all {
			passed = passed || s.gate(f, &all[i])
		}
		if len(all) == 0 || passed != c.want {
			t.Errorf("%s: %d regions, passed %v", name, len(all), passed)
		}
	}
}

func TestClustersFindSquareCodesAndNotLinearOnes(t *testing.T) {
	for f, want := range map[Format]bool{QRCode: true, DataMatrix: true, Code128: false, ITF: false} {
		p := newPicture(1280, 720)
		module := 6.0
		at := place{640, 360, module, 120, 0}
		if !want {
			at.module = 3
		}
		p.paint(encode(t, f, samples()[f]), at)
		frame := p.blurred(0.8).dimmed(4, 2).frame()
		s := New(Options{})
		s.cells.load(frame, false)
		n := 0
		for _, k := range s.clusters.find(&s.cells) {
			if s.crossed(frame, k) {
				n++
			}
		}
		if (n > 0) != want {
			t.Errorf("%s: %d clusters", f, n)
		}
	}
}
