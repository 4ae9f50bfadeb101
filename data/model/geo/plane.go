package geo

import "math"

// Plane is a flat sheet laid on the globe at an origin, in metres east and north of
// it. Within 10 km of the origin it is off by less than a thousandth in the latitudes
// where people live; it is meant for towns and sites, not for countries.
type Plane struct {
	origin Point
	perLat float64 // metres in a degree of latitude
	perLon float64 // metres in a degree of longitude, at the origin's latitude
}

// NewPlane lays a plane at origin.
func NewPlane(origin Point) Plane {
	perLat := EarthRadius * radians
	// At a pole every direction is south: the floor keeps the division finite.
	return Plane{origin, perLat, perLat * math.Max(1e-9, math.Cos(origin.Lat*radians))}
}

// Origin is the point at 0, 0.
func (pl Plane) Origin() Point { return pl.origin }

// XY gives the metres of p east and north of the origin, the short way round the globe.
func (pl Plane) XY(p Point) (east, north float64) {
	return wrap(p.Lon-pl.origin.Lon) * pl.perLon, (p.Lat - pl.origin.Lat) * pl.perLat
}

// Point is the inverse of XY.
func (pl Plane) Point(east, north float64) Point {
	return Point{
		Lat: pl.origin.Lat + north/pl.perLat,
		Lon: wrap(pl.origin.Lon + east/pl.perLon),
	}
}

// Offset is p moved by metres east and north.
func Offset(p Point, east, north float64) Point { return NewPlane(p).Point(east, north) }

// wrap brings a longitude, or a difference of two, into [-180, 180].
func wrap(deg float64) float64 {
	if deg >= -180 && deg <= 180 {
		return deg
	}
	return math.Remainder(deg, 360)
}
