package model

import (
	"fmt"
	"math"
	"time"
	_ "time/tzdata" // Android and Windows have no zone files for Go
)

// Fen is money: hundredths of a yuan.
type Fen int64

// String shows yuan with two decimals, for logs; screens use assets/words.
func (f Fen) String() string {
	sign, v := "", uint64(f)
	if f < 0 { // unsigned: the smallest int64 has no positive twin
		sign, v = "-", -v
	}
	return fmt.Sprintf("%s%d.%02d", sign, v/100, v%100)
}

// Millis is a moment: milliseconds since 1970 in UTC.
type Millis int64

// MillisOf converts a time.
func MillisOf(t time.Time) Millis { return Millis(t.UnixMilli()) }

// Time converts back, in UTC.
func (m Millis) Time() time.Time { return time.UnixMilli(int64(m)).UTC() }

// Position is a place on WGS84 and how it is known.
type Position struct {
	Lat       float64 `json:"lat"`        // degrees north
	Lon       float64 `json:"lon"`        // degrees east
	AccuracyM float64 `json:"accuracy_m"` // radius in metres, 0 = not known
	Source    string  `json:"source"`     // gps, network, map, register, typed
	Mocked    bool    `json:"mocked,omitempty"`
	At        Millis  `json:"at,omitempty"` // when it was captured or set; 0 = not known
}

// Valid says whether the position lies on the globe and is not the 0/0 that
// broken receivers report.
func (p Position) Valid() bool {
	return !math.IsNaN(p.Lat) && !math.IsNaN(p.Lon) &&
		math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180 && (p.Lat != 0 || p.Lon != 0)
}

// civilZone is where days are counted: overdue and notice days are civil days
// in Asia/Shanghai (the utilities' contracts count them so).
var civilZone = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil { // cannot be: tzdata is linked in
		return time.FixedZone("Asia/Shanghai", 8*3600)
	}
	return zone
}()

// ChinaTime is the zone in which days are counted and times are written for people.
func ChinaTime() *time.Location { return civilZone }

// CivilDay is the number of the civil day in Asia/Shanghai that a moment falls
// on, counted from 1970-01-01.
func CivilDay(m Millis) int {
	t := m.Time().In(civilZone)
	return int(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// CivilTime returns the moment in the zone in which people read it.
func CivilTime(m Millis) time.Time { return m.Time().In(civilZone) }
