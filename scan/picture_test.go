package scan

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// picture is a grey picture that a test paints; 255 is white.
type picture struct {
	w, h int
	grey []float64
}

func newPicture(w, h int) *picture {
	p := &picture{w, h, make([]float64, w*h)}
	for i := range p.grey {
		p.grey[i] = 255
	}
	return p
}

// frame rounds the picture to bytes, with a stride wider than the picture so
// that nothing may rely on the two being equal.
func (p *picture) frame() Frame {
	stride := p.w + 7
	f := Frame{Pix: make([]byte, stride*p.h), Width: p.w, Height: p.h, Stride: stride}
	for y := range p.h {
		for x := range p.w {
			f.Pix[y*stride+x] = byte(min(max(p.grey[y*p.w+x]+0.5, 0), 255))
		}
	}
	return f
}

// modules is a code as the writers of gozxing draw it, a bit a module; a linear
// one is one row.
type modules struct {
	bits *gozxing.BitMatrix
	w, h int
}

func encode(t testing.TB, f Format, text string) modules {
	t.Helper()
	type writer interface {
		EncodeWithoutHint(string, gozxing.BarcodeFormat, int, int) (*gozxing.BitMatrix, error)
	}
	w := map[Format]struct {
		writer
		is gozxing.BarcodeFormat
	}{
		Code128:    {oned.NewCode128Writer(), gozxing.BarcodeFormat_CODE_128},
		Code39:     {oned.NewCode39Writer(), gozxing.BarcodeFormat_CODE_39},
		ITF:        {oned.NewITFWriter(), gozxing.BarcodeFormat_ITF},
		EAN13:      {oned.NewEAN13Writer(), gozxing.BarcodeFormat_EAN_13},
		EAN8:       {oned.NewEAN8Writer(), gozxing.BarcodeFormat_EAN_8},
		UPCA:       {oned.NewUPCAWriter(), gozxing.BarcodeFormat_UPC_A},
		UPCE:       {oned.NewUPCEWriter(), gozxing.BarcodeFormat_UPC_E},
		QRCode:     {qrcode.NewQRCodeWriter(), gozxing.BarcodeFormat_QR_CODE},
		DataMatrix: {datamatrix.NewDataMatrixWriter(), gozxing.BarcodeFormat_DATA_MATRIX},
	}[f]
	bits, err := w.EncodeWithoutHint(text, w.is, 1, 1)
	if err != nil {
		t.Fatalf("draw %s %q: %v", f, text, err)
	}
	box := bits.GetEnclosingRectangle() // left, top, width, height
	m := modules{bits: bits, w: box[2], h: box[3]}
	cut, err := gozxing.NewBitMatrix(m.w, m.h)
	if err != nil {
		t.Fatal(err)
	}
	for y := range m.h {
		for x := range m.w {
			if bits.Get(box[0]+x, box[1]+y) {
				cut.Set(x, y)
			}
		}
	}
	m.bits = cut
	return m
}

// place says where and how a code is painted.
type place struct {
	x, y   float64 // its middle
	module float64 // pixels
	height float64 // pixels, of a linear code
	tilt   float64 // degrees, clockwise
}

// paint draws the code in black on white, each pixel the mean of 16 samples, and
// returns its corners, clockwise from its own top left.
func (p *picture) paint(m modules, at place) [4]Point {
	sin, cos := math.Sincos(at.tilt * math.Pi / 180)
	w, h, mh := float64(m.w)*at.module, float64(m.h)*at.module, at.module
	if m.h == 1 {
		h, mh = at.height, at.height
	}
	black := func(x, y float64) bool {
		u := (x-at.x)*cos + (y-at.y)*sin + w/2
		v := -(x-at.x)*sin + (y-at.y)*cos + h/2
		return u >= 0 && v >= 0 && u < w && v < h && m.bits.Get(int(u/at.module), int(v/mh))
	}
	for y := range p.h {
		for x := range p.w {
			n := 0
			for k := range 16 {
				if black(float64(x)-0.375+float64(k%4)/4, float64(y)-0.375+float64(k/4)/4) {
					n++
				}
			}
			p.grey[y*p.w+x] *= 1 - float64(n)/16
		}
	}
	corner := func(u, v float64) Point {
		return Point{at.x + u*w/2*cos - v*h/2*sin, at.y + u*w/2*sin + v*h/2*cos}
	}
	return [4]Point{corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)}
}

// blurred is the picture seen through a lens out of focus.
func (p *picture) blurred(sigma float64) *picture {
	r := int(3*sigma + 1)
	kernel := make([]float64, 2*r+1)
	sum := 0.0
	for i := range kernel {
		kernel[i] = math.Exp(-float64((i-r)*(i-r)) / (2 * sigma * sigma))
		sum += kernel[i]
	}
	pass := func(from *picture, dx, dy int) *picture {
		to := newPicture(p.w, p.h)
		for y := range p.h {
			for x := range p.w {
				v := 0.0
				for i, k := range kernel {
					sx := min(max(x+(i-r)*dx, 0), p.w-1)
					sy := min(max(y+(i-r)*dy, 0), p.h-1)
					v += k * from.grey[sy*p.w+sx]
				}
				to.grey[y*p.w+x] = v / sum
			}
		}
		return to
	}
	return pass(pass(p, 1, 0), 0, 1)
}

// dimmed lays the picture under a light that falls off from left to right, with
// less contrast and some noise.
func (p *picture) dimmed(seed uint64, noise float64) *picture {
	rnd := rand.New(rand.NewPCG(seed, 1))
	q := newPicture(p.w, p.h)
	for i, v := range p.grey {
		light := 1 - 0.5*float64(i%p.w)/float64(p.w)
		q.grey[i] = (40+v*0.6)*light + rnd.NormFloat64()*noise
	}
	return q
}

// samples is a text for every format.
func samples() map[Format]string {
	return map[Format]string{
		Code128: "4130101234567890123457", Code39: "SEAL-0042 X", ITF: "30712345000010",
		EAN13: "8413000065504", EAN8: "48512343", UPCA: "036602301467", UPCE: "01234565",
		QRCode: "https://example.com/封印/42", DataMatrix: "SEAL 4130101234567890",
	}
}

// upright is a picture with a code in its middle.
func upright(t testing.TB, f Format, tilt float64) (*picture, [4]Point) {
	t.Helper()
	m := encode(t, f, samples()[f])
	module := 3.0
	if m.h > 1 {
		module = 6
	}
	size := int(float64(max(m.w, m.h))*module) + 80
	p := newPicture(size, size)
	return p, p.paint(m, place{float64(size) / 2, float64(size) / 2, module, 110, tilt})
}

// noise is a picture of nothing, of so many pixels to a grain.
func noise(seed uint64, w, h, grain int) Frame {
	rnd := rand.New(rand.NewPCG(seed, 2))
	f := Frame{Pix: make([]byte, w*h), Width: w, Height: h, Stride: w}
	for y := range h {
		for x := range w {
			if y%grain == 0 && x%grain == 0 {
				f.Pix[y*w+x] = byte(rnd.IntN(256))
			} else {
				f.Pix[y*w+x] = f.Pix[(y-y%grain)*w+x-x%grain]
			}
		}
	}
	return f
}

// wantOnly fails unless the code, and nothing else, was read.
func wantOnly(t testing.TB, got []Symbol, f Format, text string) {
	t.Helper()
	if len(got) != 1 || got[0].Format != f || got[0].Text != text {
		t.Errorf("read %v, want one %s %q", got, f, text)
	}
}
