package slippy

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/mobile"
)

var (
	_ fyne.Draggable         = (*Map)(nil)
	_ fyne.Scrollable        = (*Map)(nil)
	_ fyne.Tappable          = (*Map)(nil)
	_ fyne.SecondaryTappable = (*Map)(nil)
	_ mobile.Touchable       = (*Map)(nil)
	_ desktop.Hoverable      = (*Map)(nil)
	_ desktop.Cursorable     = (*Map)(nil)
)

// Dragged implements fyne.Draggable: pans, or pinches where two fingers are down.
func (m *Map) Dragged(e *fyne.DragEvent) {
	m.stop()
	now := time.Now()
	if dt := float32(now.Sub(m.lastDrag).Seconds()); dt > 0.001 && dt < 0.1 {
		m.speed = fyne.Delta{DX: 0.6*m.speed.DX + 0.4*e.Dragged.DX/dt, DY: 0.6*m.speed.DY + 0.4*e.Dragged.DY/dt}
	} else if dt >= 0.1 {
		m.speed = fyne.Delta{}
	}
	m.lastDrag = now
	c := m.fingers.move(e.AbsolutePosition, e.Dragged)
	m.cam.Pan(c.dx, c.dy)
	if c.factor != 1 {
		at := c.about.Subtract(e.AbsolutePosition.Subtract(e.Position))
		m.cam.ZoomAt(at, m.cam.Zoom+math.Log2(c.factor), MinZoom, MaxZoom)
	}
	m.grabbed()
	m.update(false)
}

// DragEnd implements fyne.Draggable: the map runs out. On a phone Fyne's driver has
// done so already.
func (m *Map) DragEnd() {
	touch := len(m.fingers.at) > 0
	m.fingers.ended()
	if touch || time.Since(m.lastDrag) > restAfter {
		m.update(true)
		return
	}
	m.throw()
}

// wheelStep is how much of a wheel is one zoom.
const wheelStep = 50

// Scrolled implements fyne.Scrollable: zooms about the pointer; a touch pad gives small steps.
func (m *Map) Scrolled(e *fyne.ScrollEvent) {
	m.stop()
	m.grabbed()
	m.ZoomAt(e.Position, m.cam.Zoom+float64(e.Scrolled.DY)/wheelStep)
}

const (
	twiceWithin = 320 * time.Millisecond // of the first press
	twiceNear   = 32                     // dp
)

// Tapped implements fyne.Tappable: tells what was hit at once; a second press on
// nothing zooms in. (Fyne's DoubleTappable would hold every press back for 300 ms.)
func (m *Map) Tapped(e *fyne.PointEvent) {
	h := m.hit(e.Position)
	twice := time.Since(m.lastTap) < twiceWithin && dist(m.lastAt, e.Position) < twiceNear
	m.lastTap, m.lastAt = time.Now(), e.Position
	m.fingers.reset()
	if h.Kind == HitNothing && twice {
		m.lastTap = time.Time{}
		m.grabbed()
		m.glideZoom(e.Position, math.Floor(m.cam.Zoom+0.5)+1)
		return
	}
	if h.Kind == HitCluster && h.Splits {
		m.grabbed()
		m.glideZoom(m.cam.ToScreen(h.At), math.Max(m.cam.Zoom+1, h.Nearer))
	}
	if m.OnTap != nil {
		m.OnTap(h)
	}
}

// TappedSecondary implements fyne.SecondaryTappable: a right click, on a phone a long press.
func (m *Map) TappedSecondary(e *fyne.PointEvent) {
	m.stop()
	m.fingers.reset()
	if m.OnHold != nil {
		m.OnHold(m.cam.ToGround(e.Position), e.Position)
	}
}

func (m *Map) grabbed() {
	if m.OnGrab != nil {
		m.OnGrab()
	}
}

// TouchDown implements mobile.Touchable: notes a finger.
func (m *Map) TouchDown(e *mobile.TouchEvent) { m.stop(); m.fingers.down(e.AbsolutePosition) }

// TouchUp implements mobile.Touchable: ends a press.
func (m *Map) TouchUp(*mobile.TouchEvent) { m.fingers.reset() }

// TouchCancel implements mobile.Touchable: forgets the fingers.
func (m *Map) TouchCancel(*mobile.TouchEvent) { m.fingers.reset() }

// MouseIn implements desktop.Hoverable, without which the wheel does not reach the map.
func (m *Map) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (m *Map) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (m *Map) MouseOut() {}

// Cursor implements desktop.Cursorable.
func (m *Map) Cursor() desktop.Cursor { return desktop.DefaultCursor }
