// Package route puts a day's stops in order. It knows costs, not maps: a Router says
// what each leg costs; Straight does so without any road data.
//
// Order looks for a good order, Follow keeps the one that a person chose; both say
// when one arrives where. Pure and repeatable: equal input gives an equal plan. It
// never reads a clock and never asks a network: what a Router does is its own affair.
package route

import (
	"context"
	"time"

	"dianqin/data/model/geo"
)

// Leg is the way between two places. A negative time says that there is none.
type Leg struct {
	Metres float64
	Time   time.Duration
}

// Router prices ways. A road router (OSRM, Valhalla, a utility's own) fits behind it.
type Router interface {
	// Matrix gives legs[i][j], the way from i to j, for all pairs. The two directions
	// may differ.
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
	}
	for i := range at {
		for j := range i {
			d := geo.Distance(at[i], at[j]) * s.Detour
			m[i][j] = Leg{d, time.Duration(d / s.Speed * float64(time.Second))}
			m[j][i] = m[i][j]
		}
	}
	return m, nil
}

// Path is the straight line.
func (s Straight) Path(_ context.Context, at []geo.Point) ([]geo.Point, error) { return at, nil }

// Stop is one visit.
type Stop struct {
	At    geo.Point
	Stay  time.Duration
	From  time.Time // arriving earlier means waiting; zero = any time
	Until time.Time // arriving later costs Weights.Late a second; zero = any time
}

// Day is what is to be put in order.
type Day struct {
	Now    time.Time
	Start  *geo.Point // where one is; nil = not known, and the first stop costs no way
	End    *geo.Point // where one must be in the end; nil = anywhere
	Stops  []Stop
	Locked int // the first so many stops are gone to first, in the order given
}

// Weights say what a plan should avoid, in seconds of travel a second.
type Weights struct {
	Late float64 // after Until
	Wait float64 // before From
}

// Default: a minute late is worth twenty of travel, a minute waiting half of one.
var Default = Weights{Late: 20, Wait: 0.5}

// Plan is an order of stops and what comes of it.
type Plan struct {
	Order  []int       // of the stops given; those without a valid place come last
	Arrive []time.Time // by position in Order; the wait for From comes after it
	Metres float64
	Travel time.Duration
	Wait   time.Duration
	Late   time.Duration // summed over stops
	Finish time.Time     // when the last stop is done and, where there is one, the end is reached
}
