package slippy

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"dianqin/data/model/geo"
)

func anyCamera(t *rapid.T) Camera {
	return Camera{
		Centre: geo.Point{Lat: rapid.Float64Range(18, 53).Draw(t, "lat"), Lon: rapid.Float64Range(74, 134).Draw(t, "lon")},
		Zoom:   rapid.Float64Range(MinZoom, MaxZoom).Draw(t, "zoom"),
		Size:   fyne.NewSize(rapid.Float32Range(200, 2000).Draw(t, "w"), rapid.Float32Range(200, 2000).Draw(t, "h")),
		Datum:  rapid.SampledFrom([]geo.Datum{geo.WGS84, geo.GCJ02, geo.BD09}).Draw(t, "datum"),
	}
}

// apart is how far two places are on the screen, in dp.
func apart(c *Camera, a, b geo.Point) float64 {
	p, q := c.ToScreen(a), c.ToScreen(b)
	return math.Hypot(float64(p.X-q.X), float64(p.Y-q.Y))
}

func TestCamera_ThereAndBackIsTheSamePlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCamera(t)
		at := fyne.NewPos(rapid.Float32Range(0, c.Size.Width).Draw(t, "x"), rapid.Float32Range(0, c.Size.Height).Draw(t, "y"))
		back := c.ToScreen(c.ToGround(at))
		if dist(at, back) > 0.5 {
			t.Fatalf("%v came back as %v", at, back)
		}
	})
}

func TestCamera_ZoomKeepsThePlaceUnderThePointer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCamera(t)
		at := fyne.NewPos(rapid.Float32Range(0, c.Size.Width).Draw(t, "x"), rapid.Float32Range(0, c.Size.Height).Draw(t, "y"))
		before := c.ToGround(at)
		c.ZoomAt(at, rapid.Float64Range(0, 25).Draw(t, "to"), MinZoom, MaxZoom)
		if c.Zoom < MinZoom || c.Zoom > MaxZoom {
			t.Fatalf("zoom %f", c.Zoom)
		}
		if d := apart(&c, before, c.ToGround(at)); d > 0.5 {
			t.Fatalf("moved by %.2f dp", d)
		}
	})
}

func TestCamera_FitShowsEverythingInsideTheMargin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCamera(t)
		middle := c.Centre
		pts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) geo.Point {
			return geo.Offset(middle, rapid.Float64Range(-20_000, 20_000).Draw(t, "e"), rapid.Float64Range(-20_000, 20_000).Draw(t, "n"))
		}), 1, 12).Draw(t, "points")
		c.Fit(pts, 40, 17)
		if c.Zoom > 17 {
			t.Fatalf("zoom %f", c.Zoom)
		}
		for _, p := range pts {
			s := c.ToScreen(p)
			if s.X < 39 || s.Y < 39 || s.X > c.Size.Width-39 || s.Y > c.Size.Height-39 {
				t.Fatalf("%v is at %v of %v", p, s, c.Size)
			}
		}
	})
}

func TestCamera_APanLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCamera(t)
		c.Zoom = max(c.Zoom, 8) // at the edge of the world a pan ends
		start := c.Centre
		dx, dy := rapid.Float32Range(-300, 300).Draw(t, "dx"), rapid.Float32Range(-300, 300).Draw(t, "dy")
		c.Pan(dx, dy)
		c.Pan(-dx, -dy)
		if d := apart(&c, start, c.Centre); d > 0.5 {
			t.Fatalf("came back %.2f dp beside", d)
		}
	})
}
