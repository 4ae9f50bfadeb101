package tour

import (
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"os"
	"path/filepath"

	"github.com/soniakeys/quant/median"
	"golang.org/x/image/draw"
)

// What Play leaves beside a picture a step.
const (
	Film   = "tour.gif" // phone and desk side by side, a second and a half a step
	Poster = "tour.png" // the swept box and the desk's order of it
)

// The steps whose pictures are the poster.
const (
	posterStep = "phone-box"
	shownFor   = 150 // hundredths of a second
	// glimpsedFor is how long one stays that is on its way.
	glimpsedFor = 40
)

// Sizes of the film, in dp of the windows: one pixel each on the poster.
const (
	margin    = 24
	bezel     = 10
	filmShare = 0.6 // of the poster
)

var (
	wall  = color.RGBA{0xdf, 0xe6, 0xe5, 0xff}
	frame = color.RGBA{0x16, 0x1d, 0x1d, 0xff}
)

// film is the tour as pictures of both windows beside each other.
type film struct {
	phone, desk image.Image // what each shows now
	boxed       image.Image // the phone's part of the poster
	frames      gif.GIF
}

// shoot takes what a window shows now.
func (f *film) shoot(shot image.Image, phone, poster bool) {
	if phone {
		f.phone = shot
	} else {
		f.desk = shot
	}
	if poster {
		f.boxed = shot
	}
	if f.phone == nil { // begins where both are there
		return
	}
	whole := besides(f.phone, f.desk)
	b := whole.Bounds()
	small := image.NewRGBA(image.Rect(0, 0, int(filmShare*float64(b.Dx())), int(filmShare*float64(b.Dy()))))
	draw.CatmullRom.Scale(small, small.Rect, whole, b, draw.Src, nil)
	f.frames.Image, f.frames.Delay = append(f.frames.Image, median.Quantizer(256).Paletted(small)), append(f.frames.Delay, shownFor)
}

// glimpse takes what the phone shows for a moment between two steps.
func (f *film) glimpse(shot image.Image) {
	f.shoot(shot, true, false)
	f.frames.Delay[len(f.frames.Delay)-1] = glimpsedFor
}

// keep writes the film and the poster.
func (f *film) keep(folder string) error {
	if err := writePNG(filepath.Join(folder, Poster), besides(f.boxed, f.desk)); err != nil {
		return err
	}
	return write(filepath.Join(folder, Film), func(w *os.File) error { return gif.EncodeAll(w, &f.frames) })
}

// besides puts the windows beside each other, one pixel to a dp.
func besides(phone, desk image.Image) *image.RGBA {
	pw, ph := int(phoneSize.Width), int(phoneSize.Height)
	dw, dh := int(deskSize.Width), int(deskSize.Height)
	high := ph + 2*bezel + 2*margin
	out := image.NewRGBA(image.Rect(0, 0, pw+dw+4*bezel+3*margin, high))
	draw.Draw(out, out.Rect, image.NewUniform(wall), image.Point{}, draw.Src)
	hang(out, phone, image.Rect(0, 0, pw, ph).Add(image.Pt(margin+bezel, margin+bezel)))
	hang(out, desk, image.Rect(0, 0, dw, dh).Add(image.Pt(pw+3*bezel+2*margin, (high-dh)/2)))
	return out
}

// hang puts a picture into a frame.
func hang(on *image.RGBA, shot image.Image, at image.Rectangle) {
	draw.Draw(on, at.Inset(-bezel), image.NewUniform(frame), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(on, at, shot, shot.Bounds(), draw.Src, nil)
}

func writePNG(path string, m image.Image) error {
	return write(path, func(w *os.File) error { return png.Encode(w, m) })
}

func write(path string, what func(*os.File) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("keep the picture: %w", err)
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	if err := what(f); err != nil {
		return fmt.Errorf("keep the picture %s: %w", filepath.Base(path), err)
	}
	return nil
}
