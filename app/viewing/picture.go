package viewing

import (
	"encoding/binary"
	"image"
	"image/color"

	"dianqin/device/camera"
)

// most is how many pixels a shown picture has at most: what has more is shown at two
// thirds, half, a third of its size, which a moving hand can hardly tell and a processor
// can. What is read has all its pixels.
const most = 310_000

// tile is the side of the squares that are turned at a time: what one reads and
// writes stays in the nearest cache, also where rows become columns.
const tile = 32

// shrink is how many half pixels of a frame, across and down, become one of the
// picture: 3 or an even number.
func (w window) shrink() int {
	for h := 2; ; h += 2 {
		switch {
		case 4*(w.crop.Dx()/h)*(w.crop.Dy()/h) <= most:
			return h
		case h == 2 && 4*(w.crop.Dx()/3)*(w.crop.Dy()/3) <= most:
			return 3
		}
	}
}

// fits is a size shrunk.
func (w window) fits(z image.Point) image.Point {
	h := w.shrink()
	return image.Pt(max(1, 2*z.X/h), max(1, 2*z.Y/h))
}

// shown is the size of the picture that is shown.
func (w window) shown() image.Point { return w.fits(w.seen()) }

// first and main are the first pixel that a pixel of the picture at x stands for, and
// the one that gives it its colour: where three become two, the one it has most of.
func first(x, h int) int { return x * h >> 1 }

func main(x, h int) int {
	if h == 3 {
		return first(x, h) + x&1
	}
	return first(x, h)
}

// target is where the pixels of a crop go: the first one's offset in the picture's
// bytes, and how far the next ones to the right and below are.
type target struct{ at, right, below int }

func (w window) target(stride int) target {
	z := w.fits(w.crop.Size())
	switch w.turn {
	case 90:
		return target{4 * (z.Y - 1), stride, -4}
	case 180:
		return target{stride*(z.Y-1) + 4*(z.X-1), -4, -stride}
	case 270:
		return target{stride * (z.X - 1), -stride, 4}
	}
	return target{0, 4, stride}
}

// develop turns, crops, shrinks and colours a frame in one go. dst has the size that
// shown says and begins at (0, 0). Where a pixel stands for a square of them it has
// the square's mean brightness and the colour of its main one.
func (w window) develop(dst *image.RGBA, f camera.Frame) {
	switch m := f.Image.(type) {
	case *image.YCbCr:
		if sub, ok := subsampling(m); ok && m.Rect.Size() == w.size {
			w.colour(dst, f, m, sub)
			return
		}
	case *image.RGBA:
		if m.Rect.Size() == w.size && w.shrink() == 2 {
			w.copy(dst, m)
			return
		}
	}
	if m := f.Image; m != nil && m.Bounds().Size() == w.size {
		if _, grey := m.(*image.Gray); !grey {
			w.plain(dst, f)
			return
		}
	}
	w.grey(dst, f)
}

// subsampling is by how many bits a pixel's place is shifted to find its colour.
func subsampling(m *image.YCbCr) (sub [2]uint, ok bool) {
	switch m.SubsampleRatio {
	case image.YCbCrSubsampleRatio444:
		return [2]uint{0, 0}, true
	case image.YCbCrSubsampleRatio422:
		return [2]uint{1, 0}, true
	case image.YCbCrSubsampleRatio420:
		return [2]uint{1, 1}, true
	case image.YCbCrSubsampleRatio440:
		return [2]uint{0, 1}, true
	}
	return sub, false
}

// tiles goes over the pixels of the picture, square by square, row by row: n pixels
// from x, y on, of the crop shrunk, whose first goes to at.
func (w window) tiles(stride int, row func(x, y, n, at, right int)) {
	z, t := w.fits(w.crop.Size()), w.target(stride)
	for top := 0; top < z.Y; top += tile {
		for left := 0; left < z.X; left += tile {
			n := min(tile, z.X-left)
			for y := top; y < min(top+tile, z.Y); y++ {
				row(left, y, n, t.at+left*t.right+y*t.below, t.right)
			}
		}
	}
}

// colour is develop of the planes that a camera gives. The arithmetic is that of
// image/color, with what two pixels of a colour share done once.
func (w window) colour(dst *image.RGBA, f camera.Frame, m *image.YCbCr, sub [2]uint) {
	h, pix, clip := w.shrink(), dst.Pix, newClip()
	odd := (m.Rect.Min.X ^ w.crop.Min.X) & 1 & int(sub[0])
	pairs := sub[0] == 1 && odd == 0
	w.tiles(dst.Stride, func(x, y, n, at, right int) {
		fx := w.crop.Min.X + first(x, h)
		luma := f.Pix[(w.crop.Min.Y+first(y, h))*f.Stride+fx:]
		c := m.COffset(m.Rect.Min.X+fx, m.Rect.Min.Y+w.crop.Min.Y+main(y, h))
		blues, reds := m.Cb[c:], m.Cr[c:]
		switch {
		case pairs && h == 2:
			clip.pairs(pix, at, right, luma[:n], blues, reds)
		case pairs && h == 3:
			clip.thirds(pix, at, right, luma[:(3*n+1)/2], luma[f.Stride:], blues, reds, int32(2-y&1))
		case pairs && h == 4:
			clip.halves(pix, at, right, luma[:2*n], luma[f.Stride:], blues, reds)
		default:
			for i := range n {
				o := (main(i, h) + odd) >> sub[0]
				r, g, b := clip.shares(blues[o], reds[o])
				clip.put(pix[at:], light(luma, f.Stride, i, y, h), r, g, b)
				at += right
			}
		}
	})
}

// clip is a table that brings a colour, less 16 fractional bits and plus 256, into a
// byte: branches on noise would cost more than all the rest.
type clip [1024]byte

func newClip() *clip {
	var c clip
	for i := range c {
		c[i] = byte(min(max(i-256, 0), 255))
	}
	return &c
}

// shares are what a colour adds to a pixel's brightness, with 16 fractional bits.
func (c *clip) shares(blue, red byte) (r, g, b int32) {
	cb, cr := int32(blue)-128, int32(red)-128
	return 91881*cr + 1<<24, -22554*cb - 46802*cr + 1<<24, 116130*cb + 1<<24
}

func (c *clip) put(pix []byte, luma byte, r, g, b int32) {
	lit := int32(luma) * 0x10101
	binary.LittleEndian.PutUint32(pix, uint32(c[(lit+r)>>16&1023])|uint32(c[(lit+g)>>16&1023])<<8|uint32(c[(lit+b)>>16&1023])<<16|0xff000000)
}

// pairs paints a row whose pixels share their colours in twos, from the first on.
func (c *clip) pairs(pix []byte, at, right int, luma, blues, reds []byte) {
	n := (len(luma) + 1) / 2
	blues, reds = blues[:n], reds[:n]
	for i := range blues {
		r, g, b := c.shares(blues[i], reds[i])
		c.put(pix[at:], luma[2*i], r, g, b)
		at += right
		if 2*i+1 < len(luma) {
			c.put(pix[at:], luma[2*i+1], r, g, b)
			at += right
		}
	}
}

// halves paints a row at half its size: four lights and one colour make a pixel.
func (c *clip) halves(pix []byte, at, right int, luma, below, blues, reds []byte) {
	n := len(luma) / 2
	blues, reds, below = blues[:n], reds[:n], below[:2*n]
	for i := range blues {
		r, g, b := c.shares(blues[i], reds[i])
		lit := (uint(luma[2*i]) + uint(luma[2*i+1]) + uint(below[2*i]) + uint(below[2*i+1])) >> 2
		c.put(pix[at:], byte(lit), r, g, b)
		at += right
	}
}

// thirds paints a row at two thirds of its size: of three pixels and the three below
// become two, up thirds of a pixel's height from the upper row.
func (c *clip) thirds(pix []byte, at, right int, luma, below, blues, reds []byte, up int32) {
	below = below[:len(luma)]
	for i := 0; i+1 < len(luma); i += 3 {
		middle := up*int32(luma[i+1]) + (3-up)*int32(below[i+1])
		r, g, b := c.shares(blues[i>>1], reds[i>>1])
		c.put(pix[at:], ninth(2*(up*int32(luma[i])+(3-up)*int32(below[i]))+middle), r, g, b)
		at += right
		if i+2 < len(luma) {
			r, g, b = c.shares(blues[i>>1+1], reds[i>>1+1])
			c.put(pix[at:], ninth(middle+2*(up*int32(luma[i+2])+(3-up)*int32(below[i+2]))), r, g, b)
			at += right
		}
	}
}

// ninth divides the sum of nine bytes.
func ninth(sum int32) byte { return byte(sum * 7282 >> 16) }

// light is the brightness of the square that the pixel at i of a row stands for, which
// begins at a pixel for which as many pixels come before as their number is even. y
// is the row of the picture.
func light(row []byte, stride, i, y, h int) byte {
	pix := row[first(i, h):]
	switch h {
	case 2:
		return pix[0]
	case 3:
		left, up := 2-i&1, 2-y&1
		top, low := left*int(pix[0])+(3-left)*int(pix[1]), left*int(pix[stride])+(3-left)*int(pix[stride+1])
		return byte((up*top + (3-up)*low) / 9)
	case 4:
		return byte((int(pix[0]) + int(pix[1]) + int(pix[stride]) + int(pix[stride+1])) >> 2)
	}
	sum, k := 0, h/2
	for y := range k {
		for _, v := range pix[y*stride : y*stride+k] {
			sum += int(v)
		}
	}
	return byte(sum / (k * k))
}

// grey is develop of a camera that has brightness alone.
func (w window) grey(dst *image.RGBA, f camera.Frame) {
	h, pix := w.shrink(), dst.Pix
	w.tiles(dst.Stride, func(x, y, n, at, right int) {
		luma := f.Pix[(w.crop.Min.Y+first(y, h))*f.Stride+w.crop.Min.X+first(x, h):]
		for i := range n {
			v := uint32(light(luma, f.Stride, i, y, h))
			binary.LittleEndian.PutUint32(pix[at:], v*0x010101|0xff000000)
			at += right
		}
	})
}

// copy is develop of a picture that has its colours already.
func (w window) copy(dst, m *image.RGBA) {
	w.tiles(dst.Stride, func(x, y, n, at, right int) {
		from := m.Pix[m.PixOffset(m.Rect.Min.X+w.crop.Min.X+x, m.Rect.Min.Y+w.crop.Min.Y+y):]
		for i := range n {
			binary.LittleEndian.PutUint32(dst.Pix[at:], binary.LittleEndian.Uint32(from[4*i:])|0xff000000)
			at += right
		}
	})
}

// plain is develop of any other picture, pixel by pixel. It is the rule that the
// fast ways are held against, but for the mean of a square: it takes the main pixel.
func (w window) plain(dst *image.RGBA, f camera.Frame) {
	h, from := w.shrink(), f.Image.Bounds().Min.Add(w.crop.Min)
	w.tiles(dst.Stride, func(x, y, n, at, right int) {
		for i := range n {
			c := color.RGBAModel.Convert(f.Image.At(from.X+main(x+i, h), from.Y+main(y, h))).(color.RGBA)
			copy(dst.Pix[at:], []byte{c.R, c.G, c.B, 0xff})
			at += right
		}
	})
}
