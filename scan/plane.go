package scan

import (
	"encoding/binary"
	"errors"
	"image"
	"math"

	"github.com/makiuchi-d/gozxing"
)

// plane shows a frame to gozxing as one tight block of luma, shrunk by a whole
// factor where that is asked for. It copies only where the stride or the factor
// makes it necessary, and then into memory that is used again.
type plane struct {
	pix    []byte
	w, h   int
	factor int
	at     image.Point // of its corner in the frame
	turn   float64     // radians by which a part is turned about its middle
	own    []byte
	padded []byte
}

// load points the plane at a frame.
func (p *plane) load(f Frame, factor int) {
	p.at, p.turn = image.Point{}, 0
	p.w, p.h, p.factor = f.Width/factor, f.Height/factor, factor
	if factor == 1 && f.Stride == f.Width {
		p.pix = f.Pix[:p.w*p.h]
		return
	}
	if cap(p.own) < p.w*p.h {
		p.own = make([]byte, p.w*p.h)
	}
	p.pix = p.own[:p.w*p.h]
	for y := range p.h {
		row := p.pix[y*p.w:][:p.w]
		if factor == 1 {
			copy(row, f.Pix[y*f.Stride:])
		} else {
			shrinkRow(f, y, factor, row)
		}
	}
}

// loadPart points the plane at a part of a frame, shrunk. Where that is the border
// of the frame, paper is taken to go on behind it: the finders want clear space.
func (p *plane) loadPart(f Frame, part image.Rectangle, factor int) {
	const paper = 10 // pixels
	from := part.Min.Y*f.Stride + part.Min.X
	p.load(Frame{Pix: f.Pix[from:], Width: part.Dx(), Height: part.Dy(), Stride: f.Stride}, factor)
	p.at = part.Min
	if part.Min.X > 0 && part.Min.Y > 0 && part.Max.X < f.Width && part.Max.Y < f.Height {
		return
	}
	w, h := p.w+2*paper, p.h+2*paper
	p.padded = resize(p.padded, w*h)
	for i := range p.padded {
		p.padded[i] = 255
	}
	for y := range p.h {
		copy(p.padded[(y+paper)*w+paper:], p.pix[y*p.w:][:p.w])
	}
	p.pix, p.w, p.h = p.padded, w, h
	p.at = p.at.Sub(image.Pt(paper*factor, paper*factor))
}

// shrinkRow writes the means of squares of factor times factor pixels.
func shrinkRow(f Frame, y, factor int, row []byte) {
	from := f.Pix[y*factor*f.Stride:]
	if factor == 2 {
		halveRow(from[:2*len(row)], from[f.Stride:][:2*len(row)], row)
		return
	}
	for x := range row {
		sum := 0
		for dy := range factor {
			for _, v := range from[dy*f.Stride+x*factor:][:factor] {
				sum += int(v)
			}
		}
		row[x] = byte(sum / (factor * factor))
	}
}

// halveRow writes the means of squares of two rows, four at a time: their eight
// pixels are summed as four numbers of 16 bits in one word.
func halveRow(a, b, row []byte) {
	const even = 0x00ff_00ff_00ff_00ff
	x := 0
	for ; x+4 <= len(row); x += 4 {
		p, q := binary.LittleEndian.Uint64(a[2*x:]), binary.LittleEndian.Uint64(b[2*x:])
		sum := p&even + p>>8&even + q&even + q>>8&even
		sum = sum >> 2 & even
		sum = (sum | sum>>8) & 0x0000_ffff_0000_ffff
		binary.LittleEndian.PutUint32(row[x:], uint32(sum|sum>>16))
	}
	for ; x < len(row); x++ {
		i := 2 * x
		row[x] = byte((int(a[i]) + int(a[i+1]) + int(b[i]) + int(b[i+1])) >> 2)
	}
}

// release forgets the caller's pixels.
func (p *plane) release() { p.pix = nil }

// loadTurned points the plane at the square round a part of a frame, turned by an
// angle: gozxing's finder of Data Matrix wants it upright.
func (p *plane) loadTurned(f Frame, part image.Rectangle, angle float64) {
	side := max(part.Dx(), part.Dy())
	p.factor, p.turn = 1, angle
	p.at = part.Min.Add(part.Size().Div(2)).Sub(image.Pt(side/2, side/2))
	p.w, p.h = side, side
	p.own = resize(p.own, side*side)
	p.pix = p.own
	// One place in fixed point, and from it a step a pixel; see point.
	const one = 1 << 16
	mx, my := (f.Width-1)*one-1, (f.Height-1)*one-1
	corner, right := p.point(0, 0), p.point(1, 0)
	dx, dy := right.X-corner.X, right.Y-corner.Y
	for y := range side {
		px, py := int((corner.X-float64(y)*dy)*one), int((corner.Y+float64(y)*dx)*one)
		for x := range side {
			p.pix[y*side+x] = byte(weigh(f, min(max(px+int(dx*one)*x, 0), mx), min(max(py+int(dy*one)*x, 0), my)))
		}
	}
}

// point brings a place in the plane back to the frame.
func (p *plane) point(x, y float64) Point {
	if p.turn != 0 {
		sin, cos := math.Sincos(p.turn)
		mx, my := float64(p.w-1)/2, float64(p.h-1)/2
		dx, dy := x-mx, y-my
		x, y = mx+dx*cos-dy*sin, my+dx*sin+dy*cos
	}
	k := float64(p.factor)
	return Point{(x+0.5)*k - 0.5 + float64(p.at.X), (y+0.5)*k - 0.5 + float64(p.at.Y)}
}

// What follows is gozxing.LuminanceSource.

// GetRow copies a row, as gozxing expects to own it.
func (p *plane) GetRow(y int, row []byte) ([]byte, error) {
	if y < 0 || y >= p.h {
		return nil, errors.New("row outside the picture")
	}
	if len(row) < p.w {
		row = make([]byte, p.w)
	}
	copy(row, p.pix[y*p.w:][:p.w])
	return row, nil
}

// GetMatrix is the block itself: gozxing does not write to it.
func (p *plane) GetMatrix() []byte { return p.pix }

// GetWidth is in pixels of the plane.
func (p *plane) GetWidth() int { return p.w }

// GetHeight is in pixels of the plane.
func (p *plane) GetHeight() int { return p.h }

// IsCropSupported is false: nothing here crops.
func (p *plane) IsCropSupported() bool { return false }

// Crop always fails.
func (p *plane) Crop(int, int, int, int) (gozxing.LuminanceSource, error) {
	return nil, errors.New("cropping is not supported")
}

// IsRotateSupported is false: square codes are found at any angle.
func (p *plane) IsRotateSupported() bool { return false }

// Invert wraps the plane with black and white exchanged.
func (p *plane) Invert() gozxing.LuminanceSource { return gozxing.LuminanceSourceInvert(p) }

// RotateCounterClockwise always fails.
func (p *plane) RotateCounterClockwise() (gozxing.LuminanceSource, error) {
	return nil, errors.New("rotation is not supported")
}

// RotateCounterClockwise45 always fails.
func (p *plane) RotateCounterClockwise45() (gozxing.LuminanceSource, error) {
	return nil, errors.New("rotation is not supported")
}

// String is for gozxing's debugging; a frame is not for printing.
func (p *plane) String() string { return "" }
