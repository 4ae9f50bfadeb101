package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Chip is one filter: a word, how many it leaves, whether it is on.
type Chip struct {
	Word  string
	Count string
	On    bool
}

// FilterBar is a row of chips that slides sideways under a finger or a wheel
// where it is longer than the screen.
type FilterBar struct {
	widget.BaseWidget
	do   func(i int)
	row  *fyne.Container
	clip *container.Clip
}

var (
	_ fyne.Draggable  = (*FilterBar)(nil)
	_ fyne.Scrollable = (*FilterBar)(nil)
)

// NewFilterBar calls do with the index of a chip that was pressed.
func NewFilterBar(chips []Chip, do func(i int)) *FilterBar {
	f := &FilterBar{do: do, row: Row(6)}
	f.clip = container.NewClip(container.NewWithoutLayout(f.row))
	f.ExtendBaseWidget(f)
	f.Set(chips)
	return f
}

// Set shows other chips, counts or choices; the bar stays where it was slid to.
func (f *FilterBar) Set(chips []Chip) {
	f.row.Objects = nil
	for i, c := range chips {
		f.row.Add(NewChip(c, func() { f.do(i) }))
	}
	f.slide(0)
	f.Refresh()
}

// Dragged implements fyne.Draggable.
func (f *FilterBar) Dragged(e *fyne.DragEvent) { f.slide(e.Dragged.DX) }

// DragEnd implements fyne.Draggable.
func (f *FilterBar) DragEnd() {}

// Scrolled implements fyne.Scrollable; an upright wheel slides too.
func (f *FilterBar) Scrolled(e *fyne.ScrollEvent) { f.slide(e.Scrolled.DX + e.Scrolled.DY) }

// slide moves the row, never beyond its ends.
func (f *FilterBar) slide(by float32) {
	m := f.row.MinSize()
	x := max(min(f.row.Position().X+by, 0), min(0, f.Size().Width-m.Width))
	place(f.row, x, 0, m.Width, max(m.Height, f.Size().Height))
}

// CreateRenderer implements fyne.Widget.
func (f *FilterBar) CreateRenderer() fyne.WidgetRenderer { return &filterRenderer{f} }

type filterRenderer struct{ f *FilterBar }

func (r *filterRenderer) Destroy()                     {}
func (r *filterRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.f.clip} }
func (r *filterRenderer) MinSize() fyne.Size           { return fyne.NewSize(TouchMin, r.f.row.MinSize().Height) }
func (r *filterRenderer) Refresh()                     { r.f.clip.Refresh() }
func (r *filterRenderer) Layout(z fyne.Size) {
	r.f.clip.Resize(z)
	r.f.slide(0)
}

// NewChip is a filter that is on or off. What is painted is 36 high, what takes the finger 48.
func NewChip(c Chip, do func()) *Tap {
	look, ink, role := Look{Fill: ColSurface, Stroke: ColLine, Radius: 18, Left: 11, Right: 11}, ColMuted, Small
	if c.On {
		look.Fill, look.Stroke, ink, role = ColTint, "", ColOnTint, SmallBold
	}
	parts := []fyne.CanvasObject{NewText(c.Word, role, ink)}
	if c.Count != "" {
		parts = append(parts, NewText(c.Count, SmallBold, ink))
	}
	look.Min = fyne.NewSize(0, 36)
	return NewTap(Look{}, MidV(NewBlock(look, Middle(Row(6, parts...)))), do)
}
