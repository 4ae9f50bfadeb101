package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Progress is one horizontal bar: a share of a whole in a tone, on a track, with an optional mark.
type Progress struct {
	widget.BaseWidget
	parts  []Part
	mark   float32
	height float32
}

// Part is a share (0 to 1) of a Progress.
type Part struct {
	Share float32
	Tone  Tone
}

// NewProgress draws the parts one after the other; mark (0 to 1) is a limit, 0 for none.
func NewProgress(height, mark float32, parts ...Part) *Progress {
	m := &Progress{parts: parts, mark: mark, height: height}
	m.ExtendBaseWidget(m)
	return m
}

// CreateRenderer implements fyne.Widget.
func (m *Progress) CreateRenderer() fyne.WidgetRenderer {
	r := &progressRenderer{m: m, track: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil)}
	r.all = append(r.all, r.track)
	for range m.parts {
		o := canvas.NewRectangle(nil)
		r.parts = append(r.parts, o)
		r.all = append(r.all, o)
	}
	r.all = append(r.all, r.mark)
	r.Refresh()
	return r
}

type progressRenderer struct {
	m           *Progress
	track, mark *canvas.Rectangle
	parts       []*canvas.Rectangle
	all         []fyne.CanvasObject
}

func (r *progressRenderer) Destroy()                     {}
func (r *progressRenderer) Objects() []fyne.CanvasObject { return r.all }
func (r *progressRenderer) MinSize() fyne.Size           { return fyne.NewSize(24, r.m.height) }

func (r *progressRenderer) Layout(z fyne.Size) {
	top := (z.Height - r.m.height) / 2
	r.track.Move(fyne.NewPos(0, top))
	r.track.Resize(fyne.NewSize(z.Width, r.m.height))
	x := float32(0)
	for i, p := range r.m.parts {
		w := z.Width * p.Share
		r.parts[i].Move(fyne.NewPos(x, top))
		r.parts[i].Resize(fyne.NewSize(max(0, w-float32(2*sign(len(r.m.parts)-1-i))), r.m.height))
		x += w
	}
	r.mark.Move(fyne.NewPos(z.Width*r.m.mark-1, top-3))
	r.mark.Resize(fyne.NewSize(2, r.m.height+6))
}

func sign(i int) int {
	if i > 0 {
		return 1
	}
	return 0
}

func (r *progressRenderer) Refresh() {
	radius := r.m.height / 2
	r.track.FillColor, r.track.CornerRadius = colour(ColTrack), min(radius, 4)
	if colour(ColTrack) == colour(ColSurface) { // sunlight: an outline instead of a grey
		r.track.StrokeColor, r.track.StrokeWidth = colour(ColLine), 1
	} else {
		r.track.StrokeWidth = 0
	}
	r.track.Refresh()
	for i, p := range r.m.parts {
		r.parts[i].FillColor, r.parts[i].CornerRadius = colour(p.Tone.Full()), min(radius, 4)
		r.parts[i].Refresh()
	}
	r.mark.FillColor, r.mark.Hidden = colour(ColInk), r.m.mark == 0
	r.mark.Refresh()
}
