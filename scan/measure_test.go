package scan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// The short form of the measuring that "make bench-scan" does at length: frames made
// by a seed, each hard in one way, beside what gozxing alone makes of them.

// hardFrame is a seal of 22 digits that is hard to read in one of so many ways.
func hardFrame(t testing.TB, seed int) (Frame, string) {
	r := rand.New(rand.NewPCG(uint64(seed), 77))
	text := ""
	for range 22 {
		text += fmt.Sprint(r.IntN(10))
	}
	at := place{x: 340 + 40*r.Float64(), y: 210 + 30*r.Float64(), module: 2.2 + r.Float64(), height: 70 + 40*r.Float64(), tilt: 8*r.Float64() - 4}
	blur, noise := 0.7, 3.0
	switch seed % 5 {
	case 1:
		at.module = 1.4 + 0.5*r.Float64()
	case 2:
		at.tilt = 15 + 60*r.Float64()
	case 3:
		blur = at.module * (0.5 + 0.3*r.Float64())
	case 4:
		noise = 10 + 8*r.Float64()
	}
	p := newPicture(720, 480)
	p.paint(encode(t, Code128, text), at)
	return p.blurred(blur).dimmed(uint64(seed), noise).frame(), text
}

// plainZXing reads a frame as a caller of gozxing would, trying hard.
func plainZXing(f Frame) (text string) {
	defer func() { _ = recover() }()
	var p plane
	p.load(f, 1)
	harder := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	for _, r := range []gozxing.Reader{
		oned.NewCode128Reader(), oned.NewCode39Reader(), oned.NewITFReader(), oned.NewMultiFormatUPCEANReader(nil),
		qrcode.NewQRCodeReader(), datamatrix.NewDataMatrixReader(),
	} {
		b, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(&p))
		if err != nil {
			return ""
		}
		if got, err := r.Decode(b, harder); err == nil {
			return got.GetText()
		}
	}
	return ""
}

func TestMeasureHardFramesAreReadAndNeverWrong(t *testing.T) {
	frames := 60
	if testing.Short() {
		frames = 20
	}
	read, plain := 0, 0
	s := New(Options{})
	for seed := range frames {
		f, text := hardFrame(t, seed)
		for _, sym := range s.Scan(f) {
			if sym.Format != Code128 || sym.Text != text {
				t.Errorf("seed %d: read %s %q, which is not there", seed, sym.Format, sym.Text)
			} else {
				read++
			}
		}
		if plainZXing(f) == text {
			plain++
		}
	}
	t.Logf("read %d of %d, gozxing alone %d", read, frames, plain)
	if read*100 < 80*frames || read <= plain {
		t.Errorf("read %d of %d, gozxing alone %d; want four in five, and more than it", read, frames, plain)
	}
}

func TestMeasureAnEmptyFrameCostsAFractionOfPlainZXing(t *testing.T) {
	const most = 0.25
	least := func(read func()) time.Duration {
		best := time.Hour
		for range 5 {
			begin := time.Now()
			read()
			best = min(best, time.Since(begin))
		}
		return best
	}
	var ours, plain time.Duration
	for _, name := range []string{"paper", "boxes"} {
		f := emptyFrames(t)[name]
		s := New(Options{})
		ours += least(func() { s.Scan(f) })
		plain += least(func() { plainZXing(f) })
	}
	t.Logf("ours %v, gozxing %v", ours/2, plain/2)
	if ratio := float64(ours) / float64(plain); ratio > most {
		t.Errorf("an empty frame takes %.2f of gozxing's time, want %.2f at most", ratio, most)
	}
}

func TestMeasureEverySealOfABoxIsReadWithItsCorners(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 12))
	for _, seals := range []int{2, 5, 8, 12} {
		p := newPicture(1280, 720)
		want := map[string][4]Point{}
		for i := range seals {
			text := fmt.Sprintf("3101007%015d", r.Uint64()%1e15)
			at := place{x: 215 + 425*float64(i%3) + 20*r.Float64(), y: 90 + 178*float64(i/3), module: 1.9 + 0.3*r.Float64(), height: 50 + 20*r.Float64(), tilt: 8*r.Float64() - 4}
			want[text] = p.paint(encode(t, Code128, text), at)
		}
		f := p.blurred(0.8).dimmed(uint64(seals), 4).frame()
		for _, sym := range New(Options{}).Scan(f) {
			corners, ok := want[sym.Text]
			if !ok {
				t.Errorf("%d seals: read %q, which is not there", seals, sym.Text)
				continue
			}
			delete(want, sym.Text)
			for i, c := range sym.Corners {
				if d := math.Hypot(c.X-corners[i].X, c.Y-corners[i].Y); d > 5 {
					t.Errorf("%d seals: corner %d of %s is off by %.1f pixels", seals, i, sym.Text, d)
				}
			}
		}
		for text, at := range want {
			t.Errorf("%d seals: %s at %v was not read", seals, text, at[0])
		}
	}
}
