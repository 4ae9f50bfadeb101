//go:build !android && !ios

package main

import (
	"errors"
	"path/filepath"
	"testing"

	"dianqin/device/camera"
)

func TestDemo_PlaysWhateverIsGivenAsItsCamera(t *testing.T) {
	lens, err := demoCamera(flags{pictures: "docs/pictures/tour.png"})
	if err != nil {
		t.Fatal(err)
	}
	if err := lens.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if f := <-lens.Frames(); f.Width == 0 {
		t.Error("no picture")
	}
	if err := lens.Close(); err != nil {
		t.Error(err)
	}
	if _, err := demoCamera(flags{pictures: filepath.Join(t.TempDir(), "none")}); !errors.Is(err, camera.ErrNone) {
		t.Error(err)
	}
}
