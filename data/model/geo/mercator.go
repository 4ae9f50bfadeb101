package geo

import "math"

// MaxLat is where the square Mercator world of web maps ends, in degrees.
const MaxLat = 85.05112878

// mercatorRadius is the sphere that web maps assume, in metres (EPSG:3857).
const mercatorRadius = 6378137

// World is a place on the Mercator plane: 0..1 eastwards and southwards.
type World struct{ X, Y float64 }

// Project maps degrees of any datum to that datum's plane; latitudes past MaxLat land
// on its edge.
func Project(p Point) World {
	lat := math.Max(-MaxLat, math.Min(MaxLat, p.Lat))
	s := math.Sin(lat * radians)
	return World{p.Lon/360 + 0.5, 0.5 - math.Log((1+s)/(1-s))/(4*math.Pi)}
}

// Unproject is the inverse of Project.
func Unproject(w World) Point {
	return Point{
		Lat: math.Atan(math.Sinh(math.Pi*(1-2*w.Y))) / radians,
		Lon: (w.X - 0.5) * 360,
	}
}

// MetresPerPixel is the ground size of one pixel at a latitude, in a world of
// 256*2^zoom pixels.
func MetresPerPixel(lat, zoom float64) float64 {
	return 2 * math.Pi * mercatorRadius * math.Cos(lat*radians) / (256 * math.Exp2(zoom))
}
