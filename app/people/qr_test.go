package people

import (
	"image"
	"image/color"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"dianqin/data/wire"
)

func TestModules_AreReadAsTheText(t *testing.T) {
	text := wire.EnrollText("https://yx.example:8443", "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ")
	m, err := modules(text)
	if err != nil || len(m) < 21 || len(m) != len(m[0]) {
		t.Fatalf("%d rows, %v", len(m), err)
	}
	const module, quiet = 3, 4
	img := image.NewGray(image.Rect(0, 0, (len(m)+2*quiet)*module, (len(m)+2*quiet)*module))
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			i, j := y/module-quiet, x/module-quiet
			img.SetGray(x, y, color.Gray{Y: 255})
			if i >= 0 && j >= 0 && i < len(m) && j < len(m) && m[i][j] {
				img.SetGray(x, y, color.Gray{})
			}
		}
	}
	source, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	got, err := qrcode.NewQRCodeReader().Decode(source, nil)
	if err != nil || got.GetText() != text {
		t.Errorf("read as %v, %v", got, err)
	}
}

func TestModules_OfTooMuchFail(t *testing.T) {
	if _, err := modules(string(make([]byte, 8000))); err == nil {
		t.Error("8000 bytes were drawn")
	}
}
