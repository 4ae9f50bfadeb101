package sim

import (
	"image"
	"math"
	"math/rand/v2"
)

// pose maps a flat scene to the picture that a pinhole camera takes of it, and back.
// Both are measured from the centre of the picture.
type pose struct {
	to, from matrix
	cx, cy   float64
}

type matrix [3][3]float64

// at applies a homography.
func (m *matrix) at(x, y float64) (float64, float64) {
	w := m[2][0]*x + m[2][1]*y + m[2][2]
	return (m[0][0]*x + m[0][1]*y + m[0][2]) / w, (m[1][0]*x + m[1][1]*y + m[1][2]) / w
}

// newPose turns the scene by the tilt in its plane, one way or the other, and by up to
// the tilt about both other axes.
func newPose(size image.Rectangle, tiltDeg float64, r *rand.Rand) pose {
	t := tiltDeg * math.Pi / 180
	roll := t
	if r.IntN(2) == 0 {
		roll = -t
	}
	pitch, yaw := t*(2*r.Float64()-1), t*(2*r.Float64()-1)
	sr, cr := math.Sincos(roll)
	sp, cp := math.Sincos(pitch)
	sy, cy := math.Sincos(yaw)
	f := 1.2 * float64(size.Dx()) // the focal length of a phone
	to := matrix{
		{f * cr * cy, f * (cr*sy*sp - sr*cp), 0},
		{f * sr * cy, f * (sr*sy*sp + cr*cp), 0},
		{-sy, cy * sp, f},
	}
	return pose{to, invert(to), float64(size.Dx()) / 2, float64(size.Dy()) / 2}
}

// bounds is the rectangle of the picture that holds a rectangle of the scene.
func (p *pose) bounds(r image.Rectangle) image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range [4]image.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}} {
		x, y := p.to.at(float64(c.X)-p.cx, float64(c.Y)-p.cy)
		x0, x1 = min(x0, x), max(x1, x)
		y0, y1 = min(y0, y), max(y1, y)
	}
	return image.Rect(int(math.Floor(x0+p.cx)), int(math.Floor(y0+p.cy)), int(math.Ceil(x1+p.cx)), int(math.Ceil(y1+p.cy)))
}

// invert gives the adjugate, which as a homography is the inverse.
func invert(m matrix) matrix {
	minor := func(a, b, c, d int) float64 { return m[a][b]*m[c][d] - m[a][d]*m[c][b] }
	return matrix{
		{minor(1, 1, 2, 2), -minor(0, 1, 2, 2), minor(0, 1, 1, 2)},
		{-minor(1, 0, 2, 2), minor(0, 0, 2, 2), -minor(0, 0, 1, 2)},
		{minor(1, 0, 2, 1), -minor(0, 0, 2, 1), minor(0, 0, 1, 1)},
	}
}
