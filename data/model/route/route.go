// Package route puts a day's stops in order. It knows costs, not maps: a Router says
// what each leg costs; Straight does so without any road data. Pure and repeatable:
// equal input gives an equal plan.
package route

import (
	"context"
	"time"

	"dianqin/data/model/geo"
)

// Leg is the way between two places.
type Leg struct {
	Metres float64
	Time   time.Duration
}

// Router prices ways. A road router (OSRM, Valhalla, a utility's own) fits behind it.
type Router interface {
	// Matrix gives legs[i][j] for all pairs.
	Matrix(ctx context.Context, at []geo.Point) ([][]Leg, error)
	// Path gives the line to draw through the points in order.
	Path(ctx context.Context, at []geo.Point) ([]geo.Point, error)
}

// Straight is the crow's flight times a detour. Streets laid as a grid make the way
// 1.27 times longer on average; 1.35 is usual for Chinese cities.
type Straight struct {
	Detour float64 // factor
	Speed  float64 // metres a second
}

// Scooter suits an inspector in town: 18 km/h.
var Scooter = Straight{Detour: 1.35, Speed: 5}

// Matrix never fails.
func (s Straight) Matrix(_ context.Context, at []geo.Point) ([][]Leg, error) {
	m := make([][]Leg, len(at))
	for i := range at {
		m[i] = make([]Leg, len(at))
		for j := range at {
			d := geo.Distance(at[i], at[j]) * s.Detour
			m[i][j] = Leg{d, time.Duration(d / s.Speed * float64(time.Second))}
		}
	}
	return m, nil
}

// Path is the straight line.
func (s Straight) Path(_ context.Context, at []geo.Point) ([]geo.Point, error) { return at, nil }

// Stop is one visit. Due is an appointment: arriving later costs Weights.Late a
// second, arriving earlier means waiting. Zero means any time.
type Stop struct {
	At     geo.Point
	Stay   time.Duration
	Due    time.Time
	Before time.Time // a deadline without waiting (a power cut must be done by); zero = none
}

// Weights say what a plan should avoid, in seconds of travel a second.
type Weights struct {
	Late float64 // after Due or Before
	Wait float64
}

// Default: a minute late is worth twenty of travel, a minute waiting half of one.
var Default = Weights{Late: 20, Wait: 0.5}

// Plan is an order of stops and what comes of it.
type Plan struct {
	Order  []int       // of the stops given
	Arrive []time.Time // by position in Order
	Metres float64
	Travel time.Duration
	Wait   time.Duration
	Late   time.Duration // sum over appointments
}
