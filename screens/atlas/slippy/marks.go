package slippy

import (
	"dianqin/chart/cluster"
	"dianqin/data/model/geo"
)

// Shape tells marks of different layers apart, beside their colour.
type Shape uint8

// The shapes.
const (
	Round  Shape = iota
	Square       // with round corners
	Six          // a hexagon
)

// The ranks of marks as a cluster counts them: the higher one matters more.
const (
	Quiet uint8 = iota
	Normal
	Check
	Wrong
	ranks
)

// Points are the marks of the map. They never change; other marks are other Points.
type Points struct {
	Index   *cluster.Index        // ranks as above
	ShapeOf func(point int) Shape // by the number that the index has for the point; nil: all are round
}

// shape of a point.
func (p Points) shape(i int) Shape {
	if p.ShapeOf == nil {
		return Round
	}
	return p.ShapeOf(i)
}

// Stop is a numbered place of a way.
type Stop struct {
	At     geo.Point // WGS84
	Number int       // that stands in it
	Over   Over      // it is behind: small and grey, a sign in place of the number
}

// Over says how a stop came to be behind.
type Over uint8

// The ends of a stop.
const (
	Ahead Over = iota
	Done       // a tick
	Void       // it came to nothing: a dash
)

// Person is where somebody was last.
type Person struct {
	At   geo.Point // WGS84
	Name string    // its first character stands in the mark
	Old  bool      // long ago: painted pale
}

// Fix is where the device is.
type Fix struct {
	At       geo.Point // WGS84
	Accuracy float64   // radius in metres that holds it two times of three; 0: not known
	Heading  float64   // degrees clockwise from north; negative: not known
}

// Callout names a place in a box above it and lifts its mark out.
type Callout struct {
	At    geo.Point // WGS84
	Rank  uint8
	Shape Shape
	Label string // nothing but the mark where it is empty
	Bare  bool   // the box alone: what stands there is no point (a stop, a person)
}

// HitKind says what a press met.
type HitKind uint8

// What a press may meet.
const (
	HitNothing HitKind = iota
	HitPoint
	HitCluster
	HitStop
	HitPerson
)

// Hit is what a press met.
type Hit struct {
	Kind    HitKind
	Index   int       // the point, stop or person
	At      geo.Point // WGS84: of what was met, of the place itself for nothing
	Count   int       // of a cluster
	Members []int     // of a cluster, at most MostMembers
	Splits  bool      // the cluster falls apart at a nearer zoom; else a list is all there is
	Nearer  float64   // that zoom
}

// MostMembers is how many points of a cluster a Hit names.
const MostMembers = 200

// scene is what is drawn over the tiles; it is never changed, only replaced.
type scene struct {
	points  Points
	stops   []Stop
	line    []geo.Point
	track   []geo.Point
	people  []Person
	fix     *Fix
	callout *Callout
	ring    *ring
}

// ring is a circle on the ground.
type ring struct {
	at     geo.Point
	metres float64
}
