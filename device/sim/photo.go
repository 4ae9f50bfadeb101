package sim

import (
	"image"
	"math"
	"math/rand/v2"
)

// photograph takes a picture of a flat scene: turned, unevenly lit, blurred, noisy. It
// also answers where things of the scene are in the picture.
func photograph(scene *image.RGBA, look Look) (*image.RGBA, pose) {
	r := look.chance()
	p := newPose(scene.Rect, look.TiltDeg, r)
	out := warp(scene, &p, newLamp(scene.Rect, look.Shade, r))
	if look.Blur > 0.05 {
		out = blur(out, look.Blur)
	}
	if look.Noise > 0 {
		addNoise(out, look.Noise, r)
	}
	return out, p
}

// lamp is a light from one side: 256 is all of it.
type lamp struct{ base, dx, dy float64 }

func newLamp(size image.Rectangle, shade float64, r *rand.Rand) lamp {
	s, c := math.Sincos(2 * math.Pi * r.Float64())
	w, h := float64(size.Dx()), float64(size.Dy())
	// Along the light's direction the picture spans |c|+|s| of its half sides.
	k := 256 * shade / 2 / (math.Abs(c) + math.Abs(s))
	l := lamp{dx: 2 * k * c / w, dy: 2 * k * s / h}
	l.base = 256*(1-shade/2) - l.dx*w/2 - l.dy*h/2
	return l
}

// warp samples the scene bilinearly at each pixel's place; past its edge the scene
// goes on as it ended.
func warp(scene *image.RGBA, p *pose, light lamp) *image.RGBA {
	out := image.NewRGBA(scene.Rect)
	w, h := scene.Rect.Dx(), scene.Rect.Dy()
	for y := range h {
		row := out.Pix[y*out.Stride : y*out.Stride+4*w]
		for x := range w {
			sx, sy := p.from.at(float64(x)+0.5-p.cx, float64(y)+0.5-p.cy)
			sx, sy = sx+p.cx-0.5, sy+p.cy-0.5
			ix, iy := int(math.Floor(sx)), int(math.Floor(sy))
			fx, fy := uint32(256*(sx-float64(ix))), uint32(256*(sy-float64(iy)))
			x0, x1 := 4*within(ix, w), 4*within(ix+1, w)
			y0, y1 := scene.Stride*within(iy, h), scene.Stride*within(iy+1, h)
			lit := uint32(max(0, light.base+light.dx*float64(x)+light.dy*float64(y)))
			for c := range 3 {
				a := uint32(scene.Pix[y0+x0+c])*(256-fx) + uint32(scene.Pix[y0+x1+c])*fx
				b := uint32(scene.Pix[y1+x0+c])*(256-fx) + uint32(scene.Pix[y1+x1+c])*fx
				v := (a*(256-fy) + b*fy) >> 16
				row[4*x+c] = byte(min(255, v*lit>>8))
			}
			row[4*x+3] = 255
		}
	}
	return out
}

func within(i, n int) int { return max(0, min(n-1, i)) }

// blur is a Gaussian, first along the rows and then along the columns.
func blur(img *image.RGBA, sigma float64) *image.RGBA {
	kernel := gauss(sigma)
	w, h := img.Rect.Dx(), img.Rect.Dy()
	half, out := image.NewRGBA(img.Rect), image.NewRGBA(img.Rect)
	smear(half.Pix, img.Pix, w, h, 4, img.Stride, kernel)
	smear(out.Pix, half.Pix, h, w, img.Stride, 4, kernel)
	return out
}

// gauss is one half of a kernel, its middle first; the whole sums to 65536.
func gauss(sigma float64) []uint32 {
	n := int(math.Ceil(2.5*sigma)) + 1
	weights, sum := make([]float64, n), 0.0
	for i := range weights {
		weights[i] = math.Exp(-float64(i*i) / (2 * sigma * sigma))
		sum += weights[i]
		if i > 0 {
			sum += weights[i]
		}
	}
	out, rest := make([]uint32, n), uint32(65536)
	for i := n - 1; i > 0; i-- {
		out[i] = uint32(65536 * weights[i] / sum)
		rest -= 2 * out[i]
	}
	out[0] = rest
	return out
}

// smear convolves many lines of n pixels, step bytes apart, the lines lineStep apart.
func smear(dst, src []byte, n, lines, step, lineStep int, kernel []uint32) {
	for l := range lines {
		base := l * lineStep
		for i := range n {
			at := base + i*step
			r, g, b := uint32(1<<15), uint32(1<<15), uint32(1<<15) // rounds
			for k, weight := range kernel {
				p, q := base+step*max(0, i-k), base+step*min(n-1, i+k)
				if k == 0 {
					weight /= 2 // p and q are the same pixel
				}
				r += weight * (uint32(src[p]) + uint32(src[q]))
				g += weight * (uint32(src[p+1]) + uint32(src[q+1]))
				b += weight * (uint32(src[p+2]) + uint32(src[q+2]))
			}
			dst[at], dst[at+1], dst[at+2], dst[at+3] = byte(r>>16), byte(g>>16), byte(b>>16), 255
		}
	}
}

// addNoise is a sensor's: the same on all three colours of a pixel.
func addNoise(img *image.RGBA, sigma float64, r *rand.Rand) {
	for i := 0; i < len(img.Pix); i += 4 {
		d := int(math.Round(sigma * r.NormFloat64()))
		for c := range 3 {
			img.Pix[i+c] = byte(max(0, min(255, int(img.Pix[i+c])+d)))
		}
	}
}
