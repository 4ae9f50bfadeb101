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
	if testing.Short() {
		t.Skip("its frames are drawn while it runs, which takes too long for a short test")
	}
	f, err := NewFilm("3301007000123456789014") // one for all: its box takes long to draw
	if err != nil {
		t.Fatal(err)
	}
	cameratest.Run(t, func(t *testing.T) cameratest.Subject { return cameratest.Subject{Camera: f} })
}
