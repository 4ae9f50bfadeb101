package main

import (
	"errors"
	"log/slog"
	"path/filepath"
	"testing"

	"dianqin/device/camera"
)

func TestDevices_WatchTheNetworkAndPlayWhatIsGiven(t *testing.T) {
	o, err := devices(t.TempDir(), slog.New(slog.DiscardHandler), "")
	if err != nil || o.Link == nil || o.Camera != nil {
		t.Errorf("%+v %v", o, err)
	}
	none := filepath.Join(t.TempDir(), "none")
	if _, err := devices(t.TempDir(), slog.New(slog.DiscardHandler), none); !errors.Is(err, camera.ErrNone) {
		t.Error(err)
	}
	o, err = devices(t.TempDir(), slog.New(slog.DiscardHandler), "docs/pictures/tour.png")
	if err != nil || o.Camera == nil {
		t.Error(err)
	}
}
