package geo

import "math"

// Datum names the frame in which degrees are meant.
type Datum uint8

const (
	WGS84    Datum   = iota // GPS, OpenStreetMap, and CGCS2000 (the two differ by centimetres)
	GCJ02                   // Amap, Tencent, Google in China
	BD09                    // Baidu
	CGCS2000 = WGS84        // Tianditu
)

func (d Datum) String() string {
	switch d {
	case WGS84:
		return "WGS84"
	case GCJ02:
		return "GCJ-02"
	case BD09:
		return "BD-09"
	}
	return "unknown datum"
}

// Convert moves p between datums. Round trips close to well under a millimetre.
// Outside InChina GCJ-02 equals WGS84, as the providers have it; within a kilometre of
// that rectangle's edge a shifted point may have two origins or none, and the answer is
// one of the two readings.
func Convert(p Point, from, to Datum) Point {
	if from == to {
		return p
	}
	switch from { // everything passes through GCJ-02
	case WGS84:
		p = gcjFromWGS(p)
	case BD09:
		p = invert(bdFromGCJ, p)
	}
	switch to {
	case WGS84:
		return wgsFromGCJ(p)
	case BD09:
		return bdFromGCJ(p)
	}
	return p
}

// InChina is the rectangle that published converters use. It is wider than the
// country and providers differ at the borders, so data that is not shown on a GCJ-02
// map is never converted.
func InChina(p Point) bool {
	return p.Lon > 72.004 && p.Lon < 137.8347 && p.Lat > 0.8293 && p.Lat < 55.8271
}

// invert solves f(x) = y by fixed-point iteration: both offsets change by less than
// 1 % over their own size, so a handful of rounds reach 1e-11 degrees.
func invert(f func(Point) Point, y Point) Point {
	x := y
	for range 12 {
		g := f(x)
		dLat, dLon := y.Lat-g.Lat, y.Lon-g.Lon
		x.Lat += dLat
		x.Lon += dLon
		if math.Abs(dLat) < 1e-11 && math.Abs(dLon) < 1e-11 {
			break
		}
	}
	return x
}

// wgsFromGCJ undoes the shift. The rectangle is asked of the WGS84 answer, as
// gcjFromWGS asks it of its WGS84 argument.
func wgsFromGCJ(p Point) Point {
	x := invert(shiftWGS, p)
	if !InChina(x) {
		return p
	}
	return x
}

func gcjFromWGS(p Point) Point {
	if !InChina(p) {
		return p
	}
	return shiftWGS(p)
}

// Krasovsky 1940, as in the published GCJ-02 transform.
const (
	krasovskyA  = 6378245.0
	krasovskyEE = 0.00669342162296594323
)

// shiftWGS is the GCJ-02 polynomial as it circulates (coordtransform, eviltransform);
// the authority has never published its own.
func shiftWGS(p Point) Point {
	x, y := p.Lon-105, p.Lat-35
	r := math.Sqrt(math.Abs(x))
	wave := (20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)) * 2 / 3
	dLat := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*r + wave +
		(20*math.Sin(y*math.Pi)+40*math.Sin(y/3*math.Pi))*2/3 +
		(160*math.Sin(y/12*math.Pi)+320*math.Sin(y*math.Pi/30))*2/3
	dLon := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*r + wave +
		(20*math.Sin(x*math.Pi)+40*math.Sin(x/3*math.Pi))*2/3 +
		(150*math.Sin(x/12*math.Pi)+300*math.Sin(x/30*math.Pi))*2/3
	lat := p.Lat * radians
	m := 1 - krasovskyEE*math.Sin(lat)*math.Sin(lat)
	sq := math.Sqrt(m)
	return Point{
		Lat: p.Lat + dLat*180/(krasovskyA*(1-krasovskyEE)/(m*sq)*math.Pi),
		Lon: p.Lon + dLon*180/(krasovskyA/sq*math.Cos(lat)*math.Pi),
	}
}

// bdFromGCJ is Baidu's twist on top of GCJ-02.
func bdFromGCJ(p Point) Point {
	const k = math.Pi * 3000 / 180
	z := math.Hypot(p.Lon, p.Lat) + 0.00002*math.Sin(p.Lat*k)
	t := math.Atan2(p.Lat, p.Lon) + 0.000003*math.Cos(p.Lon*k)
	return Point{Lat: z*math.Sin(t) + 0.006, Lon: z*math.Cos(t) + 0.0065}
}
