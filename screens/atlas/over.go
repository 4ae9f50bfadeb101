package atlas

import (
	"dianqin/data/model/geo"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

const (
	// panelShare is how much of the map a panel covers at most.
	panelShare = 0.52
	// scanRise is how far the phone's scan button stands into the page: what the law
	// asks to be read stays above it.
	scanRise float32 = 26
)

// over lays things over the map: a notice at the top, buttons at the right, a panel at
// the bottom, a cross-hair in the middle.
type over struct {
	all     *fyne.Container
	m       *slippy.Map
	clip    fyne.CanvasObject // of the map: its tiles reach beyond it
	phone   bool
	top     fyne.CanvasObject
	buttons fyne.CanvasObject
	panel   *fyne.Container
	cross   *fyne.Container
	want    func(width float32) float32 // the height of the panel
	pinned  func() (geo.Point, bool)    // what is to stay in the middle
}

func newOver(phone bool, m *slippy.Map, top, buttons fyne.CanvasObject) *over {
	o := &over{m: m, clip: container.NewClip(m), phone: phone, top: top, buttons: buttons, panel: ui.Col(0), cross: container.NewStack()}
	o.panel.Hide()
	o.cross.Hide()
	o.all = container.New(o, o.clip, o.cross, top, buttons, o.panel)
	return o
}

// MinSize implements fyne.Layout.
func (o *over) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, 200) }

// Layout implements fyne.Layout.
func (o *over) Layout(_ []fyne.CanvasObject, z fyne.Size) {
	foot := float32(0)
	if o.phone {
		foot = scanRise
	}
	if o.panel.Visible() {
		h := min(o.want(z.Width), z.Height*panelShare)
		put(o.panel, 0, z.Height-h, z.Width, h)
		foot = h
	}
	put(o.clip, 0, 0, z.Width, z.Height)
	put(o.m, 0, 0, z.Width, z.Height)
	at, pinned := o.pinned()
	o.m.SetFoot(foot)
	if pinned { // it stays where it stands, however high the panel is
		o.m.Centre(at)
	}
	if o.top.Visible() {
		w := min(z.Width-2*12, 520)
		put(o.top, (z.Width-w)/2, 8, w, ui.HeightAt(o.top, w))
	}
	b := o.buttons.MinSize()
	put(o.buttons, z.Width-b.Width-12, max(8, z.Height-foot-b.Height-legendRoom), b.Width, b.Height)
	c := o.cross.MinSize()
	put(o.cross, (z.Width-c.Width)/2, (z.Height-foot-c.Height)/2, c.Width, c.Height)
}

// legendRoom is what attribution and scale take at the bottom, in dp.
const legendRoom float32 = 52

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// relay lays everything out after something came or went.
func (o *over) relay() {
	o.Layout(nil, o.all.Size())
	o.all.Refresh()
}

// buttons are what a thumb reaches: nearer, farther, where one is.
func (p *Page) buttons() fyne.CanvasObject {
	one := func(g ui.Glyph, do func()) fyne.CanvasObject {
		return ui.NewTap(ui.Look{Fill: ui.ColSurface, Stroke: ui.ColLine, Radius: 12, Raised: true, Min: fyne.NewSquareSize(ui.TouchMin)},
			ui.Middle(ui.NewIcon(g, 24, ui.ColInk)), do)
	}
	return ui.Col(ui.Gap, one(ui.IcPlus, func() { p.grabbed(); p.m.ZoomBy(1) }), one(ui.IcMinus, func() { p.grabbed(); p.m.ZoomBy(-1) }),
		ui.Space(0, 4), one(ui.IcTarget, p.locate))
}

// OnKey implements ui.Keyed: arrows move the map, Home shows where one is.
func (p *Page) OnKey(k fyne.KeyName) bool {
	const step = 120
	if p.m == nil {
		return false
	}
	switch k {
	case fyne.KeyLeft:
		p.m.PanBy(step, 0)
	case fyne.KeyRight:
		p.m.PanBy(-step, 0)
	case fyne.KeyUp:
		p.m.PanBy(0, step)
	case fyne.KeyDown:
		p.m.PanBy(0, -step)
	case fyne.KeyHome:
		p.locate()
		return true
	default:
		return false
	}
	p.grabbed()
	return true
}

// OnRune implements ui.Keyed: + and - zoom.
func (p *Page) OnRune(r rune) bool {
	switch r {
	case '+', '=':
		p.m.ZoomBy(1)
	case '-', '_':
		p.m.ZoomBy(-1)
	default:
		return false
	}
	p.grabbed()
	return true
}
