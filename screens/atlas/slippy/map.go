package slippy

import (
	"image"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"dianqin/chart/tiles"
	"dianqin/data/model/geo"
)

const (
	// tileBudget is how many bytes of tile pictures are kept: three views of a phone.
	tileBudget = 40 << 20
	// MinZoom and MaxZoom are how far out and near the map goes, whatever its tiles.
	MinZoom, MaxZoom = 4.0, 20.0
	// sharpest is how many pixels a dp tiles are drawn with at most: more cannot be told apart.
	sharpest = 2
)

// Map is the widget. All methods are for the thread that paints.
type Map struct {
	widget.BaseWidget

	OnTap   func(Hit)                      // a press, or a click
	OnHold  func(geo.Point, fyne.Position) // a long press or a right click: the place on the ground and in the widget
	OnMove  func(Camera)                   // the view moved
	OnGrab  func()                         // a person moved it
	OnState func(waiting int, fault error) // tiles on their way, and what ails their source

	host     Host
	cam      Camera
	look     Look
	tiles    *tileLayer
	painter  *painter
	inbox    inbox
	scene    *scene
	sheet    *sheet
	asked    Camera // that the overlay was asked for last
	over     *canvas.Image
	ground   *canvas.Rectangle
	legend   *legend
	legal    []string
	pixel    float32 // device pixels a dp
	fingers  fingers
	speed    fyne.Delta // of the drag, dp a second
	lastDrag time.Time
	lastTap  time.Time
	lastAt   fyne.Position
	motion   *fyne.Animation
	closed   bool
}

// New makes a map over a source of tiles. Close ends its work.
func New(host Host, src tiles.Source, look Look) *Map {
	m := &Map{host: host, look: look, pixel: 1, scene: &scene{},
		over: &canvas.Image{ScaleMode: canvas.ImageScaleFastest, FillMode: canvas.ImageFillStretch}}
	m.ExtendBaseWidget(m)
	m.over.Hide()
	m.ground = canvas.NewRectangle(look.Palette.Land)
	m.legend = newLegend()
	m.legend.dress(&m.look)
	m.painter = &painter{spawn: m.spawn, done: m.deliver}
	m.tiles = newTileLayer()
	m.cam.Zoom = 15
	m.SetSource(src)
	return m
}

// spawn runs a worker beside the screen.
func (m *Map) spawn(work func()) {
	m.host.Go(func() func() { work(); return nil })
}

// Close ends the work of the map: nothing is fetched any more.
func (m *Map) Close() {
	m.closed = true
	m.stop()
	m.tiles.load.close()
}

// SetSource changes the tiles under the map. The centre stays where it is on the ground.
func (m *Map) SetSource(src tiles.Source) {
	if m.tiles.load != nil {
		m.tiles.load.close()
		m.tiles.forget()
	}
	m.tiles.load = newLoader(src, min(sharpest, m.pixel), tileBudget, m.spawn, func() { m.deliver(nil) })
	m.cam.Datum = src.Info().Datum
	m.update(true)
}

// SetLegal shows what law and licences ask for: attribution, approval.
func (m *Map) SetLegal(lines ...string) {
	m.legal = lines
	m.legend.say(lines)
	m.legend.scale(&m.cam)
}

// SetFoot tells that so many dp from below are covered: legend and Fit stay above.
func (m *Map) SetFoot(dp float32) {
	if dp == m.legend.foot {
		return
	}
	m.legend.foot = dp
	m.legend.lay()
	m.update(false)
}

// Camera is where the map looks.
func (m *Map) Camera() Camera { return m.cam }

// Middle is the place in the middle of what can be seen.
func (m *Map) Middle() geo.Point {
	return m.cam.ToGround(fyne.NewPos(m.cam.Size.Width/2, (m.cam.Size.Height-m.legend.foot)/2))
}

// Centre brings a place into the middle of what can be seen.
func (m *Map) Centre(p geo.Point) {
	m.cam.Centre = p
	m.cam.Pan(0, -m.legend.foot/2)
	m.update(false)
}

// LookAt moves the view at once.
func (m *Map) LookAt(p geo.Point, zoom float64) {
	m.stop()
	m.cam.Centre, m.cam.Zoom = p, clamp(zoom)
	m.update(false)
}

// Fit shows all points, not nearer than most.
func (m *Map) Fit(pts []geo.Point, inset float32, most float64) {
	m.stop()
	c := m.cam
	c.Size.Height -= m.legend.foot
	c.Fit(pts, inset, most)
	m.cam.Centre, m.cam.Zoom = c.Centre, clamp(c.Zoom)
	m.cam.Pan(0, -m.legend.foot/2)
	m.update(false)
}

// PanBy moves the picture by dp.
func (m *Map) PanBy(dx, dy float32) {
	m.cam.Pan(dx, dy)
	m.update(false)
}

// ZoomAt zooms about a place of the view at once.
func (m *Map) ZoomAt(at fyne.Position, zoom float64) {
	m.cam.ZoomAt(at, zoom, MinZoom, MaxZoom)
	m.update(false)
}

func clamp(z float64) float64 { return math.Max(MinZoom, math.Min(MaxZoom, z)) }

// SetPoints replaces the marks.
func (m *Map) SetPoints(p Points) { m.edit(func(s *scene) { s.points = p }) }

// SetWay replaces the stops and the line between them.
func (m *Map) SetWay(stops []Stop, line []geo.Point) {
	m.edit(func(s *scene) { s.stops, s.line = stops, line })
}

// SetTrack shows where somebody walked; nil takes it away.
func (m *Map) SetTrack(track []geo.Point) { m.edit(func(s *scene) { s.track = track }) }

// SetPeople replaces the people.
func (m *Map) SetPeople(p []Person) { m.edit(func(s *scene) { s.people = p }) }

// SetFix shows where the device is; nil takes it away.
func (m *Map) SetFix(f *Fix) { m.edit(func(s *scene) { s.fix = f }) }

// SetCallout names a place; nil names none.
func (m *Map) SetCallout(c *Callout) { m.edit(func(s *scene) { s.callout = c }) }

// SetRing draws a circle on the ground; a radius of 0 takes it away.
func (m *Map) SetRing(at geo.Point, metres float64) {
	m.edit(func(s *scene) {
		if s.ring = nil; metres > 0 {
			s.ring = &ring{at, metres}
		}
	})
}

func (m *Map) edit(f func(*scene)) {
	s := *m.scene
	f(&s)
	m.scene = &s
	m.update(true)
}

// update lays everything out for the camera and, where it is wanted or the camera went
// too far, asks for another overlay.
func (m *Map) update(repaint bool) {
	if m.cam.Size.Width <= 0 || m.cam.Size.Height <= 0 || m.closed {
		return
	}
	m.layTiles()
	m.layOver()
	m.legend.scale(&m.cam)
	if repaint || m.stale() {
		m.asked = m.cam
		look := m.look
		m.painter.ask(order{cam: m.cam, px: m.pixel, scene: m.scene, look: &look, words: m.tiles.load.src})
	}
	if m.OnMove != nil {
		m.OnMove(m.cam)
	}
}

// stale tells whether the overlay asked for last no longer serves the camera.
func (m *Map) stale() bool {
	if m.asked.Zoom != m.cam.Zoom || m.asked.Size != m.cam.Size || m.asked.Datum != m.cam.Datum {
		return true
	}
	p := m.cam.ToScreen(m.asked.Centre)
	dx, dy := p.X-m.cam.Size.Width/2, p.Y-m.cam.Size.Height/2
	return math.Abs(float64(dx)) > margin*0.4 || math.Abs(float64(dy)) > margin*0.4
}

func (m *Map) layTiles() { m.tiles.show(m.tiles.lay(&m.cam), m.pixel) }

func (m *Map) tellState() {
	if m.OnState != nil {
		m.OnState(m.tiles.load.state())
	}
}

// apply shows an overlay that was painted.
func (m *Map) apply(s *sheet) {
	old, _ := m.over.Image.(*image.RGBA)
	m.sheet = s
	m.over.Image = s.img
	m.over.Show()
	m.layOver()
	canvas.Refresh(m.over)
	if old != nil && old != s.img {
		m.painter.release(old)
	}
}

// layOver puts the painted overlay where it belongs under the present camera.
func (m *Map) layOver() {
	s := m.sheet
	if s == nil || s.datum != m.cam.Datum {
		return
	}
	o, k := m.cam.Origin(), m.cam.Scale()
	f := float32(k / s.scale)
	m.over.Resize(fyne.NewSize(s.size.Width*f, s.size.Height*f))
	m.over.Move(fyne.NewPos(snap(float32((s.org.X-o.X)*k), m.pixel), snap(float32((s.org.Y-o.Y)*k), m.pixel)))
}
