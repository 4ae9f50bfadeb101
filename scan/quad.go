package scan

import "math"

// bounds is the upright rectangle round a quadrilateral.
func bounds(q [4]Point) (x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = q[0].X, q[0].Y, q[0].X, q[0].Y
	for _, p := range q[1:] {
		x0, x1 = min(x0, p.X), max(x1, p.X)
		y0, y1 = min(y0, p.Y), max(y1, p.Y)
	}
	return x0, y0, x1, y1
}

// inside reports whether a place lies in a convex quadrilateral.
func inside(q [4]Point, p Point) bool {
	left, right := false, false
	for i, a := range q {
		b := q[(i+1)%4]
		turn := (b.X-a.X)*(p.Y-a.Y) - (b.Y-a.Y)*(p.X-a.X)
		left, right = left || turn < 0, right || turn > 0
	}
	return !left || !right
}

// middle is the mean of the corners.
func middle(q [4]Point) Point {
	return Point{(q[0].X + q[1].X + q[2].X + q[3].X) / 4, (q[0].Y + q[1].Y + q[2].Y + q[3].Y) / 4}
}

// grown is the quadrilateral with every corner moved away from its middle by so
// many pixels.
func grown(q [4]Point, by float64) [4]Point {
	m := middle(q)
	for i, p := range q {
		dx, dy := p.X-m.X, p.Y-m.Y
		if d := math.Hypot(dx, dy); d > 0 {
			q[i] = Point{p.X + dx/d*by, p.Y + dy/d*by}
		}
	}
	return q
}

// overlap reports whether the middle of one lies in the other.
func overlap(a, b [4]Point) bool { return inside(a, middle(b)) || inside(b, middle(a)) }
