package evidence

import (
	"image"

	"dianqin/app/evidence/photo"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/widget"
)

// board is a picture to draw on, with a finger or a mouse. It shows what photo draws,
// so that what is seen is what is kept.
type board struct {
	widget.BaseWidget
	pen  func() (photo.Shape, photo.Ink)
	done func(photo.Stroke)

	under   *image.RGBA // the picture with all finished strokes
	work    *image.RGBA // and the one that is being drawn
	shown   *canvas.Image
	stroke  *photo.Stroke
	pressed *fyne.Position // where the finger came down
}

var (
	_ fyne.Draggable    = (*board)(nil)
	_ desktop.Mouseable = (*board)(nil)
	_ mobile.Touchable  = (*board)(nil)
)

func newBoard(pen func() (photo.Shape, photo.Ink), done func(photo.Stroke)) *board {
	b := &board{pen: pen, done: done, shown: canvas.NewImageFromImage(nil)}
	b.shown.FillMode, b.shown.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleFastest
	b.ExtendBaseWidget(b)
	return b
}

// set shows a picture and the strokes on it.
func (b *board) set(base *image.RGBA, strokes []photo.Stroke) {
	if b.under == nil || b.under.Rect != base.Rect {
		b.under, b.work = image.NewRGBA(base.Rect), image.NewRGBA(base.Rect)
	}
	copy(b.under.Pix, base.Pix)
	photo.Draw(b.under, strokes)
	b.show()
}

func (b *board) show() {
	copy(b.work.Pix, b.under.Pix)
	if b.stroke != nil {
		photo.Draw(b.work, []photo.Stroke{*b.stroke})
	}
	b.shown.Image = b.work
	b.shown.Refresh()
}

// at is a place of the widget as shares of the picture, the nearest one in it.
func (b *board) at(p fyne.Position) photo.Point {
	size := b.Size()
	w, h := float32(b.under.Rect.Dx()), float32(b.under.Rect.Dy())
	scale := min(size.Width/w, size.Height/h)
	share := func(at, room, long float32) float64 { return float64(max(0, min(1, (at-(room-long)/2)/long))) }
	return photo.Point{X: share(p.X, size.Width, w*scale), Y: share(p.Y, size.Height, h*scale)}
}

// Dragged implements fyne.Draggable. The toolkit tells of a drag only after some way:
// where it began is where the finger came down.
func (b *board) Dragged(e *fyne.DragEvent) {
	if b.under == nil {
		return
	}
	if b.stroke == nil {
		from := e.Position.Subtract(fyne.NewPos(e.Dragged.DX, e.Dragged.DY))
		if b.pressed != nil {
			from = *b.pressed
		}
		shape, ink := b.pen()
		b.stroke = &photo.Stroke{Shape: shape, Ink: ink, Points: []photo.Point{b.at(from)}}
	}
	if b.stroke.Shape == photo.Line || len(b.stroke.Points) == 1 {
		b.stroke.Points = append(b.stroke.Points, b.at(e.Position))
	} else { // an arrow and a circle have a beginning and an end
		b.stroke.Points[1] = b.at(e.Position)
	}
	b.show()
}

// DragEnd implements fyne.Draggable.
func (b *board) DragEnd() {
	b.pressed = nil
	if b.stroke == nil {
		return
	}
	s := *b.stroke
	b.stroke = nil
	b.done(s)
}

// MouseDown implements desktop.Mouseable.
func (b *board) MouseDown(e *desktop.MouseEvent) { b.press(e.Position) }

// MouseUp implements desktop.Mouseable.
func (b *board) MouseUp(*desktop.MouseEvent) {}

// TouchDown implements mobile.Touchable.
func (b *board) TouchDown(e *mobile.TouchEvent) { b.press(e.Position) }

// TouchUp implements mobile.Touchable.
func (b *board) TouchUp(*mobile.TouchEvent) {}

// TouchCancel implements mobile.Touchable.
func (b *board) TouchCancel(*mobile.TouchEvent) { b.pressed, b.stroke = nil, nil }

func (b *board) press(p fyne.Position) { b.pressed = &p }

// CreateRenderer implements fyne.Widget.
func (b *board) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.shown) }

// MinSize implements fyne.Widget.
func (b *board) MinSize() fyne.Size { return fyne.NewSize(48, 48) }
