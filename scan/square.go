package scan

import (
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/common"
	dmdecoder "github.com/makiuchi-d/gozxing/datamatrix/decoder"
	dmdetector "github.com/makiuchi-d/gozxing/datamatrix/detector"
	qrdecoder "github.com/makiuchi-d/gozxing/qrcode/decoder"
	qrdetector "github.com/makiuchi-d/gozxing/qrcode/detector"
)

// square reads QR and Data Matrix in a plane.
type square struct {
	qr     *qrdecoder.Decoder
	dm     *dmdecoder.Decoder
	wanted kinds
}

func newSquare(wanted kinds) square {
	return square{qr: qrdecoder.NewDecoder(), dm: dmdecoder.NewDecoder(), wanted: wanted}
}

// binarizers turn grey into black and white, the one that bears shadows first.
var binarizers = [...]func(gozxing.LuminanceSource) gozxing.Binarizer{
	gozxing.NewHybridBinarizer, gozxing.NewGlobalHistgramBinarizer,
}

// read returns what the plane holds: several QR codes or one Data Matrix.
func (s square) read(p *plane, late func() bool) []Symbol {
	for _, binarize := range binarizers {
		black := blackMatrix(binarize(p))
		if black == nil {
			continue
		}
		if found := s.readMatrix(p, black); len(found) > 0 || late() {
			return found
		}
	}
	return nil
}

// readMatrix tries both formats on one black and white picture. A QR code that
// was read is wiped out and the rest is looked at again.
func (s square) readMatrix(p *plane, black *gozxing.BitMatrix) []Symbol {
	const most = 8
	var found []Symbol
	for s.wanted[QRCode] && len(found) < most {
		sym, ok := s.readQR(p, black)
		if !ok {
			break
		}
		if !listed(found, sym.Format, sym.Text) {
			found = append(found, sym)
		}
	}
	if len(found) == 0 && s.wanted[DataMatrix] {
		if sym, ok := s.readDataMatrix(p, black); ok {
			found = append(found, sym)
		}
	}
	return found
}

// readQR reads one QR code and wipes it out of the picture.
func (s square) readQR(p *plane, black *gozxing.BitMatrix) (sym Symbol, ok bool) {
	defer contain(&ok)
	where, err := qrdetector.NewDetector(black).Detect(nil)
	if err != nil {
		return Symbol{}, false
	}
	size := where.GetBits().GetWidth()
	what, err := s.qr.Decode(where.GetBits(), nil)
	if err != nil || what.GetText() == "" {
		return Symbol{}, false
	}
	corners, ok := qrCorners(where.GetPoints(), size)
	if !ok {
		return Symbol{}, false
	}
	wipe(black, corners)
	if m, is := what.GetOther().(*qrdecoder.QRCodeDecoderMetaData); is && m.IsMirrored() {
		corners[1], corners[3] = corners[3], corners[1]
	}
	return p.symbol(QRCode, what.GetText(), corners), true
}

// qrCorners stretches the centres of the three corner marks, which lie three and
// a half modules inside, to the corners of a code of size modules.
func qrCorners(marks []gozxing.ResultPoint, size int) (c [4]Point, ok bool) {
	if len(marks) < 3 || size <= 7 {
		return c, false
	}
	at := func(i int) Point { return Point{marks[i].GetX(), marks[i].GetY()} }
	low, mid, top := at(0), at(1), at(2) // bottom left, top left, top right
	k := 3.5 / float64(size-7)
	far := 1 + k
	put := func(u, v float64) Point {
		return Point{
			mid.X + u*(top.X-mid.X) + v*(low.X-mid.X),
			mid.Y + u*(top.Y-mid.Y) + v*(low.Y-mid.Y),
		}
	}
	return [4]Point{put(-k, -k), put(far, -k), put(far, far), put(-k, far)}, true
}

// readDataMatrix reads the Data Matrix round the middle of the picture, which is
// where gozxing looks for it.
func (s square) readDataMatrix(p *plane, black *gozxing.BitMatrix) (sym Symbol, ok bool) {
	defer contain(&ok)
	d, err := dmdetector.NewDetector(black)
	if err != nil {
		return Symbol{}, false
	}
	where, err := d.Detect()
	if err != nil {
		return Symbol{}, false
	}
	what, err := s.decodeDataMatrix(where)
	if err != nil || what.GetText() == "" || len(where.GetPoints()) < 4 {
		return Symbol{}, false
	}
	var c [4]Point
	for i, from := range [...]int{0, 3, 2, 1} { // gozxing goes round the other way
		c[i] = Point{where.GetPoints()[from].GetX(), where.GetPoints()[from].GetY()}
	}
	return p.symbol(DataMatrix, what.GetText(), c), true
}

func (s square) decodeDataMatrix(where *common.DetectorResult) (*common.DecoderResult, error) {
	return s.dm.Decode(where.GetBits())
}

// symbol is a code found in the plane, in the frame's pixels.
func (p *plane) symbol(f Format, text string, c [4]Point) Symbol {
	for i := range c {
		c[i] = p.point(c[i].X, c[i].Y)
	}
	return Symbol{Format: f, Text: clean(f, text), Corners: c}
}

// wipe whitens the upright box round a code.
func wipe(black *gozxing.BitMatrix, c [4]Point) {
	x0, y0, x1, y1 := c[0].X, c[0].Y, c[0].X, c[0].Y
	for _, p := range c[1:] {
		x0, x1 = min(x0, p.X), max(x1, p.X)
		y0, y1 = min(y0, p.Y), max(y1, p.Y)
	}
	for y := max(int(y0), 0); y <= min(int(y1), black.GetHeight()-1); y++ {
		for x := max(int(x0), 0); x <= min(int(x1), black.GetWidth()-1); x++ {
			black.Unset(x, y)
		}
	}
}

// blackMatrix is the binarizer's picture, nil where it has too little contrast.
func blackMatrix(b gozxing.Binarizer) (m *gozxing.BitMatrix) {
	defer func() {
		if recover() != nil {
			m = nil
		}
	}()
	m, err := b.GetBlackMatrix()
	if err != nil {
		return nil
	}
	return m
}

// contain turns a panic of the library into "nothing read".
func contain(ok *bool) {
	if recover() != nil {
		*ok = false
	}
}
