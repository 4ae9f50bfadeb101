package place

import "math"

// facing is where a device looks, in degrees clockwise from magnetic north. q turns the
// device's axes (x to the right edge, y to the top, z out of the glass) into east, north
// and up: x, y, z and w of a unit quaternion, as Android's rotation vector gives it. Held
// up it looks to where its back camera does; lying flat it has no direction to look to,
// and its top edge counts. It fails where q turns nothing.
func facing(q [4]float64) (degrees float64, ok bool) {
	n := math.Sqrt(q[0]*q[0] + q[1]*q[1] + q[2]*q[2] + q[3]*q[3])
	if !(n > 0.5) || math.IsInf(n, 0) { // rounding aside it is 1
		return 0, false
	}
	x, y, z, w := q[0]/n, q[1]/n, q[2]/n, q[3]/n
	east, north := -2*(x*z+w*y), -2*(y*z-w*x) // of the back
	if math.Hypot(east, north) < 0.5 {        // more than 60 degrees up or down
		east, north = 2*(x*y-w*z), 1-2*(x*x+z*z) // of the top edge
	}
	return turn(math.Atan2(east, north) * 180 / math.Pi), true
}

// turn brings degrees into [0, 360).
func turn(degrees float64) float64 {
	d := math.Mod(degrees, 360)
	if d < 0 {
		d += 360
	}
	return math.Mod(d, 360) // a tiny negative angle has just become 360
}
