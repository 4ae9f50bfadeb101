package viewing_test

import (
	"bytes"
	"context"
	"image/jpeg"
	"testing"

	"dianqin/app/viewing"
	"dianqin/device/sim"
)

// TestLook_ShowsTheWholeFrameAndReadsNothing: who aims at a picture is not scanning, and
// what they see is what they get.
func TestLook_ShowsTheWholeFrameAndReadsNothing(t *testing.T) {
	img, d := picture(t, known), &desk{}
	v := viewing.New(viewing.Devices{Camera: sim.NewCamera(img), Feel: &sim.Feel{}}, d)
	v.Fit(0.3)
	opened, frames, seen := make(chan viewing.Can, 9), make(chan viewing.Frame, 999), make(chan viewing.Seen, 999)
	v.Opened.On(func(c viewing.Can) { opened <- c })
	v.Frames.On(func(f viewing.Frame) { frames <- f })
	v.Seen.On(func(s viewing.Seen) { seen <- s })
	ctx, stop := context.WithCancel(context.Background())
	end := make(chan error, 1)
	go func() { end <- v.Look(ctx) }()
	next(t, opened)
	var shape float64
	for range 5 {
		f := next(t, frames)
		shape = float64(f.Image.Rect.Dx()) / float64(f.Image.Rect.Dy())
		f.Free()
	}
	if b := img.Bounds(); shape/(float64(b.Dx())/float64(b.Dy())) < 0.98 || shape/(float64(b.Dx())/float64(b.Dy())) > 1.02 {
		t.Errorf("a frame of %v is shown as %v to 1", b, shape)
	}
	raw, err := v.Still(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c, err := jpeg.DecodeConfig(bytes.NewReader(raw)); err != nil || c.Width != img.Bounds().Dx() {
		t.Errorf("the photograph: %+v %v", c, err)
	}
	for range 30 { // more than reading takes: it would have taken the first
		f := next(t, frames)
		f.Free()
	}
	if len(seen) > 0 || len(d.all()) > 0 {
		t.Errorf("it read: %d times, %v", len(seen), d.all())
	}
	stop()
	if err := next(t, end); err != nil {
		t.Error(err)
	}
}
