// Package geo knows where things are: points, distances, a flat plane around a place,
// the Mercator plane of maps, datums, and links into other map programs.
//
// Positions are kept as WGS84 everywhere; GCJ-02 and BD-09 exist only at the edges
// (a tile source, a link). The package draws nothing, asks no network and knows no
// customer; it needs the standard library alone.
package geo

import "math"

// EarthRadius is the mean radius in metres (IUGG R1).
const EarthRadius = 6371008.8

const radians = math.Pi / 180

// Point is a position in degrees. Which datum it is in is said by whoever holds it;
// without a word it is WGS84.
type Point struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// Valid reports whether p is finite and on the globe.
func (p Point) Valid() bool {
	return p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180
}

// Distance is the great-circle distance in metres (both points in the same datum).
func Distance(a, b Point) float64 {
	la, lb := a.Lat*radians, b.Lat*radians
	s, t := math.Sin((lb-la)/2), math.Sin((b.Lon-a.Lon)*radians/2)
	h := s*s + math.Cos(la)*math.Cos(lb)*t*t
	return 2 * EarthRadius * math.Asin(math.Sqrt(math.Min(1, h)))
}

// Bearing is the initial course from a to b in degrees clockwise from north, in
// [0, 360). Between equal points it is 0.
func Bearing(a, b Point) float64 {
	la, lb, d := a.Lat*radians, b.Lat*radians, (b.Lon-a.Lon)*radians
	y := math.Sin(d) * math.Cos(lb)
	x := math.Cos(la)*math.Sin(lb) - math.Sin(la)*math.Cos(lb)*math.Cos(d)
	deg := math.Atan2(y, x) / radians
	if deg < 0 {
		deg += 360
	}
	return math.Mod(deg, 360) // a tiny negative angle has just become 360
}
