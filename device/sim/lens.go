package sim

import (
	"image"
	"image/draw"
	"math"
	"time"

	"dianqin/device/camera"

	xdraw "golang.org/x/image/draw"
)

const (
	lensZoom   = 4
	lensStays  = 3 * time.Second // how long it stays sharp where it was tapped
	lensLit    = 120             // the mean brightness that a torch brings a dark picture to
	lensMost   = 4               // times brighter at the most
	lensReach  = 0.2             // of the shorter side: how far round the point it is sharper
	lensDetail = 1.5             // standard deviation of the detail that sharpening lifts, in pixels
)

// lens is what is set on a Camera. It does to the picture what a person would see: the
// torch brightens a dark one, the zoom shows its middle, focusing sharpens round the
// point for a while. A bright picture gains nothing by a torch, and a zoom finds no
// detail that is not there.
type lens struct {
	torch bool
	zoom  float64 // 0 is 1
	sharp time.Time
	x, y  float64 // shares, where it is sharp until then
}

// through is the picture as the lens shows it; the picture itself stays.
func (l lens) through(img image.Image) image.Image {
	focused := time.Now().Before(l.sharp)
	if img == nil || img.Bounds().Empty() || !l.torch && l.zoom <= 1 && !focused {
		return img
	}
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	if l.zoom > 1 {
		w, h := max(1, int(float64(b.Dx())/l.zoom)), max(1, int(float64(b.Dy())/l.zoom))
		middle := image.Rect(0, 0, w, h).Add(b.Min).Add(image.Pt((b.Dx()-w)/2, (b.Dy()-h)/2))
		xdraw.ApproxBiLinear.Scale(out, out.Rect, img, middle, xdraw.Src, nil)
	} else {
		draw.Draw(out, out.Rect, img, b.Min, draw.Src)
	}
	if focused {
		l.sharpen(out)
	}
	if l.torch {
		brighten(out)
	}
	return out
}

// brighten lights a dark picture evenly.
func brighten(img *image.RGBA) {
	sum := 0
	for i, v := range img.Pix {
		if i&3 != 3 {
			sum += int(v)
		}
	}
	mean := float64(sum) / float64(len(img.Pix)/4*3)
	gain := min(lensMost, lensLit/max(1, mean))
	if gain <= 1 {
		return
	}
	for i := range img.Pix {
		if i&3 != 3 {
			img.Pix[i] = byte(min(255, gain*float64(img.Pix[i])))
		}
	}
}

// sharpen lifts the detail round the point.
func (l lens) sharpen(img *image.RGBA) {
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	reach := lensReach * min(w, h)
	soft := blur(img, lensDetail)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if math.Hypot(float64(x)-l.x*w, float64(y)-l.y*h) > reach {
				continue
			}
			for c := y*img.Stride + 4*x; c < y*img.Stride+4*x+3; c++ {
				img.Pix[c] = byte(max(0, min(255, 2*int(img.Pix[c])-int(soft.Pix[c]))))
			}
		}
	}
}

// Can says what the camera can do while it runs.
func (c *Camera) Can() camera.Abilities {
	if !c.Running() {
		return camera.Abilities{}
	}
	return camera.Abilities{Torch: true, Focus: true, Zoom: lensZoom}
}

// Torch lights what is dark.
func (c *Camera) Torch(on bool) error { return c.set(func(l *lens) { l.torch = on }) }

// Zoom shows the middle of the picture.
func (c *Camera) Zoom(factor float64) error {
	if math.IsNaN(factor) {
		factor = 1
	}
	return c.set(func(l *lens) { l.zoom = max(1, min(lensZoom, factor)) })
}

// Focus sharpens the picture round a point of it for a while.
func (c *Camera) Focus(x, y float64) error {
	err := c.set(func(l *lens) { l.x, l.y, l.sharp = x, y, time.Now().Add(lensStays) })
	if err == nil {
		time.AfterFunc(lensStays, func() { _ = c.Reel.Next() }) // a closed camera needs no look
	}
	return err
}

// set changes the lens and shows the picture through it.
func (c *Camera) set(change func(*lens)) error {
	if !c.Running() {
		return &camera.Fault{Code: camera.ErrClosed, Name: "sim"}
	}
	c.mu.Lock()
	change(&c.lens)
	c.mu.Unlock()
	return c.Reel.Next()
}
