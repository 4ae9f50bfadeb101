package photo

import (
	"image"

	"golang.org/x/image/draw"
)

// shrink brings a picture to at most maxSide pixels along its longer side; a smaller
// one stays as large as it is.
func shrink(img image.Image, maxSide int) *image.RGBA {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	long := max(w, h)
	for long >= 2*maxSide { // bilinear sampling looks at two pixels: more would be skipped
		half, ok := halved(img)
		if !ok {
			break
		}
		img, long = half, (long+1)/2
	}
	if long > maxSide {
		w, h = max(1, (w*maxSide+max(w, h)/2)/max(w, h)), max(1, (h*maxSide+max(w, h)/2)/max(w, h))
	} else {
		w, h = img.Bounds().Dx(), img.Bounds().Dy()
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src) // what is transparent is paper
	if out.Rect.Size() == img.Bounds().Size() {
		draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Over)
	} else {
		draw.ApproxBiLinear.Scale(out, out.Rect, img, img.Bounds(), draw.Over, nil)
	}
	return out
}

// halved is a picture of half the size, four pixels averaged to one; only of the kinds
// that JPEGs are read into.
func halved(img image.Image) (image.Image, bool) {
	switch m := img.(type) {
	case *image.Gray:
		out := image.NewGray(image.Rect(0, 0, (m.Rect.Dx()+1)/2, (m.Rect.Dy()+1)/2))
		halvePlane(out.Pix, out.Stride, out.Rect.Size(), m.Pix[m.PixOffset(m.Rect.Min.X, m.Rect.Min.Y):], m.Stride, m.Rect.Size())
		return out, true
	case *image.YCbCr:
		if m.Rect.Min != (image.Point{}) {
			return nil, false
		}
		out := image.NewYCbCr(image.Rect(0, 0, (m.Rect.Dx()+1)/2, (m.Rect.Dy()+1)/2), m.SubsampleRatio)
		halvePlane(out.Y, out.YStride, out.Rect.Size(), m.Y, m.YStride, m.Rect.Size())
		from, to := chroma(m), chroma(out)
		halvePlane(out.Cb, out.CStride, to, m.Cb, m.CStride, from)
		halvePlane(out.Cr, out.CStride, to, m.Cr, m.CStride, from)
		return out, true
	}
	return nil, false
}

// chroma is the size of a picture's colour planes.
func chroma(m *image.YCbCr) image.Point {
	return image.Pt(m.CStride, len(m.Cb)/max(1, m.CStride))
}

func halvePlane(dst []byte, dstStride int, size image.Point, src []byte, stride int, from image.Point) {
	if from.X < 1 || from.Y < 1 {
		return
	}
	for y := range size.Y {
		a := src[min(2*y, from.Y-1)*stride:]
		b := src[min(2*y+1, from.Y-1)*stride:]
		row := dst[y*dstStride : y*dstStride+size.X]
		for x := range row {
			l, r := min(2*x, from.X-1), min(2*x+1, from.X-1)
			row[x] = byte((uint(a[l]) + uint(a[r]) + uint(b[l]) + uint(b[r]) + 2) / 4)
		}
	}
}

// upright turns and mirrors a picture as its orientation says (EXIF: 1 is upright, 6
// wants a quarter turn clockwise).
func upright(img *image.RGBA, turn int) *image.RGBA {
	if turn < 2 || turn > 8 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	ow, oh := w, h
	if turn >= 5 {
		ow, oh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, ow, oh))
	for y := range oh {
		row := out.Pix[y*out.Stride : y*out.Stride+4*ow]
		for x := range ow {
			sx, sy := source(turn, x, y, w, h)
			at := sy*img.Stride + 4*sx
			copy(row[4*x:4*x+4], img.Pix[at:at+4])
		}
	}
	return out
}

// source is where a pixel of the upright picture lies in the one of w x h.
func source(turn, x, y, w, h int) (int, int) {
	switch turn {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}
