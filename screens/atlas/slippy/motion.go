package slippy

import (
	"math"
	"time"

	"fyne.io/fyne/v2"

	"dianqin/data/model/geo"
)

// ZoomBy zooms about the middle, smoothly.
func (m *Map) ZoomBy(d float64) {
	m.glideZoom(fyne.NewPos(m.cam.Size.Width/2, (m.cam.Size.Height-m.legend.foot)/2), math.Round(m.cam.Zoom+d))
}

// GlideTo moves the view to a place; a zoom of 0 leaves the zoom as it is.
func (m *Map) GlideTo(p geo.Point, zoom float64) {
	from, start := m.cam.Plane(m.cam.Centre), m.cam.Zoom
	if zoom == 0 {
		zoom = start
	}
	c := m.cam
	c.Centre, c.Zoom = p, clamp(zoom)
	c.Pan(0, -m.legend.foot/2) // into the middle of what can be seen
	to, goal := c.Plane(c.Centre), c.Zoom
	m.run(300*time.Millisecond, func(t float32) {
		e := float64(t * (2 - t))
		m.cam.Zoom = start + (goal-start)*e
		m.cam.Centre = m.cam.Ground(geo.World{X: from.X + (to.X-from.X)*e, Y: from.Y + (to.Y-from.Y)*e})
		m.update(false)
	})
}

// stop ends what moves by itself.
func (m *Map) stop() {
	if m.motion != nil {
		m.motion.Stop()
		m.motion = nil
	}
}

func (m *Map) run(d time.Duration, tick func(float32)) {
	m.stop()
	m.motion = &fyne.Animation{Duration: d, Curve: fyne.AnimationLinear, Tick: func(t float32) {
		if !m.closed {
			tick(t)
		}
	}}
	m.motion.Start()
}

func (m *Map) glideZoom(at fyne.Position, to float64) {
	from, goal := m.cam.Zoom, clamp(to)
	m.run(180*time.Millisecond, func(t float32) {
		m.ZoomAt(at, from+(goal-from)*float64(t*(2-t)))
	})
}

const (
	restAfter = 60 * time.Millisecond // a finger that stood so long does not throw
	throwFrom = 150                   // dp a second: slower is no throw
	throwFor  = 450 * time.Millisecond
	throwFar  = 0.15 // seconds of the first speed that a throw goes on
)

// throw lets the map run out after a drag.
func (m *Map) throw() {
	v := m.speed
	if math.Hypot(float64(v.DX), float64(v.DY)) < throwFrom {
		return
	}
	done := float32(0)
	m.run(throwFor, func(t float32) {
		d := (1 - (1-t)*(1-t)*(1-t)) * throwFar
		m.cam.Pan(v.DX*(d-done), v.DY*(d-done))
		done = d
		m.update(false)
	})
}
