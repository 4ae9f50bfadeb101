package atlas

import (
	"strings"

	"dianqin/app/atlas"
	"dianqin/chart/cluster"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// layers says which layers are shown, a bit each.
type layers uint8

// The layers, in the order in which they are offered.
const (
	layerTasks layers = 1 << iota
	layerCustomers
	layerBoxes
	layerAreas
	layerPeople
)

// layerNames are the words of the layers ("map.layer." and this), and what is remembered.
func layerNames() []struct {
	layer layers
	name  string
	icon  ui.Glyph
} {
	return []struct {
		layer layers
		name  string
		icon  ui.Glyph
	}{
		{layerTasks, "tasks", ui.IcToday}, {layerCustomers, "customers", ui.IcPerson}, {layerBoxes, "boxes", ui.IcBox},
		{layerAreas, "areas", ui.IcBolt}, {layerPeople, "people", ui.IcPeople},
	}
}

func (l layers) has(one layers) bool { return l&one != 0 }

// layersChoice is the name under which the layers are remembered.
const layersChoice = "atlas.layers"

// recalled are the layers as they were left.
func recalled(c *ui.Context) layers {
	kept := c.Memory().Recall(layersChoice)
	if kept == "" {
		return layerTasks | layerCustomers | layerPeople
	}
	var on layers
	for _, n := range layerNames() {
		if strings.Contains(kept, n.name) {
			on |= n.layer
		}
	}
	return on
}

func (l layers) String() string {
	var on []string
	for _, n := range layerNames() {
		if l.has(n.layer) {
			on = append(on, n.name)
		}
	}
	if len(on) == 0 {
		return "none"
	}
	return strings.Join(on, " ")
}

// marks are the points of the layers that are shown, as one.
type marks struct {
	points []atlas.Point
	index  *cluster.Index
}

// merge gathers the layers that are shown. One layer has its index already; several are
// gathered anew, or the circles of one would lie on those of another.
func merge(all *atlas.Points, on layers) marks {
	if all == nil {
		return marks{}
	}
	var shown []*atlas.Layer
	for _, l := range []struct {
		layer layers
		of    *atlas.Layer
	}{{layerCustomers, &all.Customers}, {layerBoxes, &all.Boxes}, {layerAreas, &all.Areas}} {
		if on.has(l.layer) && len(l.of.Points) > 0 {
			shown = append(shown, l.of)
		}
	}
	switch len(shown) {
	case 0:
		return marks{}
	case 1:
		return marks{shown[0].Points, shown[0].Index}
	}
	var m marks
	for _, l := range shown {
		m.points = append(m.points, l.Points...)
	}
	pts := make([]cluster.Point, len(m.points))
	for i, p := range m.points {
		w := geo.Project(p.At)
		pts[i] = cluster.Point{X: w.X, Y: w.Y, Rank: uint8(p.Tone)}
	}
	m.index = cluster.Build(pts, cluster.Default)
	return m
}

// slippy is the marks as the widget takes them: a tone of the records is a rank of the map.
func (m marks) slippy() slippy.Points {
	if m.index == nil {
		return slippy.Points{}
	}
	return slippy.Points{Index: m.index, ShapeOf: func(i int) slippy.Shape { return shapeOf(m.points[i].Kind) }}
}

func shapeOf(k model.Kind) slippy.Shape {
	switch k {
	case model.KindBox:
		return slippy.Square
	case model.KindArea:
		return slippy.Six
	}
	return slippy.Round
}

// turn shows a layer or hides it.
func (p *Page) turn(l layers) {
	p.on ^= l
	p.c.Memory().Remember(layersChoice, p.on.String())
	p.panel.paint()
	if l == layerPeople {
		p.showPersons()
		p.watch()
	}
	all, on := p.all, p.on
	p.c.Go(func() func() {
		m := merge(all, on)
		return func() {
			if on == p.on {
				p.marks = m
				p.show()
			}
		}
	})
}

// openLayers lists the layers, what their colours say, and the grounds.
func (p *Page) openLayers() {
	p.open(&sheet{title: p.word("map.layers"), parts: p.layerParts})
}

func (p *Page) layerParts() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, n := range layerNames() {
		if n.layer == layerPeople && !p.mayWatch() {
			continue
		}
		rows = append(rows, ui.NewCheckRow(p.c.T("map.layer."+n.name, nil), p.on.has(n.layer), func() { p.turn(n.layer) }))
	}
	parts := []fyne.CanvasObject{ui.Group(rows...)}
	if age := p.asOf(); age != nil {
		parts = append(parts, age)
	}
	parts = append(parts, p.key())
	if len(p.grounds) > 1 {
		var names []string
		for _, g := range p.grounds {
			names = append(names, p.groundName(g))
		}
		parts = append(parts, ui.NewSectionTitle(p.c.T("map.base", nil)), ui.NewChoices(names, p.at(), func(i int) {
			p.lie(p.grounds[i].Kind)
			p.panel.paint()
		}))
	}
	if p.lead.Packs != nil {
		parts = append(parts, ui.NewTonal(ui.IcPack, p.c.T("map.packs", nil), p.lead.Packs))
	}
	return parts
}

// key says what the colours of the marks mean.
func (p *Page) key() fyne.CanvasObject {
	one := func(tone ui.Tone, icon ui.Glyph, key string) fyne.CanvasObject {
		return ui.Row(6, ui.NewDisc(icon, 22, tone.Full(), tone.OnFull()), ui.Grow(ui.NewText(p.c.T(key, nil), ui.Small, ui.ColInk).Wrap()))
	}
	return ui.Col(4,
		ui.Cells(ui.Gap, one(ui.ToneWrong, ui.IcCross, "map.key.fault"), one(ui.ToneLook, ui.IcBang, "map.key.owes")),
		ui.Cells(ui.Gap, one(ui.TonePrimary, ui.IcRing, "map.key.due"), one(ui.ToneCalm, "", "map.key.quiet")))
}
