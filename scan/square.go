package scan

import (
	"image"
	"math"
	"time"

	"github.com/makiuchi-d/gozxing"
	dmdecoder "github.com/makiuchi-d/gozxing/datamatrix/decoder"
	dmdetector "github.com/makiuchi-d/gozxing/datamatrix/detector"
	qrdecoder "github.com/makiuchi-d/gozxing/qrcode/decoder"
	qrdetector "github.com/makiuchi-d/gozxing/qrcode/detector"
)

// square reads QR and Data Matrix in a plane.
type square struct {
	wanted kinds
	plane  plane
	qr     *qrdecoder.Decoder
	dm     *dmdecoder.Decoder
	pixels time.Duration // what a thousand pixels took lately
}

func newSquare(wanted kinds) square {
	const slowPhone = 12 * time.Microsecond
	return square{wanted: wanted, qr: qrdecoder.NewDecoder(), dm: dmdecoder.NewDecoder(), pixels: slowPhone}
}

// scan reads a frame, shrunk as far as it takes to keep the cap if possible. A
// large frame that says nothing is tried at half its size as well, which takes
// noise out and brings large modules within the detectors' reach.
func (s *square) scan(f Frame, c clock) []Symbol {
	const (
		most  = 3  // times that the cap may shrink a frame: beyond, little is legible
		least = 24 // pixels; the smallest QR code has 21 modules
		large = 640 * 480
	)
	if !s.wanted[QRCode] && !s.wanted[DataMatrix] {
		return nil
	}
	factor := 1
	for factor < most && s.cost(f, factor) > c.left() {
		factor++
	}
	for {
		if f.Width/factor < least || f.Height/factor < least {
			return nil
		}
		begin := time.Now()
		s.plane.load(f, factor)
		found := s.read(c)
		s.learn(f, factor, time.Since(begin))
		if len(found) > 0 || c.late() || factor > 1 || f.Width < large/f.Height {
			return found
		}
		factor++
	}
}

// smallestPart of a frame that is worth shrinking or reading, in pixels: a Data
// Matrix of ten modules.
const smallestPart = 20

// Turning a part costs a look at each of its pixels, so only the largest is
// turned, up to so many pixels.
const (
	mostTurns  = 1
	mostTurned = 400 * 400
)

// scanClusters reads the places where a square code may be; hard, with all that it
// takes, or, beside a code that was read, at a glance.
func (s *square) scanClusters(f Frame, all []cluster, hard bool, c clock) (found []Symbol) {
	if !s.wanted[QRCode] && !s.wanted[DataMatrix] {
		return nil
	}
	for i, k := range all {
		room := max(12, min(k.box.Dx(), k.box.Dy())/4) // clear space, and what the cells cut off
		part := k.box.Inset(-room).Intersect(image.Rect(0, 0, f.Width, f.Height))
		if more := s.scanPart(f, part, hard && i < mostTurns, c); len(more) > 0 {
			found = merge(found, more)
		}
	}
	return found
}

// scanPart reads a part of a frame as it is, at half the size and, for Data Matrix,
// turned.
func (s *square) scanPart(f Frame, part image.Rectangle, turns bool, c clock) []Symbol {
	for factor := 1; factor <= 2; factor++ { // at half the size, noise is less and large modules are within reach
		if c.late() || min(part.Dx(), part.Dy())/factor < smallestPart {
			break
		}
		s.plane.loadPart(f, part, factor)
		if more := s.read(c); len(more) > 0 {
			return more
		}
	}
	if !turns || !s.wanted[DataMatrix] || part.Dx() < smallestPart || part.Dx()*part.Dy() > mostTurned {
		return nil
	}
	for _, angle := range [...]float64{math.Pi / 6, math.Pi / 3} {
		if c.late() {
			break
		}
		s.plane.loadTurned(f, part, angle)
		if black := blackMatrix(gozxing.NewHybridBinarizer(&s.plane)); black != nil {
			if more := s.readDataMatrix(black); len(more) > 0 {
				return more
			}
		}
	}
	return nil
}

// cost estimates what reading a frame takes.
func (s *square) cost(f Frame, factor int) time.Duration {
	return s.pixels * time.Duration(f.Width/factor*(f.Height/factor)/1000)
}

// learn brings the estimate closer to what it took.
func (s *square) learn(f Frame, factor int, took time.Duration) {
	if thousands := f.Width / factor * (f.Height / factor) / 1000; thousands > 0 {
		s.pixels += (took/time.Duration(thousands) - s.pixels) / 4
	}
}

// read returns what the plane holds, several QR codes or one Data Matrix, in
// black and white as told apart block by block, which bears shadows, and then by
// one threshold for all.
func (s *square) read(c clock) []Symbol {
	blocks := blackMatrix(gozxing.NewHybridBinarizer(&s.plane))
	if found := s.readMatrix(blocks); len(found) > 0 || c.late() {
		return found
	}
	return s.readMatrix(blackMatrix(gozxing.NewGlobalHistgramBinarizer(&s.plane)))
}

// readMatrix tries both formats on one black and white picture.
func (s *square) readMatrix(black *gozxing.BitMatrix) (found []Symbol) {
	defer func() { _ = recover() }() // gozxing's; what was read before stands
	if black == nil {
		return nil
	}
	if s.wanted[QRCode] {
		found = s.readQR(black)
	}
	if len(found) == 0 && s.wanted[DataMatrix] {
		found = s.readDataMatrix(black)
	}
	return found
}

// readQR reads every QR code whose corner marks are found.
func (s *square) readQR(black *gozxing.BitMatrix) (found []Symbol) {
	marks := findMarks(black)
	used := make([]bool, len(marks))
	detector := qrdetector.NewDetector(black)
	for _, t := range trios(marks) {
		if used[t.of[0]] || used[t.of[1]] || used[t.of[2]] {
			continue
		}
		sym, ok := s.readTrio(detector, t)
		if !ok {
			continue
		}
		used[t.of[0]], used[t.of[1]], used[t.of[2]] = true, true, true
		found = merge(found, []Symbol{sym})
	}
	return found
}

// readTrio reads the code that a trio of marks may belong to.
func (s *square) readTrio(d *qrdetector.Detector, t trio) (sym Symbol, ok bool) {
	defer contain(&ok)
	where, err := d.ProcessFinderPatternInfo(t.info)
	if err != nil {
		return Symbol{}, false
	}
	what, err := s.qr.Decode(where.GetBits(), nil)
	if err != nil || what.GetText() == "" {
		return Symbol{}, false
	}
	corners, ok := qrCorners(where.GetPoints(), where.GetBits().GetWidth())
	if m, is := what.GetOther().(*qrdecoder.QRCodeDecoderMetaData); is && m.IsMirrored() {
		corners[1], corners[3] = corners[3], corners[1]
	}
	return s.plane.symbol(QRCode, what.GetText(), corners), ok
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
func (s *square) readDataMatrix(black *gozxing.BitMatrix) []Symbol {
	d, err := dmdetector.NewDetector(black)
	if err != nil {
		return nil
	}
	where, err := d.Detect()
	if err != nil {
		return nil
	}
	what, err := s.dm.Decode(where.GetBits())
	if err != nil || what.GetText() == "" || len(where.GetPoints()) < 4 {
		return nil
	}
	var c [4]Point
	for i, from := range [...]int{0, 3, 2, 1} { // gozxing goes round the other way
		c[i] = Point{where.GetPoints()[from].GetX(), where.GetPoints()[from].GetY()}
	}
	return []Symbol{s.plane.symbol(DataMatrix, what.GetText(), c)}
}

// symbol is a code found in the plane, in the frame's pixels.
func (p *plane) symbol(f Format, text string, c [4]Point) Symbol {
	for i := range c {
		c[i] = p.point(c[i].X, c[i].Y)
	}
	return Symbol{Format: f, Text: clean(f, text), Corners: c}
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
