package scan

import (
	"math"
	"testing"
	"time"
)

func TestSquareReadsSeveralQRCodesAtAnyAngle(t *testing.T) {
	p := newPicture(700, 700)
	want := map[string][4]Point{
		"one":   p.paint(encode(t, QRCode, "one"), place{x: 150, y: 160, module: 6, tilt: 20}),
		"two":   p.paint(encode(t, QRCode, "two"), place{x: 500, y: 170, module: 5, tilt: 200}),
		"three": p.paint(encode(t, QRCode, "three"), place{x: 170, y: 520, module: 7, tilt: -80}),
		"four":  p.paint(encode(t, QRCode, "four"), place{x: 520, y: 520, module: 4, tilt: 3}),
	}
	got := New(Options{Formats: []Format{QRCode}}).Scan(p.frame())
	if len(got) != len(want) {
		t.Fatalf("read %d codes: %v", len(got), got)
	}
	for _, s := range got {
		for i, c := range s.Corners {
			if d := math.Hypot(c.X-want[s.Text][i].X, c.Y-want[s.Text][i].Y); d > 8 {
				t.Errorf("%q: corner %d at %v, want %v", s.Text, i, c, want[s.Text][i])
			}
		}
	}
}

func TestSquareReadsAWallOfCornerMarksInGoodTime(t *testing.T) {
	m := encode(t, QRCode, "x")
	p := newPicture(900, 900)
	for y := range p.h {
		for x := range p.w { // the top left mark, again and again
			if u, v := x/3%9, y/3%9; u < 7 && v < 7 && m.bits.Get(u, v) {
				p.grey[y*p.w+x] = 0
			}
		}
	}
	begin := time.Now()
	if got := New(Options{}).Scan(p.frame()); len(got) > 0 {
		t.Errorf("read %v", got)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestSquareShrinksToKeepTheCap(t *testing.T) {
	f := Frame{Width: 1280, Height: 720}
	s := newSquare(allKinds())
	s.learn(f, 1, 20*time.Millisecond)
	if full, half := s.cost(f, 1), s.cost(f, 2); half > full/3 {
		t.Errorf("half the size costs %v of %v", half, full)
	}
	before := s.cost(f, 1)
	for range 20 {
		s.learn(f, 2, time.Millisecond)
	}
	if after := s.cost(f, 1); after < 3*time.Millisecond || after > 5*time.Millisecond || after >= before {
		t.Errorf("after a millisecond for a quarter of the pixels the whole is put at %v", after)
	}
}
