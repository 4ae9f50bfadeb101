package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"dianqin/app"
	"dianqin/device/camera"
	"dianqin/device/link"
	"dianqin/device/place"
)

// devices are the options of an app on this device: every device that the app is given
// none of is the platform's own, which its package knows. The network alone is watched
// from the start to the end of the program.
func devices(dir string, log *slog.Logger, pictures, where string) (app.Options, error) {
	o := app.Options{Dir: dir, Log: log}
	if l, err := link.Default(context.Background()); err == nil {
		o.Link = l
	} else { // the sync still goes by time and by the person's hand
		log.Warn("the network is not watched", "err", err)
	}
	var err error
	if pictures != "" {
		if o.Camera, err = filmed(pictures); err != nil {
			return o, err
		}
	}
	if where != "" {
		if o.Place, err = typed(where); err != nil {
			return o, err
		}
	}
	return o, nil
}

// typed is the place that a person wrote down, for a machine that cannot find its own.
func typed(where string) (place.Source, error) {
	t := &place.Typed{}
	if err := t.Set(where, time.Now()); err != nil {
		return nil, fmt.Errorf("read %q as latitude, longitude: %w", where, err)
	}
	return t, nil
}

// filmed is a camera that shows what lies at a path.
func filmed(pictures string) (camera.Camera, error) {
	lens, err := camera.Open(pictures)
	if err != nil {
		return nil, fmt.Errorf("play %s as the camera: %w", pictures, err)
	}
	return lens, nil
}
