//go:build cgo && linux && !android && fakecam

package camera

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"
	"time"
)

// These tests run the camera of Android, its C code included, against a fake NDK that
// aborts the program where its rules are broken.

// aPhone is a common one: 1280 x 720 pictures of every colour, in rows with gaps, the
// chroma in every second byte.
func aPhone(t testing.TB) fakePhone {
	return fakePhone{
		cameras: 2, orientation: 90, regions: 1, flash: true, digitalZoom: 8,
		pad: 64, pixelStride: 2, periodMicros: 3000,
		picture: chart(), photo: encodeJPEG(t, grey(90)),
	}
}

// chart has another value in each sample of each plane's neighbourhood.
func chart() *image.YCbCr {
	img := image.NewYCbCr(image.Rect(0, 0, frameWidth, frameHeight), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = byte(i*7 + i/frameWidth)
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = byte(i*3+1), byte(255-i*5)
	}
	return img
}

// open starts the phone's camera; at the end nothing of the NDK may be left.
func open(t *testing.T, p fakePhone) *live {
	t.Helper()
	p.be()
	fakeLog()
	fakeDisplay.Store(0)
	c := Default().(*live)
	t.Cleanup(func() { gone(t, c) })
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

func gone(t *testing.T, c Camera) {
	c.Close()
	if n := fakeObjects(); n != 0 {
		t.Errorf("%d objects were not given back", n)
	}
}

func TestNDK_CopiesEverySampleOfEveryPlane(t *testing.T) {
	for _, p := range []struct{ pad, step int }{{0, 1}, {64, 1}, {64, 2}, {0, 2}, {1, 2}} {
		t.Run(fmt.Sprint(p), func(t *testing.T) {
			phone := aPhone(t)
			phone.pad, phone.pixelStride = p.pad, p.step
			f := fetch(t, open(t, phone).Frames())
			got, want := f.Image.(*image.YCbCr), phone.picture
			if f.Width != frameWidth || f.Height != frameHeight || &f.Pix[0] != &got.Y[0] {
				t.Fatalf("%d x %d", f.Width, f.Height)
			}
			for _, plane := range []struct {
				name      string
				got, want []byte
			}{{"luma", got.Y, want.Y}, {"blue", got.Cb, want.Cb}, {"red", got.Cr, want.Cr}} {
				if string(plane.got) != string(plane.want) {
					t.Errorf("the %s plane is not the same", plane.name)
				}
			}
		})
	}
}

func TestNDK_UsesABufferAgainOnlyWhenItIsFree(t *testing.T) {
	c := open(t, aPhone(t))
	held := fetch(t, c.Frames())
	seen := map[*byte]int{}
	for range 12 {
		f := fetch(t, c.Frames())
		if &f.Pix[0] == &held.Pix[0] {
			t.Fatal("a frame that is still held was overwritten")
		}
		seen[&f.Pix[0]]++
		f.Free()
	}
	if len(seen) > spare+1 {
		t.Errorf("%d buffers for one frame at a time", len(seen))
	}
}

func TestNDK_FramesSayHowTheyAreTurned(t *testing.T) {
	c := open(t, aPhone(t))
	if f := fetch(t, c.Frames()); f.Turn != 90 {
		t.Fatalf("turned by %d", f.Turn)
	}
	fakeDisplay.Store(270)
	late := time.After(5 * time.Second)
	for {
		select {
		case f := <-c.Frames():
			f.Free()
			if f.Turn == 180 {
				return
			}
		case <-late:
			t.Fatal("the display turned and nobody noticed")
		}
	}
}

func TestNDK_TakesTheCameraThatLooksAway(t *testing.T) {
	c := open(t, aPhone(t))
	if log := fakeLog(); !strings.HasPrefix(log, "open 0\n") {
		t.Fatal(log)
	}
	c.Close()
	alone := aPhone(t)
	alone.cameras = -1 // at the front only
	alone.be()
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if log := fakeLog(); !strings.Contains(log, "open 1\n") {
		t.Fatal(log)
	}
}

func TestNDK_TellsWhyItDoesNotOpen(t *testing.T) {
	for name, p := range map[string]struct {
		change func(*fakePhone)
		want   Code
	}{
		"no camera":       {func(p *fakePhone) { p.cameras = 0 }, ErrNone},
		"in use":          {func(p *fakePhone) { p.refuseOpen = -10010 }, ErrBusy},
		"too many in use": {func(p *fakePhone) { p.refuseOpen = -10011 }, ErrBusy},
		"by policy":       {func(p *fakePhone) { p.refuseOpen = -10012 }, ErrDenied},
		"by the person":   {func(p *fakePhone) { p.refuseOpen = -10013 }, ErrDenied},
		"broken":          {func(p *fakePhone) { p.refuseOpen = -10005 }, ErrLost},
		"no such session": {func(p *fakePhone) { p.refuseSession = -10009 }, ErrLost},
		"gone meanwhile":  {func(p *fakePhone) { p.refuseSession = -10002 }, ErrLost},
	} {
		t.Run(name, func(t *testing.T) {
			phone := aPhone(t)
			p.change(&phone)
			phone.be()
			c := Default()
			err := c.Start(t.Context())
			if !errors.Is(err, p.want) {
				t.Fatal(err)
			}
			gone(t, c) // what was made before the refusal is given back
			aPhone(t).be()
			start(t, c)
			fetch(t, c.Frames())
			gone(t, c)
		})
	}
}

func TestNDK_IsLostByDisconnectionAndByError(t *testing.T) {
	for _, byError := range []bool{false, true} {
		c := open(t, aPhone(t))
		fetch(t, c.Frames())
		fakeLose(byError)
		ended(t, c.Frames())
		if !errors.Is(c.Err(), ErrLost) {
			t.Fatal(c.Err())
		}
		start(t, c) // it comes back
		fetch(t, c.Frames())
		c.Close()
	}
}

func TestNDK_AFrameOfAnotherShapeIsAFault(t *testing.T) {
	phone := aPhone(t)
	phone.oddShape = true
	c := open(t, phone)
	if err := fetch(t, c.Faults()); !errors.Is(err, ErrPicture) {
		t.Fatal(err)
	}
}

func TestNDK_PhotographsAreWhatTheCameraTook(t *testing.T) {
	phone := aPhone(t)
	c := open(t, phone)
	fetch(t, c.Frames())
	photo, err := c.Still(t.Context())
	if err != nil || string(photo.JPEG) != string(phone.photo) || photo.Width != 16 || photo.Height != 8 {
		t.Fatalf("%d bytes, %d x %d, %v", len(photo.JPEG), photo.Width, photo.Height, err)
	}
	if log := fakeLog(); !strings.Contains(log, "capture template=2") || !strings.Contains(log, "turn=90 quality=92") {
		t.Fatal(log)
	}
}

func TestNDK_APhotographThatFailsSaysSoAndTheNextWorks(t *testing.T) {
	for how := 1; how <= 2; how++ {
		phone := aPhone(t)
		phone.refusePhoto = how
		c := open(t, phone)
		if _, err := c.Still(t.Context()); !errors.Is(err, ErrPicture) {
			t.Fatal(how, err)
		}
		phone.refusePhoto = 0
		phone.be()
		if _, err := c.Still(t.Context()); err != nil {
			t.Fatal(how, err)
		}
		c.Close()
	}
	phone := aPhone(t)
	phone.photo = []byte("not a picture")
	if _, err := open(t, phone).Still(t.Context()); !errors.Is(err, ErrPicture) {
		t.Fatal(err)
	}
}

func TestNDK_APhotographThatNeverComesCanBeGivenUp(t *testing.T) {
	phone := aPhone(t)
	phone.refusePhoto = 3
	c := open(t, phone)
	ctx, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
	defer cancel()
	if _, err := c.Still(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	answer := make(chan error)
	go func() {
		_, err := c.Still(context.Background())
		answer <- err
	}()
	time.Sleep(30 * time.Millisecond)
	began := time.Now()
	if err := c.Torch(true); err != nil || time.Since(began) > 2*time.Second { // a photograph does not hold up the light
		t.Error(err, time.Since(began))
	}
	began = time.Now()
	c.Close()
	if err := fetch(t, answer); !errors.Is(err, ErrClosed) {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("closing waited %v for it", took)
	}
}

// A photograph that comes after it was given up must not be taken for the next one.
func TestNDK_ALatePhotographIsThrownAway(t *testing.T) {
	phone := aPhone(t)
	c := open(t, phone)
	gaveUp, cancel := context.WithCancel(t.Context())
	cancel()
	_ = c.with(func(_ *flight, dev device) error { // asked for, never fetched
		return dev.(*ndk).shoot()
	})
	if _, err := c.Still(gaveUp); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	bright := grey(200)
	bright.SetGray(1, 1, color.Gray{Y: 3})
	phone.photo = encodeJPEG(t, bright)
	phone.be()
	photo, err := c.Still(t.Context())
	if err != nil || string(photo.JPEG) != string(phone.photo) {
		t.Fatal("the photograph of before came", err)
	}
}
