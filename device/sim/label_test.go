package sim

import (
	"bytes"
	"fmt"
	"image"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
)

// read is gozxing's Code 128 reader as it comes, without hints.
func read(img image.Image) (string, error) {
	bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(gozxing.NewLuminanceSourceFromImage(img)))
	if err != nil {
		return "", err
	}
	result, err := oned.NewCode128Reader().Decode(bitmap, nil)
	if err != nil {
		return "", err
	}
	return result.GetText(), nil
}

func digits(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = '0' + byte(r.IntN(10))
	}
	return string(b)
}

func TestLabel_IsReadByAPlainDecoder(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	seeds := uint64(12)
	if testing.Short() {
		seeds = 3
	}
	for seed := range seeds {
		text := digits(r, 22)
		img, err := Label(text, DefaultLook(seed))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := read(img); got != text {
			t.Errorf("seed %d: %s read as %q (%v)", seed, text, got, err)
		}
	}
	for _, text := range []string{"7", "AB-0042/b", strings.Repeat("0123456789", 6), strings.Repeat("Az", 20)} {
		img, err := Label(text, DefaultLook(99))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := read(img); got != text {
			t.Errorf("%q read as %q (%v)", text, got, err)
		}
	}
}

func TestLabel_TheZeroLookIsStraightAndSharp(t *testing.T) {
	img, err := Label("1234567890123456789012", Look{})
	if err != nil {
		t.Fatal(err)
	}
	if img.Rect != image.Rect(0, 0, 1280, 720) {
		t.Fatal(img.Rect)
	}
	row := func(y int) []byte { return img.Pix[y*img.Stride : y*img.Stride+4*1280] }
	if !bytes.Equal(row(300), row(340)) {
		t.Error("the bars are not upright")
	}
	if p := img.RGBAAt(5, 5); p != plastic() {
		t.Errorf("the ground is %v", p)
	}
}

func TestLabel_DependsOnItsSeedAlone(t *testing.T) {
	a, _ := Label("123456", DefaultLook(7))
	b, _ := Label("123456", DefaultLook(7))
	c, _ := Label("123456", DefaultLook(8))
	if !bytes.Equal(a.Pix, b.Pix) {
		t.Error("the same seed drew another picture")
	}
	if bytes.Equal(a.Pix, c.Pix) {
		t.Error("another seed drew the same picture")
	}
}

// A look that is bad enough must defeat the plain decoder: else blur does nothing.
func TestLabel_ABadPictureCannotBeRead(t *testing.T) {
	for name, look := range map[string]Look{"blurred": {Blur: 9}, "noisy": {Noise: 200}, "across": {TiltDeg: 45}} {
		img, err := Label("1234567890123456789012", look)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := read(img); err == nil {
			t.Errorf("%s: read %q", name, got)
		}
	}
}

func TestLabel_HasTheSizeThatWasAskedFor(t *testing.T) {
	img, err := Label("12345678", Look{Width: 640, Height: 480, TiltDeg: 3})
	if err != nil || img.Rect != image.Rect(0, 0, 640, 480) {
		t.Fatal(err, img.Rect)
	}
	if got, err := read(img); got != "12345678" {
		t.Fatal(got, err)
	}
}

func TestLabel_RefusesWhatCannotBeDrawn(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		look Look
	}{
		"empty":       {"", Look{}},
		"not ASCII":   {"标签", Look{}},
		"too long":    {strings.Repeat("1", 81), Look{}},
		"too narrow":  {"1234567890123456789012", Look{Width: 100}},
		"negative":    {"1", Look{Width: -1}},
		"too large":   {"1", Look{Height: 100000}},
		"not a noise": {"1", Look{Noise: nan()}},
	} {
		if _, err := Label(c.text, c.look); err == nil {
			t.Errorf("%s was drawn", name)
		}
	}
	if img, err := Label("1", Look{Width: 100, Height: 1, TiltDeg: 1e9, Blur: 1e9, Noise: 1e9, Shade: -4}); err != nil || img == nil {
		t.Errorf("%v", err)
	}
}

func BenchmarkLabel(b *testing.B) {
	for b.Loop() {
		if _, err := Label(fmt.Sprintf("%022d", b.N), DefaultLook(1)); err != nil {
			b.Fatal(err)
		}
	}
}
