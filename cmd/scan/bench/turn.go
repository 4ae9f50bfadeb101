package main

import (
	"math"

	"dianqin/scan"
)

// blank is a frame of white pixels.
func blank(w, h int) scan.Frame {
	f := scan.Frame{Pix: make([]byte, w*h), Width: w, Height: h, Stride: w}
	for i := range f.Pix {
		f.Pix[i] = 255
	}
	return f
}

// turn rotates by an angle in degrees, on white paper large enough to keep all.
func turn(f scan.Frame, degrees float64) scan.Frame {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w, h := float64(f.Width), float64(f.Height)
	long, high := math.Abs(cos), math.Abs(sin)
	out := blank(int(w*long+h*high), int(w*high+h*long))
	cx, cy := float64(out.Width)/2, float64(out.Height)/2
	for y := range out.Height {
		for x := range out.Width {
			dx, dy := float64(x)+0.5-cx, float64(y)+0.5-cy
			u, v := dx*cos+dy*sin+w/2-0.5, -dx*sin+dy*cos+h/2-0.5
			if u >= 0 && v >= 0 && u < w-1 && v < h-1 {
				out.Pix[y*out.Stride+x] = between(f, u, v)
			}
		}
	}
	return out
}

// between weighs the four pixels round a place.
func between(f scan.Frame, u, v float64) byte {
	x, y := int(u), int(v)
	a, b := u-float64(x), v-float64(y)
	p := f.Pix[y*f.Stride+x:]
	top := float64(p[0])*(1-a) + float64(p[1])*a
	low := float64(p[f.Stride])*(1-a) + float64(p[f.Stride+1])*a
	return byte(top*(1-b) + low*b + 0.5)
}

// quarter rotates by 90 degrees.
func quarter(f scan.Frame) scan.Frame {
	out := blank(f.Height, f.Width)
	for y := range f.Height {
		for x := range f.Width {
			out.Pix[x*out.Stride+f.Height-1-y] = f.Pix[y*f.Stride+x]
		}
	}
	return out
}

// halve shrinks to half the width and height.
func halve(f scan.Frame) scan.Frame {
	out := blank(f.Width/2, f.Height/2)
	for y := range out.Height {
		for x := range out.Width {
			p := f.Pix[2*y*f.Stride+2*x:]
			out.Pix[y*out.Stride+x] = byte((int(p[0]) + int(p[1]) + int(p[f.Stride]) + int(p[f.Stride+1]) + 2) / 4)
		}
	}
	return out
}
