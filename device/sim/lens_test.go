package sim

import (
	"errors"
	"image"
	"image/color"
	"testing"
	"testing/synctest"
	"time"

	"dianqin/device/camera"
)

// dial is a dim picture: its left half darker, a bright square in the middle.
func dial() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 80, 60))
	for y := range 60 {
		for x := range 80 {
			v := byte(30)
			switch {
			case x >= 35 && x < 45 && y >= 25 && y < 35:
				v = 60
			case x < 40:
				v = 20
			}
			img.SetGray(x, y, color.Gray{Y: v})
		}
	}
	return img
}

// seen is the next frame.
func seen(t *testing.T, c camera.Camera) camera.Frame {
	t.Helper()
	select {
	case f, ok := <-c.Frames():
		if ok {
			return f
		}
	case <-time.After(5 * time.Second):
	}
	t.Fatal("no frame")
	return camera.Frame{}
}

func pixel(f camera.Frame, x, y int) int { return int(f.Pix[y*f.Stride+x]) }

func running(t *testing.T, img image.Image) *Camera {
	t.Helper()
	c := NewCamera(img)
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func TestLens_TheTorchBrightensOnlyWhatIsDark(t *testing.T) {
	c := running(t, dial())
	before := seen(t, c)
	if err := c.Torch(true); err != nil {
		t.Fatal(err)
	}
	lit := seen(t, c)
	if pixel(lit, 70, 5) < 3*pixel(before, 70, 5) || pixel(lit, 40, 30) <= pixel(lit, 70, 5) {
		t.Fatalf("%d became %d", pixel(before, 70, 5), pixel(lit, 70, 5))
	}
	if err := c.Torch(false); err != nil || pixel(seen(t, c), 70, 5) != pixel(before, 70, 5) {
		t.Fatal("the dark did not come back", err)
	}
	c.Show(flat(200))
	if err := c.Torch(true); err != nil || pixel(seen(t, c), 2, 2) != 200 {
		t.Fatal("a bright picture changed", err)
	}
}

func TestLens_TheZoomShowsTheMiddle(t *testing.T) {
	c := running(t, dial())
	if err := c.Zoom(99); err != nil { // four times
		t.Fatal(err)
	}
	f := seen(t, c)
	if f.Width != 80 || f.Height != 60 {
		t.Fatalf("%d x %d", f.Width, f.Height)
	}
	bright := 0
	for x := range 80 {
		if pixel(f, x, 30) > 50 {
			bright++
		}
	}
	if bright < 36 || bright > 44 { // of ten
		t.Fatalf("the square is %d wide", bright)
	}
}

func TestLens_FocusSharpensThereAndForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		img := dial()
		for y := range 60 { // a soft edge in the middle of the left and the right half
			for i, v := range []byte{24, 30, 36, 42, 48, 54} {
				img.SetGray(17+i, y, color.Gray{Y: v})
				img.SetGray(60+i, y, color.Gray{Y: v})
			}
		}
		c := NewCamera(img)
		if err := c.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		soft := seen(t, c)
		if err := c.Focus(0.25, 0.5); err != nil {
			t.Fatal(err)
		}
		sharp := seen(t, c)
		if pixel(sharp, 22, 30) <= pixel(soft, 22, 30) || pixel(sharp, 65, 30) != pixel(soft, 65, 30) {
			t.Fatalf("there %d was %d, elsewhere %d was %d", pixel(sharp, 22, 30), pixel(soft, 22, 30), pixel(sharp, 65, 30), pixel(soft, 65, 30))
		}
		time.Sleep(lensStays + time.Second)
		synctest.Wait()
		<-c.Frames()
		if f := <-c.Frames(); pixel(f, 22, 30) != pixel(soft, 22, 30) {
			t.Fatal("it stays sharp for ever")
		}
	})
}

func TestLens_IsForgottenWithTheRun(t *testing.T) {
	c := running(t, dial())
	plain := seen(t, c)
	if err := errors.Join(c.Torch(true), c.Zoom(2)); err != nil {
		t.Fatal(err)
	}
	c.Close()
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if f := seen(t, c); pixel(f, 70, 5) != pixel(plain, 70, 5) {
		t.Fatal("the torch is still on")
	}
}
