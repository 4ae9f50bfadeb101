package scan

import "time"

// Format names a kind of bar code.
type Format string

// The formats that a Scanner reads.
const (
	Code128    Format = "CODE_128"
	Code39     Format = "CODE_39"
	ITF        Format = "ITF"
	EAN13      Format = "EAN_13"
	EAN8       Format = "EAN_8"
	UPCA       Format = "UPC_A"
	UPCE       Format = "UPC_E"
	QRCode     Format = "QR_CODE"
	DataMatrix Format = "DATA_MATRIX"
)

// Formats lists every format that a Scanner reads, linear ones first.
func Formats() []Format {
	return []Format{Code128, Code39, ITF, EAN13, EAN8, UPCA, UPCE, QRCode, DataMatrix}
}

// Point is a place in a frame, in pixels from the top left corner.
type Point struct{ X, Y float64 }

// Symbol is one code that was read.
type Symbol struct {
	Format Format

	// Text is what the code says, always valid UTF-8. Bytes that the code
	// itself gives no character set for are taken as Latin-1.
	Text string

	// Corners go clockwise round the code in frame pixels, the first two
	// along the direction of reading: for an upright code top left, top
	// right, bottom right, bottom left. For a linear code they span the
	// lines that vouched for it, which is less than its full height.
	Corners [4]Point
}

// Options say what a Scanner looks for and how long it may take.
type Options struct {
	// Formats to look for; none means all. Unknown ones are ignored.
	Formats []Format

	// Budget caps the time spent on a frame; zero means no cap. It is looked
	// at between steps, so a frame may overrun it by one step: a line, or one
	// pass over a plane that was shrunk to fit the cap. With a cap, frames
	// take turns in what is tried first, so that a camera's frames together
	// get everything.
	Budget time.Duration
}
