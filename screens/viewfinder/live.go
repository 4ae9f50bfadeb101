package viewfinder

import (
	"image/color"
	"time"

	"dianqin/app/viewing"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// live is the picture with an outline round every code that it shows, and a chip
// with its verdict.
type live struct {
	widget.BaseWidget
	picture  *ui.Film
	none     *ui.Block      // stands where there is no picture
	ring     *canvas.Circle // where it is sharpened
	outlines []*outline
	chips    []*ui.VerdictChip
	marks    []viewing.Mark
	word     func(seal.Tone) string
	aim      func(viewing.Point) // a press; nil where the camera cannot sharpen at a place
	wheel    func(up bool)       // the wheel of a mouse; nil where the camera cannot come nearer
	fit      func(aspect float64)
	clear    func() (top, bottom float32) // what lies over the picture above and below
}

var (
	_ fyne.Tappable   = (*live)(nil)
	_ fyne.Scrollable = (*live)(nil)
)

func newLive(word func(seal.Tone) string, fit func(aspect float64), clear func() (top, bottom float32)) *live {
	l := &live{picture: ui.NewFilm(), none: newNone(), ring: canvas.NewCircle(color.Transparent), word: word, fit: fit, clear: clear}
	l.ring.StrokeWidth = 3
	l.ring.Hide()
	l.ExtendBaseWidget(l)
	return l
}

// noneSize is the size of what stands where there is no picture.
const noneSize = 96

func newNone() *ui.Block {
	return ui.NewBlock(ui.Look{Fill: ui.ColScrim, Radius: noneSize / 2}, ui.Middle(ui.NewIcon(ui.IcCamera, noneSize/2, ui.ColOnScrim)))
}

// blank takes the picture away: one that stands still would say what is no more.
func (l *live) blank() {
	l.picture.Blank()
	l.none.Show()
	l.mark(nil)
}

// show shows a frame and gives the one before back.
func (l *live) show(f viewing.Frame) {
	l.picture.Play(f.Image, f.Free)
	l.none.Hide()
	l.mark(f.Marks)
}

// mark shows what stands in the picture. Chips and outlines are kept and filled again:
// a frame comes every few hundredths of a second.
func (l *live) mark(marks []viewing.Mark) {
	l.marks = marks
	for i, m := range marks {
		if i == len(l.chips) {
			l.chips = append(l.chips, ui.NewVerdictChip(ui.Unknown, "", ""))
			l.outlines = append(l.outlines, newOutline())
		}
		if m.Tone != "" {
			l.chips[i].Set(show.Mark(m.Tone), l.word(m.Tone), last4(m.Number))
		}
	}
	l.Refresh()
}

func last4(s string) string { return s[max(0, len(s)-4):] }

// Tapped implements fyne.Tappable.
func (l *live) Tapped(e *fyne.PointEvent) {
	seen := l.seen()
	if l.aim == nil || seen.x1 <= seen.x0 || seen.y1 <= seen.y0 {
		return
	}
	p := viewing.Point{X: float64((e.Position.X - seen.x0) / (seen.x1 - seen.x0)), Y: float64((e.Position.Y - seen.y0) / (seen.y1 - seen.y0))}
	if p.X < 0 || p.X > 1 || p.Y < 0 || p.Y > 1 {
		return
	}
	l.aim(p)
	l.ripple(e.Position)
}

// Scrolled implements fyne.Scrollable.
func (l *live) Scrolled(e *fyne.ScrollEvent) {
	if l.wheel != nil && e.Scrolled.DY != 0 {
		l.wheel(e.Scrolled.DY > 0)
	}
}

// The ring is a finger wide and goes within this.
const (
	ringSize = 64
	ringFor  = 700 * time.Millisecond
)

// ripple shows a ring that fades where a person pressed.
func (l *live) ripple(at fyne.Position) {
	l.ring.Resize(fyne.NewSquareSize(ringSize))
	l.ring.Move(at.SubtractXY(ringSize/2, ringSize/2))
	l.ring.Show()
	from := color.NRGBAModel.Convert(theme.Color(ui.ColOnScrim)).(color.NRGBA)
	fyne.NewAnimation(ringFor, func(done float32) {
		c := from
		c.A = uint8(float32(from.A) * (1 - done))
		l.ring.StrokeColor = c
		l.ring.Hidden = done >= 1
		l.ring.Refresh()
	}).Start()
}

// seen is where the picture is, in dp.
func (l *live) seen() rect {
	p, z := l.picture.Seen()
	return at(p.X, p.Y, z)
}

// CreateRenderer implements fyne.Widget.
func (l *live) CreateRenderer() fyne.WidgetRenderer { return &liveRenderer{l: l} }

type liveRenderer struct {
	l   *live
	all []fyne.CanvasObject
}

func (r *liveRenderer) Destroy()           {}
func (r *liveRenderer) MinSize() fyne.Size { return fyne.NewSize(64, 64) }

func (r *liveRenderer) Objects() []fyne.CanvasObject {
	r.all = append(r.all[:0], r.l.picture, r.l.none)
	for i := range r.l.marks {
		for _, e := range r.l.outlines[i].edges {
			r.all = append(r.all, e)
		}
	}
	for i, m := range r.l.marks {
		if m.Tone != "" {
			r.all = append(r.all, r.l.chips[i])
		}
	}
	return append(r.all, r.l.ring)
}

func (r *liveRenderer) Refresh() {
	r.place()
	canvas.Refresh(r.l)
}

// Layout fits the picture in.
func (r *liveRenderer) Layout(z fyne.Size) {
	r.l.picture.Resize(z)
	r.l.none.Resize(fyne.NewSquareSize(noneSize))
	r.l.none.Move(fyne.NewPos((z.Width-noneSize)/2, (z.Height-noneSize)/2))
	if z.Height > 0 {
		r.l.fit(float64(z.Width / z.Height))
	}
	r.place()
}

// place puts outlines round the codes of the picture as it is fitted in, and the
// chips beside them.
func (r *liveRenderer) place() {
	l, seen := r.l, r.l.seen()
	var of []int
	var about []rect
	var sizes []fyne.Size
	for i, m := range l.marks {
		var q [4]fyne.Position
		for k, c := range m.Corners {
			q[k] = fyne.NewPos(seen.x0+float32(c.X)*(seen.x1-seen.x0), seen.y0+float32(c.Y)*(seen.y1-seen.y0))
		}
		if m.Tone == "" {
			l.outlines[i].set(q, ui.ColOnScrim, thin)
			continue
		}
		l.outlines[i].set(q, show.Tone(m.Tone).Full(), thick)
		of, about, sizes = append(of, i), append(about, around(q)), append(sizes, l.chips[i].MinSize())
	}
	top, bottom := l.clear()
	room := rect{0, top, l.Size().Width, l.Size().Height - bottom}
	for k, c := range settle(room, about, sizes) {
		l.chips[of[k]].Resize(sizes[k])
		l.chips[of[k]].Move(fyne.NewPos(c.x0, c.y0))
	}
}
