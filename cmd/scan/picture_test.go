package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// step is a picture of four columns, from black to white.
func step() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 16, 8))
	for y := range 8 {
		for x := range 16 {
			img.SetGray(x, y, color.Gray{Y: byte(x / 4 * 85)})
		}
	}
	return img
}

func pngOf(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDecodeFrameReadsPNGAndJPEG(t *testing.T) {
	colour := image.NewRGBA(step().Rect)
	for y := range 8 {
		for x := range 16 {
			colour.Set(x, y, step().At(x, y))
		}
	}
	for name, data := range map[string][]byte{
		"grey png": pngOf(t, step()), "colour png": pngOf(t, colour),
		"grey jpeg": jpegOf(t, step()), "colour jpeg": jpegOf(t, colour),
	} {
		f, err := decodeFrame(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if f.Width != 16 || f.Height != 8 {
			t.Errorf("%s: %dx%d", name, f.Width, f.Height)
		}
		for x := range 16 {
			want := x / 4 * 85
			if got := int(f.Pix[3*f.Stride+x]); got < want-3 || got > want+3 {
				t.Errorf("%s: column %d is %d, want %d", name, x, got, want)
			}
		}
	}
}

func TestDecodeFrameReadsPGM(t *testing.T) {
	for name, data := range map[string]string{
		"binary":              "P5\n3 2\n255\n\x00\x80\xff\x0a\x20\x23",
		"binary, commented":   "P5 # made by hand\n# 9 9\n3\t2 255\n\x00\x80\xff\x0a\x20\x23",
		"binary, 16 bits":     "P5 3 2 65535\n\x00\x00\x80\x80\xff\xff\x0a\x0a\x20\x20\x23\x23",
		"in words":            "P2\n3 2\n255\n0 128 255\n10 32\n35\n",
		"in words, commented": "P2\n3 2\n# top\n255\n0 128 # row\n255 10 32 35",
		"in words, of 1020":   "P2 3 2 1020 0 512 1020 40 128 140",
	} {
		f, err := decodeFrame([]byte(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if f.Width != 3 || f.Height != 2 || string(f.Pix) != "\x00\x80\xff\x0a\x20\x23" {
			t.Errorf("%s: %dx%d %v", name, f.Width, f.Height, f.Pix)
		}
	}
}

func TestDecodeFrameRefusesDamagedPictures(t *testing.T) {
	for name, data := range map[string]string{
		"nothing":              "",
		"text":                 "not a picture",
		"png cut short":        string(pngOf(t, step())[:60]),
		"pgm without samples":  "P5 3 2 255\n",
		"pgm cut short":        "P5 3 2 255\n\x00\x80",
		"pgm of 16 bits, cut":  "P5 2 2 65535\n\x00\x80\x00\x80\x00\x80\x00",
		"pgm in words, cut":    "P2 3 2 255\n0 128 255 10 32",
		"pgm of no size":       "P5 0 2 255\n\x00",
		"pgm of negative size": "P5 -3 2 255\n\x00",
		"pgm of a vast size":   "P5 99999999 99999999 255\n\x00",
		"pgm beyond numbers":   "P5 99999999999999999999 2 255\n\x00",
		"pgm without a top":    "P5 3 2 0\n\x00\x00\x00\x00\x00\x00",
		"pgm above 16 bits":    "P5 3 2 65536\n\x00\x00\x00\x00\x00\x00",
		"pgm of letters":       "P2 3 2 255 a b c d e f",
		"pgm header alone":     "P5",
	} {
		if f, err := decodeFrame([]byte(data)); err == nil {
			t.Errorf("%s: got %dx%d", name, f.Width, f.Height)
		}
	}
}

func TestReadFrameNamesTheFile(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.png")
	if err := os.WriteFile(bad, []byte("no"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{bad, bad + ".absent"} {
		if _, err := readFrame(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("got %v", err)
		}
	}
}

func FuzzDecodeFrame(f *testing.F) {
	f.Add([]byte("P5\n3 2\n255\n\x00\x80\xff\x0a\x20\x23"))
	f.Add([]byte("P2 # c\n3 2 1020 0 512 1020 40 128 140"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 2 && data[0] != 'P' {
			t.Skip("the standard library's own formats")
		}
		frame, err := decodeFrame(data)
		if err == nil && (frame.Width <= 0 || len(frame.Pix) != frame.Width*frame.Height) {
			t.Errorf("%dx%d of %d pixels", frame.Width, frame.Height, len(frame.Pix))
		}
	})
}
