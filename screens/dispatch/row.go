package dispatch

import (
	"strings"

	appwork "dianqin/app/work"
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// dayRow is a person and their day, filled again and again.
type dayRow struct {
	widget.BaseWidget
	p      *Page
	day    appwork.PersonDay
	ground *ui.Block
	name   *ui.Text
	sub    *ui.Text
	track  *ui.Block
	load   *ui.Block
	line   fyne.CanvasObject
	order  *ui.Tap  // the day on the map, where its order is changed
	blocks []*block // of which as many are shown as the day has
	sheet  *fyne.Container
}

func newDayRow(p *Page) *dayRow {
	r := &dayRow{p: p, ground: ui.NewBlock(ui.Look{Radius: 8}, ui.Space(0, 0)),
		name: ui.NewText("", ui.SmallBold, ui.ColInk).Clip(), sub: ui.NewText("", ui.Caption, ui.ColMuted).Clip(),
		track: ui.NewBlock(ui.Look{Fill: ui.ColTrack, Stroke: ui.ColLine, Radius: 3}, ui.Space(0, 0)),
		load:  ui.NewBlock(ui.Look{Radius: 3}, ui.Space(0, 0)), line: ui.Hairline()}
	r.order = ui.NewTap(ui.Look{Radius: 8}, ui.Middle(ui.NewIcon(ui.IcSort, 20, ui.ColPrimary)), func() { p.lead.Day(r.day.Person) })
	r.sheet = container.New(&rowFace{r}, r.fixed()...)
	r.ExtendBaseWidget(r)
	return r
}

func (r *dayRow) fixed() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.line, r.name, r.sub, r.track, r.load, r.order}
}

// CreateRenderer implements fyne.Widget.
func (r *dayRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.sheet) }

// Tapped implements fyne.Tappable: beside a task there is nothing to press, and
// the list must not take the keys.
func (r *dayRow) Tapped(*fyne.PointEvent) { r.p.c.Unfocus() }

// set shows the i-th person.
func (r *dayRow) set(i int) {
	d := r.p.board.People[i]
	r.day = d
	r.order.Hidden = !r.p.laid(d)
	r.name.Set(d.Person.Name)
	r.sub.Set(r.about())
	r.sub.SetColour(r.ink())
	r.load.Restyle(ui.Look{Fill: loadTone(d.Load()).Full(), Radius: 3})
	look := ui.Look{Radius: 8}
	if c := r.p.carry; c != nil && c.target == i {
		look.Fill, look.Stroke, look.Line = ui.TonePrimary.Wash(), ui.ColPrimary, ui.SizeFrame
	}
	r.ground.Restyle(look)
	for len(r.blocks) < len(d.Blocks) {
		r.blocks = append(r.blocks, newBlock(r.p))
	}
	r.sheet.Objects = r.fixed()
	for j, b := range d.Blocks {
		r.blocks[j].set(b)
		r.sheet.Objects = append(r.sheet.Objects, r.blocks[j])
	}
	r.sheet.Layout.Layout(r.sheet.Objects, r.sheet.Size())
	r.sheet.Refresh()
}

// ink warns of what is late and of a device that does not sync.
func (r *dayRow) ink() fyne.ThemeColorName {
	s, amiss := r.p.health[r.day.Person.ID]
	switch {
	case r.day.Late > 0:
		return ui.ToneWrong.OnWash()
	case amiss:
		return s.Tone.OnWash()
	}
	return ui.ColMuted
}

// about says below the name how the device syncs where that is not well, what is
// late, how far it is.
func (r *dayRow) about() string {
	c, d := r.p.c, r.day
	var parts []string
	if s, amiss := r.p.health[d.Person.ID]; amiss {
		parts = append(parts, s.Word)
	}
	if d.Late > 0 {
		parts = append(parts, c.N("dispatch.late", d.Late, nil))
	}
	if d.DistanceM > 0 {
		parts = append(parts, c.Words().Distance(d.DistanceM))
	}
	if len(parts) == 0 {
		parts = append(parts, c.N("dispatch.open", d.Open, nil))
	}
	return strings.Join(parts, " · ")
}

// loadTone is calm up to nine tenths of a day, a warning up to a whole one.
func loadTone(load float32) ui.Tone {
	switch {
	case load > 1:
		return ui.ToneWrong
	case load > 0.9:
		return ui.ToneLook
	}
	return ui.ToneRight
}

// rowFace lays out a dayRow.
type rowFace struct{ r *dayRow }

// MinSize implements fyne.Layout.
func (*rowFace) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, rowHeight(1)) }

// Layout implements fyne.Layout.
func (f *rowFace) Layout(_ []fyne.CanvasObject, z fyne.Size) {
	r := f.r
	place(r.ground, 4, 1, z.Width-8, z.Height-2)
	place(r.line, 14, z.Height-1, z.Width-28, 1)
	name, sub := r.name.MinSize().Height, r.sub.MinSize().Height
	wide := scaled(nameWidth) - 28
	top := (z.Height - name - sub - 12) / 2
	short := wide
	if r.order.Visible() {
		short -= 30
		place(r.order, scaled(nameWidth)-ui.TouchMin-4, max(0, top+name/2-ui.TouchMin/2), ui.TouchMin, ui.TouchMin)
	}
	place(r.name, 14, top, short, name)
	place(r.sub, 14, top+name, wide, sub)
	place(r.track, 14, top+name+sub+6, wide, 6)
	place(r.load, 14, top+name+sub+6, wide*min(1, r.day.Load()), 6)
	high := laneHeight
	if r.day.Lanes <= 1 {
		high = min(aloneHeight, z.Height-rowRoom)
	}
	all := float32(r.day.Lanes)*(high+2) - 2
	for j, b := range r.day.Blocks {
		if j >= len(r.blocks) {
			break
		}
		x := across(z.Width, b.From) + 1
		place(r.blocks[j], x, (z.Height-all)/2+float32(b.Lane)*(high+2), across(z.Width, b.To)-x-1, high)
	}
}

// block is a task in a person's day.
type block struct {
	grip
	at   appwork.Block
	box  *ui.Block
	icon *ui.Icon
	word *ui.Text
}

func newBlock(p *Page) *block {
	b := &block{grip: grip{p: p}, icon: ui.NewIcon(ui.IcSheet, 14, ui.ColMuted), word: ui.NewText("", ui.CaptionBold, ui.ColInk)}
	b.self = b
	b.box = ui.NewBlock(ui.Look{Radius: 6}, container.New(&face{b}, b.icon, b.word))
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *block) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.box) }

func (b *block) set(at appwork.Block) {
	b.task, b.at = at.Task, at
	tone, icon := toneOf(at)
	look := ui.Look{Fill: tone.Wash(), Stroke: tone.Full(), Radius: 6}
	if tone == ui.ToneCalm {
		look.Stroke = ui.ColFaint
	}
	look = frameOf(b.p, at.Task.ID, look)
	ink := tone.OnWash()
	if b.p.chosen[at.Task.ID] {
		icon, ink = ui.IcCheck, ui.TonePrimary.OnWash()
	}
	b.icon.Set(icon, ink)
	b.word.SetColour(ink)
	b.word.Set(b.p.c.T("dispatch.kind."+string(at.Task.Kind), nil))
	b.box.Restyle(look)
}

// toneOf is colour and icon of a state: the icon of a task to be done is its kind's.
func toneOf(b appwork.Block) (ui.Tone, ui.Glyph) {
	switch {
	case b.Task.State == work.Done:
		return ui.ToneRight, ui.IcCheck
	case b.Late:
		return ui.ToneWrong, ui.IcAlert
	case b.Task.State == work.Started:
		return ui.TonePrimary, ui.IcPen
	}
	return ui.ToneCalm, show.KindIcon(b.Task.Kind)
}

// face lays icon and word of a block: one above the other where it is high, side by
// side where it is wide, the word alone where it is neither.
type face struct{ b *block }

// MinSize implements fyne.Layout.
func (*face) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(8, 8) }

// Layout implements fyne.Layout.
func (f *face) Layout(_ []fyne.CanvasObject, z fyne.Size) {
	const edge = 5
	icon, word := f.b.icon.MinSize(), f.b.word.MinSize()
	room := z.Width - 2*edge
	beside := room >= icon.Width+4+word.Width
	f.b.word.Hidden = room < word.Width
	above := !beside && !f.b.word.Hidden && z.Height >= icon.Height+word.Height+4
	f.b.icon.Hidden = !beside && !above && !f.b.word.Hidden
	switch {
	case beside:
		place(f.b.icon, edge, (z.Height-icon.Height)/2, icon.Width, icon.Height)
		place(f.b.word, edge+icon.Width+4, (z.Height-word.Height)/2, word.Width, word.Height)
	case above:
		top := (z.Height - icon.Height - word.Height) / 2
		place(f.b.icon, edge, top, icon.Width, icon.Height)
		place(f.b.word, edge, top+icon.Height, word.Width, word.Height)
	default:
		place(f.b.icon, (z.Width-icon.Width)/2, (z.Height-icon.Height)/2, icon.Width, icon.Height)
		place(f.b.word, edge, (z.Height-word.Height)/2, word.Width, word.Height)
	}
}
