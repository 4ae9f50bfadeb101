package camera

import (
	"errors"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDecode_PGMOfEveryKind(t *testing.T) {
	for name, data := range map[string]string{
		"binary":   "P5\n# made by hand\n3 2 # size\n255\n\x00\x80\xff\x0a\x20\x23",
		"plain":    "P2 3 2 255 0 128 255\n#c\n10 32 35",
		"16 bits":  "P5 3 2 65535\n\x00\x00\x80\x80\xff\xff\x0a\x0a\x20\x20\x23\x23",
		"few tops": "P2 3 2 255 0 128 255 10 32 35 ",
	} {
		img, err := Decode([]byte(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, want := range []byte{0, 128, 255, 10, 32, 35} {
			if got := img.At(i%3, i/3).(color.Gray).Y; got != want {
				t.Errorf("%s pixel %d: %d, want %d", name, i, got, want)
			}
		}
	}
}

func TestDecode_PGMScalesToItsTop(t *testing.T) {
	img, err := Decode([]byte("P2 2 1 15 15 3"))
	if err != nil || img.At(0, 0).(color.Gray).Y != 255 || img.At(1, 0).(color.Gray).Y != 51 {
		t.Fatalf("%v %v", img, err)
	}
}

func TestDecode_RefusesWhatIsDamaged(t *testing.T) {
	for _, data := range []string{
		"", "P5", "P5 3", "P5 3 2 255\n\x00", "P5 0 2 255\n", "P5 3 2 0\n", "P5 3 2 70000\n", "P5 -3 2 255\n",
		"P5 99999999 99999999 255\n", "P2 2 2 255 1 2 3", "P2 2 2 255 1 2 3 x", "GIF89a", "\x89PNG", "\xff\xd8",
		"P5 99999999999999999999 1 255\n",
	} {
		if img, err := Decode([]byte(data)); err == nil {
			t.Errorf("%q became %v", data, img.Bounds())
		}
	}
}

func TestDecode_NeverPanics(t *testing.T) {
	seeds := [][]byte{encodePNG(t, grey(3)), encodeJPEG(t, grey(3)), []byte("P5 3 2 255\n123456"), []byte("P2 2 1 9 1 2")}
	rapid.Check(t, func(t *rapid.T) {
		data := append([]byte(nil), rapid.SampledFrom(seeds).Draw(t, "seed")...)
		for range rapid.IntRange(1, 6).Draw(t, "hits") {
			data[rapid.IntRange(0, len(data)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		Decode(data[:rapid.IntRange(0, len(data)).Draw(t, "cut")])
	})
}

func TestReadPicture_NamesTheFile(t *testing.T) {
	dir := folder(t, map[string][]byte{"good.png": encodePNG(t, grey(1)), "bad.png": []byte("x")})
	if img, err := ReadPicture(filepath.Join(dir, "good.png")); err != nil || img.Bounds() != image.Rect(0, 0, 16, 8) {
		t.Fatal(err)
	}
	huge := filepath.Join(dir, "huge.png")
	if err := os.WriteFile(huge, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(huge, maxPictureBytes+1); err != nil { // sparse
		t.Fatal(err)
	}
	for _, name := range []string{"bad.png", "absent.png", "huge.png", "."} {
		path := filepath.Join(dir, name)
		_, err := ReadPicture(path)
		if !errors.Is(err, ErrPicture) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadPicture(filepath.Join(dir, "absent.png")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the cause is lost: %v", err)
	}
}
