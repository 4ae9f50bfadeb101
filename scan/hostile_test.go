package scan

import (
	"math"
	"testing"
)

func TestScanBearsHostileSizes(t *testing.T) {
	pix := make([]byte, 10_000)
	for name, f := range map[string]Frame{
		"nothing":             {},
		"no pixels":           {Width: 100, Height: 100, Stride: 100},
		"one pixel":           {Pix: pix[:1], Width: 1, Height: 1, Stride: 1},
		"one row":             {Pix: pix[:100], Width: 100, Height: 1, Stride: 100},
		"one column":          {Pix: pix[:100], Width: 1, Height: 100, Stride: 1},
		"one wide column":     {Pix: pix, Width: 1, Height: 100, Stride: 100},
		"negative width":      {Pix: pix, Width: -1, Height: 100, Stride: 100},
		"negative height":     {Pix: pix, Width: 100, Height: -1, Stride: 100},
		"negative stride":     {Pix: pix, Width: 100, Height: 10, Stride: -100},
		"no stride":           {Pix: pix, Width: 100, Height: 10},
		"stride below width":  {Pix: pix, Width: 100, Height: 10, Stride: 99},
		"stride beyond":       {Pix: pix, Width: 50, Height: 100, Stride: 101},
		"too few pixels":      {Pix: pix[:9_999], Width: 100, Height: 100, Stride: 100},
		"last row cut":        {Pix: pix[:9_990], Width: 90, Height: 100, Stride: 100},
		"sizes that overflow": {Pix: pix, Width: math.MaxInt, Height: math.MaxInt, Stride: math.MaxInt},
		"height overflows":    {Pix: pix, Width: 2, Height: math.MaxInt/2 + 2, Stride: 2},
		"narrow":              {Pix: pix, Width: 3, Height: 3_333, Stride: 3},
		"flat":                {Pix: pix, Width: 3_333, Height: 3, Stride: 3_333},
	} {
		t.Run(name, func(t *testing.T) {
			if got := New(Options{}).Scan(f); len(got) > 0 {
				t.Errorf("read %v", got)
			}
		})
	}
}

func TestScanReadsARoomyStrideWhoseLastRowIsCut(t *testing.T) {
	p, _ := upright(t, QRCode, 0)
	f := p.frame()
	f.Pix = f.Pix[:f.Stride*(f.Height-1)+f.Width]
	wantOnly(t, New(Options{}).Scan(f), QRCode, samples()[QRCode])
}

func FuzzScan(f *testing.F) {
	for kind := range samples() {
		p, _ := upright(f, kind, 0)
		frame := p.frame()
		f.Add(frame.Pix, frame.Width, frame.Height, frame.Stride)
	}
	f.Add([]byte{}, 0, 0, 0)
	f.Add([]byte{1}, 1, 1, 1)
	f.Add(make([]byte, 600), 20, 30, 20)
	s := New(Options{})
	f.Fuzz(func(t *testing.T, pix []byte, w, h, stride int) {
		frame := Frame{Pix: pix, Width: w, Height: h, Stride: stride}
		before := string(pix)
		for _, sym := range s.Scan(frame) {
			if sym.Text == "" || sym.Format == "" {
				t.Errorf("an empty symbol: %+v", sym)
			}
			if !frame.valid() {
				t.Errorf("read %+v from a frame that is none", sym)
			}
		}
		if string(pix) != before {
			t.Error("the frame was written to")
		}
	})
}

// FuzzLines hands the row decoders stretches that the search would not let pass.
func FuzzLines(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 3, 2, 1}, uint8(3))
	f.Fuzz(func(t *testing.T, widths []byte, module uint8) {
		b := bars{}
		at := float32(0)
		for _, w := range widths {
			at += float32(w%64) / 8
			b.edge = append(b.edge, at)
		}
		r := b.forward(int(at)+1, nil)
		rows := newRows(allKinds())
		lengths := map[Format]int{Code128: 25, EAN13: 59, EAN8: 43, UPCE: 33, Code39: 29, ITF: 17}
		steps := map[Format]int{Code128: 6, Code39: 10, ITF: 10}
		for _, k := range finders() {
			for n := lengths[k.kind]; n > 0 && 1+n < r.count(); n += steps[k.kind] {
				rows.decode(r, candidate{k.kind, 1, n, float32(module) / 8})
				if steps[k.kind] == 0 {
					break
				}
			}
		}
		r.find(rows.finders, func(c candidate) bool {
			rows.decode(r, c)
			return false
		})
	})
}

func allKinds() kinds {
	k := kinds{}
	for _, f := range Formats() {
		k[f] = true
	}
	return k
}
