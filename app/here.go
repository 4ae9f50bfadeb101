package app

import (
	"context"
	"errors"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/device/place"
)

// Here is where the device is, as a map shows it.
type Here struct {
	At        geo.Point // WGS84
	AccuracyM float64   // radius that holds it two times of three; 0: not known
	Heading   float64   // degrees clockwise from north that the device looks to; negative: not known
	Mocked    bool      // another program made it up
}

// herePatience is how long the place may take: a first fix under the open sky.
const herePatience = 8 * time.Second

// headingPatience is how long the direction may take; a map without it serves too.
const headingPatience = 100 * time.Millisecond

// Here asks where the device is; the first time the person is asked whether it may
// know. It fails with a code of device/place as an *model.Error.
func (a *App) Here(ctx context.Context) (Here, error) {
	ctx, cancel := context.WithTimeout(ctx, herePatience)
	defer cancel()
	fix, err := a.where.Current(ctx)
	var code place.Code
	switch {
	case errors.As(err, &code):
		return Here{}, &model.Error{Code: string(code)}
	case err != nil:
		return Here{}, &model.Error{Code: string(place.ErrUnknown)}
	}
	h := Here{At: geo.Point{Lat: fix.Lat, Lon: fix.Lon}, AccuracyM: fix.AccuracyM, Heading: -1, Mocked: fix.Mocked}
	if compass := compass(a.where.Source); compass != nil {
		soon, stop := context.WithTimeout(ctx, headingPatience)
		defer stop()
		if deg, err := compass(soon); err == nil {
			h.Heading = deg
		}
	}
	return h, nil
}
