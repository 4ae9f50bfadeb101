package scan

import (
	"fmt"
	"math"
	"testing"
	"time"
)

func TestScanReadsEveryFormatAtEveryRightAngle(t *testing.T) {
	for f, text := range samples() {
		for _, tilt := range []float64{0, 90, 180, 270} {
			t.Run(fmt.Sprintf("%s/%v", f, tilt), func(t *testing.T) {
				p, _ := upright(t, f, tilt)
				wantOnly(t, New(Options{}).Scan(p.frame()), f, text)
			})
		}
	}
}

func TestScanReadsTiltedLinearCodes(t *testing.T) {
	for _, f := range []Format{Code128, Code39, ITF, EAN13, EAN8, UPCA, UPCE} {
		for _, tilt := range []float64{-9, 5, 30, 45, 100, 160, 203, 290} {
			t.Run(fmt.Sprintf("%s/%v", f, tilt), func(t *testing.T) {
				p, _ := upright(t, f, tilt)
				wantOnly(t, New(Options{}).Scan(p.frame()), f, samples()[f])
			})
		}
	}
}

func TestScanReadsThroughBlurShadowAndNoise(t *testing.T) {
	for f, text := range samples() {
		t.Run(string(f), func(t *testing.T) {
			p, _ := upright(t, f, 3)
			wantOnly(t, New(Options{}).Scan(p.blurred(1.3).dimmed(7, 4).frame()), f, text)
		})
	}
}

func TestScanReadsCodesThatFillTheFrame(t *testing.T) {
	m := encode(t, Code128, "abcdef")
	p := newPicture(m.w*3, 60)
	p.paint(m, place{float64(m.w*3)/2 - 0.5, 29.5, 3, 80, 0})
	wantOnly(t, New(Options{}).Scan(p.frame()), Code128, "abcdef")
}

func TestScanReturnsCornersClockwiseFromTheStart(t *testing.T) {
	for _, f := range []Format{Code128, EAN13, QRCode, DataMatrix} {
		for _, tilt := range []float64{0, 7, 90, 180, 215, 270} {
			t.Run(fmt.Sprintf("%s/%v", f, tilt), func(t *testing.T) {
				p, want := upright(t, f, tilt)
				got := New(Options{}).Scan(p.frame())
				if len(got) != 1 {
					t.Fatalf("read %v", got)
				}
				for i, c := range got[0].Corners {
					if d := math.Hypot(c.X-want[i].X, c.Y-want[i].Y); d > 5 {
						t.Errorf("corner %d at %v, want within 5 pixels of %v", i, c, want[i])
					}
				}
				if f == Code128 || f == EAN13 {
					checkEnds(t, got[0].Corners, want)
				}
			})
		}
	}
}

// checkEnds wants a linear code's ends within two pixels along the reading
// direction.
func checkEnds(t *testing.T, got, want [4]Point) {
	t.Helper()
	dx, dy := want[1].X-want[0].X, want[1].Y-want[0].Y
	n := math.Hypot(dx, dy)
	for i := range got {
		if along := ((got[i].X-want[i].X)*dx + (got[i].Y-want[i].Y)*dy) / n; math.Abs(along) > 2 {
			t.Errorf("corner %d is off by %.1f pixels along the code", i, along)
		}
	}
}

func TestScanReturnsSeveralCodesOfOneFrame(t *testing.T) {
	p := newPicture(900, 620)
	p.paint(encode(t, Code128, "4130101234567890123457"), place{x: 300, y: 120, module: 2.5, height: 120})
	p.paint(encode(t, Code128, "4130101234567890123458"), place{x: 300, y: 420, module: 2.5, height: 120})
	p.paint(encode(t, EAN13, "8413000065504"), place{x: 740, y: 120, module: 2, height: 130})
	p.paint(encode(t, QRCode, "seal 1"), place{x: 600, y: 450, module: 6})
	p.paint(encode(t, QRCode, "seal 2"), place{x: 780, y: 460, module: 6})
	got := New(Options{}).Scan(p.frame())
	read := map[string]bool{}
	for _, s := range got {
		read[s.Text] = true
	}
	want := []string{"4130101234567890123457", "4130101234567890123458", "8413000065504", "seal 1", "seal 2"}
	if len(got) != len(want) {
		t.Errorf("read %d codes, want %d: %v", len(got), len(want), got)
	}
	for _, text := range want {
		if !read[text] {
			t.Errorf("%q was not read", text)
		}
	}
}

func TestScanNeverReadsNoise(t *testing.T) {
	s := New(Options{})
	for seed := range uint64(40) {
		for _, grain := range []int{1, 2, 4, 9} {
			if got := s.Scan(noise(seed, 320, 240, grain)); len(got) > 0 {
				t.Fatalf("seed %d, grain %d: read %v", seed, grain, got)
			}
		}
	}
}

func TestScanNeverReadsRandomStripes(t *testing.T) {
	s := New(Options{})
	for seed := range uint64(150) {
		bar := noise(seed, 400, 1, 1+int(seed%4))
		f := Frame{Width: 400, Height: 160, Stride: 400}
		for range f.Height { // every line confirms every other: the worst there is
			f.Pix = append(f.Pix, bar.Pix...)
		}
		for i, v := range f.Pix {
			f.Pix[i] = v & 0x80
		}
		if got := s.Scan(f); len(got) > 0 {
			t.Fatalf("seed %d: read %v", seed, got)
		}
	}
}

func TestScanDoesNotBelieveASingleLine(t *testing.T) {
	m := encode(t, EAN13, "8413000065504")
	p := newPicture(400, 301)
	p.paint(m, place{200, 150, 3, 1, 0})
	if got := New(Options{}).Scan(p.frame()); len(got) > 0 {
		t.Errorf("read %v from one row of pixels", got)
	}
}

func TestScanLooksOnlyForWantedFormats(t *testing.T) {
	for f := range samples() {
		p, _ := upright(t, f, 0)
		frame := p.frame()
		var others []Format
		for _, o := range Formats() {
			if o != f {
				others = append(others, o)
			}
		}
		for _, got := range New(Options{Formats: others}).Scan(frame) {
			if got.Format == f || f != UPCA { // UPC-A without UPC-A is EAN-13
				t.Errorf("without %s: read %v", f, got)
			}
		}
		wantOnly(t, New(Options{Formats: []Format{f}}).Scan(frame), f, samples()[f])
	}
	p, _ := upright(t, UPCA, 0)
	wantOnly(t, New(Options{Formats: []Format{EAN13}}).Scan(p.frame()), EAN13, "0036602301467")
	if got := New(Options{Formats: []Format{"NO_SUCH"}}).Scan(p.frame()); len(got) > 0 {
		t.Errorf("no known format wanted: read %v", got)
	}
}

func TestScanWithACapReadsEverythingWithinAFewFrames(t *testing.T) {
	for f, text := range samples() {
		p, _ := upright(t, f, 0)
		frame, s := p.frame(), New(Options{Budget: 50 * time.Millisecond})
		got := s.Scan(frame)
		for range 3 {
			if len(got) == 0 {
				got = s.Scan(frame)
			}
		}
		wantOnly(t, got, f, text)
	}
}

func TestScanStopsWhenTheTimeIsUp(t *testing.T) {
	frame := noise(1, 2000, 1500, 3)
	begin := time.Now()
	New(Options{}).Scan(frame)
	free := time.Since(begin)
	begin = time.Now()
	New(Options{Budget: time.Nanosecond}).Scan(frame)
	if capped := time.Since(begin); capped > free/4 {
		t.Errorf("took %v with no time at all, %v without a cap", capped, free)
	}
}

func TestScanCarriesNothingFromFrameToFrame(t *testing.T) {
	s := New(Options{})
	for f, text := range samples() {
		p, _ := upright(t, f, 0)
		wantOnly(t, s.Scan(p.frame()), f, text)
		if got := s.Scan(newPicture(300, 200).frame()); len(got) > 0 {
			t.Errorf("read %v from white paper", got)
		}
	}
}

func TestScanLeavesThePixelsAlone(t *testing.T) {
	for _, f := range []Format{Code128, QRCode, DataMatrix} {
		p, _ := upright(t, f, 0)
		frame := p.frame()
		frame.Pix = append([]byte(nil), frame.Pix...)
		before := string(frame.Pix)
		s := New(Options{})
		s.Scan(frame)
		if string(frame.Pix) != before {
			t.Errorf("%s: the frame was written to", f)
		}
		if s.square.plane.pix != nil {
			t.Errorf("%s: the frame's pixels were kept", f)
		}
	}
}
