package sim

import (
	"context"
	"math"
	"sync"
	"time"

	"dianqin/device/place"
)

// Walk is a place that moves along straight lines from point to point, as far as it is
// told. It takes accuracy, source and mock flag from the point it left last.
type Walk struct {
	mu    sync.Mutex
	path  []place.Fix
	gone  float64 // metres from the first point
	fails error
}

var _ place.Source = (*Walk)(nil)

// NewWalk stands at the first point. Without points it never knows where it is.
func NewWalk(points ...place.Fix) *Walk { return &Walk{path: points} }

// Advance goes on by metres, at most to the last point.
func (w *Walk) Advance(metres float64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if metres > 0 {
		w.gone += metres
	}
}

// Fail makes Current answer err (place.ErrUnknown: a cellar; place.ErrDenied), until
// Fail(nil).
func (w *Walk) Fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fails = err
}

// Current is where the walk stands; its At is now, unless the points carry times.
func (w *Walk) Current(ctx context.Context) (place.Fix, error) {
	if err := ctx.Err(); err != nil {
		return place.Fix{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.fails != nil:
		return place.Fix{}, w.fails
	case len(w.path) == 0:
		return place.Fix{}, place.ErrUnknown
	}
	f := along(w.path, w.gone)
	if f.Source == "" {
		f.Source = "sim"
	}
	if f.At.IsZero() {
		f.At = time.Now()
	}
	return f, nil
}

// along is the place so many metres down a path.
func along(path []place.Fix, metres float64) place.Fix {
	for i := range len(path) - 1 {
		a, b := path[i], path[i+1]
		leg := apart(a, b)
		if metres < leg {
			a.Lat += (b.Lat - a.Lat) * metres / leg
			a.Lon += (b.Lon - a.Lon) * metres / leg
			return a
		}
		metres -= leg
	}
	return path[len(path)-1]
}

// apart is the distance of two near places in metres, on the plane: 111195 m a degree
// of the mean sphere.
func apart(a, b place.Fix) float64 {
	const degree = 111195.08
	return degree * math.Hypot(b.Lat-a.Lat, (b.Lon-a.Lon)*math.Cos((a.Lat+b.Lat)/2*math.Pi/180))
}
