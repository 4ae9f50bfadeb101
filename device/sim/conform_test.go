package sim

import (
	"testing"

	"dianqin/device/camera/cameratest"
)

func TestCamera_HoldsWhatACameraMust(t *testing.T) {
	cameratest.Run(t, func(*testing.T) cameratest.Subject {
		c := NewCamera(flat(40), flat(90))
		return cameratest.Subject{Camera: c, Lose: c.Lose, Find: c.Find}
	})
}

func TestFilm_HoldsWhatACameraMust(t *testing.T) {
	cameratest.Run(t, func(t *testing.T) cameratest.Subject {
		f, err := NewFilm("3301007000123456789014", "3301007000123456789015")
		if err != nil {
			t.Fatal(err)
		}
		return cameratest.Subject{Camera: f}
	})
}
