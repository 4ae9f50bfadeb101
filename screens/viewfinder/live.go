package viewfinder

import (
	"image"
	"image/color"

	"dianqin/app/viewing"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// live is the picture with a chip over every number that it shows.
type live struct {
	widget.BaseWidget
	picture *canvas.Image
	ground  *canvas.Rectangle
	chips   []*ui.VerdictChip
	marks   []viewing.Mark
}

func newLive() *live {
	l := &live{picture: canvas.NewImageFromImage(image.NewGray(image.Rect(0, 0, 1, 1))), ground: canvas.NewRectangle(color.Black)}
	l.picture.FillMode = canvas.ImageFillContain
	l.picture.ScaleMode = canvas.ImageScaleFastest
	l.ExtendBaseWidget(l)
	return l
}

// set shows a frame. Chips are kept and filled again: a frame comes every few
// hundredths of a second.
func (l *live) set(f viewing.Frame) {
	l.picture.Image = f.Image
	l.marks = l.marks[:0]
	for _, m := range f.Marks {
		if m.Tone == "" {
			continue
		}
		i := len(l.marks)
		l.marks = append(l.marks, m)
		if i == len(l.chips) {
			l.chips = append(l.chips, ui.NewVerdictChip(show.Mark(m.Tone), last4(m.Number)))
		}
		l.chips[i].Set(show.Mark(m.Tone), last4(m.Number))
	}
	l.Refresh()
}

func last4(s string) string {
	if len(s) > 4 {
		return s[len(s)-4:]
	}
	return s
}

// CreateRenderer implements fyne.Widget.
func (l *live) CreateRenderer() fyne.WidgetRenderer { return &liveRenderer{l} }

type liveRenderer struct{ l *live }

func (r *liveRenderer) Destroy()           {}
func (r *liveRenderer) MinSize() fyne.Size { return fyne.NewSize(64, 64) }

func (r *liveRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.l.ground, r.l.picture}
	for i := range r.l.marks {
		all = append(all, r.l.chips[i])
	}
	return all
}

func (r *liveRenderer) Refresh() {
	r.Layout(r.l.Size())
	r.l.picture.Refresh()
	canvas.Refresh(r.l)
}

// Layout puts the chips over the places of the picture as it is fitted in.
func (r *liveRenderer) Layout(z fyne.Size) {
	r.l.ground.Resize(z)
	r.l.picture.Resize(z)
	b := r.l.picture.Image.Bounds()
	k := min(z.Width/float32(b.Dx()), z.Height/float32(b.Dy()))
	w, h := k*float32(b.Dx()), k*float32(b.Dy())
	for i, m := range r.l.marks {
		size := r.l.chips[i].MinSize()
		x := (z.Width-w)/2 + float32(m.X)*w - size.Width/2
		y := (z.Height-h)/2 + float32(m.Y)*h - size.Height
		r.l.chips[i].Resize(size)
		r.l.chips[i].Move(fyne.NewPos(min(max(x, 0), z.Width-size.Width), min(max(y, 0), z.Height-size.Height)))
	}
}

// halves lays the picture over the upper part and the results over the lower one,
// the bar on top of the picture.
type halves struct{}

// resultShare is how much of the height belongs to the results.
const resultShare = 0.56

func (*halves) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, 320) }

func (*halves) Layout(o []fyne.CanvasObject, z fyne.Size) {
	cut := z.Height * (1 - resultShare)
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(z.Width, cut+20)) // behind the round corners
	o[1].Move(fyne.NewPos(0, 0))
	o[1].Resize(fyne.NewSize(z.Width, o[1].MinSize().Height))
	o[2].Move(fyne.NewPos(0, cut))
	o[2].Resize(fyne.NewSize(z.Width, z.Height-cut))
}
