package scan

import (
	"testing"

	"github.com/makiuchi-d/gozxing"
)

// brokenDecoder panics as gozxing does on some rows.
type brokenDecoder struct{}

func (brokenDecoder) DecodeRow(int, *gozxing.BitArray, map[gozxing.DecodeHintType]interface{}) (*gozxing.Result, error) {
	panic("slice bounds out of range")
}

func TestDecodeRowContainsPanics(t *testing.T) {
	if got := decodeRow(brokenDecoder{}, gozxing.NewBitArray(10)); got != "" {
		t.Errorf("read %q", got)
	}
}

func TestScanKeepsGoingWhenADecoderPanics(t *testing.T) {
	p, _ := upright(t, Code128, 0)
	p.paint(encode(t, EAN8, "48512343"), place{x: float64(p.w) / 2, y: 40, module: 2, height: 60})
	s := New(Options{})
	s.rows.decoders[Code128] = brokenDecoder{}
	wantOnly(t, s.Scan(p.frame()), EAN8, "48512343")
}

func TestBitRowRefusesWhatCannotBeDrawn(t *testing.T) {
	b, n := barsOf(t, Code128, "SEAL", 2, 12)
	r := b.forward(n, nil)
	for _, module := range []float32{0, -1, 1e-9, float32(zero() / zero())} {
		if row := bitRow(r, candidate{Code128, 1, len(b.edge) - 1, module}); row != nil {
			t.Errorf("module %v: a row of %d bits", module, row.GetSize())
		}
	}
	if row := bitRow(r, candidate{Code128, 1, len(b.edge) - 1, 2}); row == nil {
		t.Error("a good row was refused")
	}
}

func zero() float64 { return 0 }
