package photo

import (
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/image/draw"
	"pgregory.net/rapid"
)

func words() [][]string {
	return [][]string{{"2026-03-18 10:02:31 +08:00", "工单 20260318-0042"},
		{"31.200000°N 121.600000°E", "±8 m 卫星定位", "朝向 西北 312°"},
		{"李敏 31070214", "封印 3101007000000012344772"}, {"原图 SHA-256 9f86d081884c7d659a2feaa0c55ad015"}}
}

// TestStrip_CanBeReadOnAnyGround measures the contrast of its letters with what lies
// behind them.
func TestStrip_CanBeReadOnAnyGround(t *testing.T) {
	for name, c := range map[string]color.Color{"White": color.White, "Black": color.Black, "Yellow": color.RGBA{255, 255, 0, 255}, "Grey": color.Gray{128}} {
		t.Run(name, func(t *testing.T) {
			img := image.NewRGBA(image.Rect(0, 0, 1600, 1200))
			draw.Draw(img, img.Rect, image.NewUniform(c), image.Point{}, draw.Src)
			if err := new(Letters).Strip(img, words()); err != nil {
				t.Fatal(err)
			}
			look(t, "strip-"+name, img)
			dark, light, inked := 255, 0, 0
			for y := 1100; y < 1190; y++ {
				for x := 30; x < 800; x++ {
					v := int(color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y)
					dark, light = min(dark, v), max(light, v)
					if v > 200 {
						inked++
					}
				}
			}
			if light < 250 || dark > 80 { // 80 against white is 8.6 to 1
				t.Errorf("from %d to %d", dark, light)
			}
			if inked < 2000 {
				t.Errorf("%d pixels of letters", inked)
			}
			if r, _, _, _ := img.At(10, 10).RGBA(); color.GrayModel.Convert(img.At(10, 10)) != color.GrayModel.Convert(c) {
				t.Errorf("it writes elsewhere too: %d", r)
			}
		})
	}
}

// look leaves a picture where somebody wants to look at it.
func look(t *testing.T, name string, img image.Image) {
	dir := os.Getenv("DIANQIN_PICTURES")
	if dir == "" {
		return
	}
	raw, err := Encode(img)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "photo-"+name+".jpg"), raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestStrip_HoldsInPicturesOfAnySize: no words are too long and no picture too small.
func TestStrip_HoldsInPicturesOfAnySize(t *testing.T) {
	l := new(Letters)
	rapid.Check(t, func(r *rapid.T) {
		img := image.NewRGBA(image.Rect(0, 0, rapid.IntRange(1, 400).Draw(r, "w"), rapid.IntRange(1, 400).Draw(r, "h")))
		lines := rapid.SliceOfN(rapid.SliceOfN(rapid.String(), 0, 4), 0, 5).Draw(r, "lines")
		if err := l.Strip(img, lines); err != nil {
			r.Fatal(err)
		}
	})
}

func TestStrip_BreaksLinesBetweenParts(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 900, 1600)) // upright: the lines are too long
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	began := time.Now()
	if err := new(Letters).Strip(img, words()); err != nil {
		t.Fatal(err)
	}
	t.Logf("with reading the faces: %v", time.Since(began))
	look(t, "strip-upright", img)
	high := 0
	for high < 1600 && color.GrayModel.Convert(img.At(5, 1599-high)).(color.Gray).Y < 100 {
		high++
	}
	if rows := high / 49; rows < 6 { // a row is 49 pixels high at this size
		t.Errorf("the strip has %d rows in %d pixels", rows, high)
	}
}
