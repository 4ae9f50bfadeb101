package app

import (
	"context"
	"errors"
	"sync"

	"dianqin/device/permission"
	"dianqin/device/place"
)

// asking is a place that the person is asked for when it is first wanted, once a start
// of the program: until they answer, and where they say no, work goes on without.
type asking struct {
	place.Source
	ask  permission.Asker
	life context.Context // ends with the app

	once sync.Once
	done sync.WaitGroup
}

// Current implements place.Source.
func (a *asking) Current(ctx context.Context) (place.Fix, error) {
	f, err := a.Source.Current(ctx)
	if errors.Is(err, place.ErrDenied) && a.life.Err() == nil {
		a.once.Do(func() {
			// What comes of it shows at the next question for the place.
			a.done.Go(func() { _, _ = a.ask.Ask(a.life, permission.Place) })
		})
	}
	return f, err
}
