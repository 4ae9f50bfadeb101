// Package place says where the device is. It never converts datums (every position is
// WGS84) and never guesses: where a position is not known it says why.
package place

import (
	"context"
	"time"
)

// Fix is a position at a time.
type Fix struct {
	Lat, Lon  float64   // degrees, WGS84
	AccuracyM float64   // radius in metres that holds it two times of three; 0: not known
	Source    string    // where it comes from: "gps", "network", "typed", ...
	Mocked    bool      // the system says that another program made it up
	At        time.Time // when it was measured
}

// Sources that others tell apart: satellites, and a position that a person wrote down.
const (
	SourceGPS   = "gps"
	SourceTyped = "typed"
)

// Valid reports whether the fix is finite and on the globe.
func (f Fix) Valid() bool {
	return f.Lat >= -90 && f.Lat <= 90 && f.Lon >= -180 && f.Lon <= 180 && f.AccuracyM >= 0
}

// Source answers where the device is now. It waits until it knows or ctx ends, and
// fails with ErrNone, ErrDenied, ErrOff, ErrUnknown or the context's error.
type Source interface {
	Current(ctx context.Context) (Fix, error)
}

// Code is a reason that a program can act on and a table of words can translate.
type Code string

// Every reason there is.
const (
	ErrNone    Code = "place.none"    // this machine cannot know where it is
	ErrDenied  Code = "place.denied"  // the person or the system does not allow it
	ErrUnknown Code = "place.unknown" // it could know, but does not now: indoors, no sky
	ErrOff     Code = "place.off"     // the person has turned the place off for all programs
	ErrFormat  Code = "place.format"  // what was typed is no position
)

// Error is the code; words for people are not made here.
func (c Code) Error() string { return string(c) }

// None is the source of a machine that cannot know: ErrNone.
func None() Source { return none{} }

type none struct{}

func (none) Current(context.Context) (Fix, error) { return Fix{}, ErrNone }
