package sim

import (
	"fmt"
	"image"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
)

const (
	quiet    = 12  // modules left white on each side; the standard asks for 10
	legible  = 3   // pixels a module where the size of the picture is ours to choose
	ofWidth  = 0.8 // share of a picture's width that one label fills
	standard = 1280
)

// Label photographs a label of its own on grey plastic: a Code 128 of text, and the
// text under it. It fails on a text that Code 128 cannot hold (empty, past 80
// characters, not ASCII) and on a picture too narrow for it.
func Label(text string, look Look) (*image.RGBA, error) {
	look, err := look.check()
	if err != nil {
		return nil, err
	}
	code, err := encode(text)
	if err != nil {
		return nil, err
	}
	if look.Width == 0 {
		look.Width = max(standard, int(float64(legible*code.width())/ofWidth)+1)
	}
	if look.Height == 0 {
		look.Height = max(1, look.Width*9/16)
	}
	c := newCanvas(look.Width, look.Height)
	w := int(ofWidth * float64(look.Width))
	h := min(w*2/5, look.Height*7/10)
	at := image.Rect(0, 0, w, h).Add(image.Pt((look.Width-w)/2, (look.Height-h)/2))
	if _, err := c.label(at, code); err != nil {
		return nil, err
	}
	out, _ := photograph(c.RGBA, look)
	return out, nil
}

// barcode is a Code 128 as modules, without its quiet zones.
type barcode struct {
	text string
	bars *gozxing.BitMatrix
}

func (b barcode) width() int { return b.bars.GetWidth() + 2*quiet }

func encode(text string) (barcode, error) {
	none := map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_MARGIN: 0}
	m, err := oned.NewCode128Writer().Encode(text, gozxing.BarcodeFormat_CODE_128, 0, 1, none)
	if err != nil {
		return barcode{}, fmt.Errorf("sim: a Code 128 of %q: %w", text, err)
	}
	return barcode{text, m}, nil
}

// label sticks a label into the middle of r, as large as whole pixels a module allow,
// and says where it is.
func (c canvas) label(r image.Rectangle, code barcode) (image.Rectangle, error) {
	module := r.Dx() / code.width()
	if module < 1 {
		return image.Rectangle{}, fmt.Errorf("sim: a label of %d modules does not fit into %d pixels", code.width(), r.Dx())
	}
	w := module * code.width()
	at := image.Rect(0, 0, w, r.Dy()).Add(r.Min).Add(image.Pt((r.Dx()-w)/2, 0))
	c.fill(at.Add(image.Pt(3, 4)).Intersect(c.Rect), seam()) // its shadow
	c.fill(at, paper())
	top, bottom := at.Min.Y+r.Dy()/10, at.Min.Y+r.Dy()*7/10
	for i := range code.bars.GetWidth() {
		if code.bars.Get(i, 0) {
			x := at.Min.X + module*(quiet+i)
			c.fill(image.Rect(x, top, x+module, bottom), ink())
		}
	}
	digits := image.Rect(at.Min.X+module*quiet/2, bottom+r.Dy()/20, at.Max.X-module*quiet/2, at.Max.Y-r.Dy()/20)
	return at, c.text(digits, code.text, ink())
}
