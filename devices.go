package main

import (
	"context"
	"fmt"
	"log/slog"

	"dianqin/app"
	"dianqin/device/camera"
	"dianqin/device/link"
)

// devices are the options of an app on this device: every device that the app is given
// none of is the platform's own, which its package knows. The network alone is watched
// from the start to the end of the program.
func devices(dir string, log *slog.Logger, pictures string) (app.Options, error) {
	o := app.Options{Dir: dir, Log: log}
	if l, err := link.Default(context.Background()); err == nil {
		o.Link = l
	} else { // the sync still goes by time and by the person's hand
		log.Warn("the network is not watched", "err", err)
	}
	if pictures == "" {
		return o, nil
	}
	film, err := camera.Open(pictures)
	if err != nil {
		return o, fmt.Errorf("play %s as the camera: %w", pictures, err)
	}
	o.Camera = film
	return o, nil
}
