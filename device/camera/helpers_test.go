package camera

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// grey is a picture of one shade, small enough to make many.
func grey(shade byte) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 16, 8))
	for i := range img.Pix {
		img.Pix[i] = shade
	}
	return img
}

func encodePNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encodeJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// folder writes files into a new folder.
func folder(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// start opens a camera and closes it with the test.
func start(t *testing.T, c Camera) {
	t.Helper()
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
}

// fetch takes the next value or fails after a while.
func fetch[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v, ok := <-c:
		if !ok {
			t.Fatal("the channel is closed")
		}
		return v
	case <-time.After(5 * time.Second):
		t.Fatal("nothing came")
	}
	panic("unreachable")
}

// ended waits until a channel is closed.
func ended[T any](t *testing.T, c <-chan T) {
	t.Helper()
	late := time.After(5 * time.Second)
	for {
		select {
		case _, ok := <-c:
			if !ok {
				return
			}
		case <-late:
			t.Fatal("the channel stays open")
		}
	}
}

func shade(f Frame) byte { return f.Pix[3*f.Stride+5] }

var red = color.NRGBA{R: 255, A: 255}
