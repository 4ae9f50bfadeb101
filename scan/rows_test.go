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

func TestBitRowDrawsEveryModuleWithClearSpace(t *testing.T) {
	row := bitRow([]uint8{2, 1, 3})
	want := ""
	for i := range row.GetSize() {
		if row.Get(i) {
			want += "#"
		} else {
			want += "."
		}
	}
	quiet := "............................"
	if want != quiet+"####..######"+quiet {
		t.Errorf("drew %s", want)
	}
}
