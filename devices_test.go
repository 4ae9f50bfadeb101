package main

import (
	"errors"
	"log/slog"
	"path/filepath"
	"testing"

	"dianqin/device/camera"
	"dianqin/device/place"
)

func TestDevices_WatchTheNetworkAndPlayWhatIsGiven(t *testing.T) {
	o, err := devices(t.TempDir(), slog.New(slog.DiscardHandler), "", "")
	if err != nil || o.Link == nil || o.Camera != nil {
		t.Errorf("%+v %v", o, err)
	}
	none := filepath.Join(t.TempDir(), "none")
	if _, err := devices(t.TempDir(), slog.New(slog.DiscardHandler), none, ""); !errors.Is(err, camera.ErrNone) {
		t.Error(err)
	}
	o, err = devices(t.TempDir(), slog.New(slog.DiscardHandler), "docs/pictures/tour.png", "")
	if err != nil || o.Camera == nil {
		t.Error(err)
	}
}

func TestDevices_StandWhereThePersonSays(t *testing.T) {
	o, err := devices(t.TempDir(), slog.New(slog.DiscardHandler), "", "31.2304, 121.4737")
	if err != nil {
		t.Fatal(err)
	}
	if at, err := o.Place.Current(t.Context()); err != nil || at.Lat != 31.2304 || at.Lon != 121.4737 || at.Source != place.SourceTyped {
		t.Errorf("%+v %v", at, err)
	}
	if _, err := devices(t.TempDir(), slog.New(slog.DiscardHandler), "", "here"); !errors.Is(err, place.ErrFormat) {
		t.Error(err)
	}
}
