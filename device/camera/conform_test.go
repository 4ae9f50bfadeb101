package camera_test

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dianqin/device/camera"
	"dianqin/device/camera/cameratest"
)

func TestReel_HoldsWhatACameraMust(t *testing.T) {
	cameratest.Run(t, func(t *testing.T) cameratest.Subject {
		dir := filepath.Join(t.TempDir(), "pictures")
		fill := func() {
			if err := os.MkdirAll(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			for i, name := range []string{"a.png", "b.png"} {
				img := image.NewGray(image.Rect(0, 0, 40, 30))
				img.SetGray(3, 4, color.Gray{Y: byte(50 * (i + 1))})
				f, err := os.Create(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(f, img); err != nil {
					t.Fatal(err)
				}
				f.Close()
			}
		}
		fill()
		return cameratest.Subject{
			Camera: camera.Folder(dir, 20*time.Millisecond),
			Lose:   func() { os.RemoveAll(dir) }, Find: fill,
		}
	})
}

func TestLive_HoldsWhatACameraMust(t *testing.T) {
	cameratest.Run(t, func(*testing.T) cameratest.Subject {
		d := &camera.ScriptedDevice{}
		return cameratest.Subject{Camera: camera.Scripted(d), Lose: d.Lose, Find: d.Find}
	})
}

func TestMovie_HoldsWhatACameraMust(t *testing.T) {
	cameratest.Run(t, func(t *testing.T) cameratest.Subject {
		path := filepath.Join(t.TempDir(), "film.y4m")
		fill := func() {
			data := []byte("YUV4MPEG2 W8 H6 F50:1 C420\n")
			for range 5 {
				data = append(append(data, "FRAME\n"...), make([]byte, 8*6*3/2)...)
			}
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		fill()
		c, err := camera.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		return cameratest.Subject{Camera: c, Lose: func() { os.Remove(path) }, Find: fill}
	})
}
