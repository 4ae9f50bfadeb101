package evidence

import (
	"context"
	"image"
	"slices"

	"dianqin/app"
	"dianqin/app/evidence"
	"dianqin/app/evidence/photo"
	domain "dianqin/data/model/evidence"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// sketchSide is how many pixels the picture has along its longer side while a finger
// draws on it; what is kept is drawn anew on the copy.
const sketchSide = 1280

// Sketch is the page on which a person draws on a copy of a picture. Every stroke is
// kept at once: who comes back goes on where they were.
type Sketch struct {
	a       *app.App
	c       *ui.Context
	picture domain.Picture

	base    *image.RGBA
	strokes []photo.Stroke
	shape   photo.Shape
	ink     photo.Ink
	fault   error
	busy    bool
	board   *board
	place   *fyne.Container
	tools   *fyne.Container
}

// NewSketch makes the page.
func NewSketch(a *app.App, c *ui.Context, p domain.Picture) *Sketch {
	return &Sketch{a: a, c: c, picture: p, shape: photo.Arrow, ink: photo.Red}
}

// Title implements ui.Page.
func (s *Sketch) Title() string { return s.c.T("evidence.sketch", nil) }

// Subtitle implements ui.Subtitled.
func (s *Sketch) Subtitle() string { return s.c.T("evidence.sketch.how", nil) }

// Content implements ui.Page.
func (s *Sketch) Content() fyne.CanvasObject {
	s.board = newBoard(func() (photo.Shape, photo.Ink) { return s.shape, s.ink }, s.drawn)
	s.place, s.tools = container.NewStack(), ui.Col(8)
	s.paint()
	return ui.Frame(nil, ui.Inset(6, 8, 0, 8, s.tools), nil, nil, ui.NewBlock(ui.Look{Fill: ui.ColSunken}, s.place))
}

// Foot implements ui.Footed.
func (s *Sketch) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcCheck, s.c.T("evidence.sketch.save", nil), s.save)))
}

// OnShown implements ui.Shown.
func (s *Sketch) OnShown() {
	if s.base == nil {
		s.load()
	}
}

func (s *Sketch) load() {
	p := s.picture
	s.c.Go(func() func() {
		ctx := context.Background()
		base, err := s.a.Evidence.Load(ctx, evidence.Base(p), sketchSide)
		before, _ := s.a.Evidence.Strokes(ctx, p) // a broken draft is an empty one
		return func() {
			if s.fault = err; err == nil {
				s.base, s.strokes = base, before
			}
			s.paint()
		}
	})
}

// paint shows the picture with its strokes, and the tools.
func (s *Sketch) paint() {
	if s.place == nil {
		return
	}
	switch {
	case s.fault != nil:
		problem := show.Error(s.c.Words(), s.fault, false)
		problem.Action, problem.Do = s.c.T("common.retry", nil), s.load
		s.place.Objects = []fyne.CanvasObject{ui.Inset(24, ui.Edge, 24, ui.Edge, ui.Col(0, ui.NewProblem(problem), ui.Spring()))}
	case s.base == nil:
		s.place.Objects = []fyne.CanvasObject{ui.Middle(ui.NewText(s.c.T("evidence.loading", nil), ui.Small, ui.ColMuted))}
	default:
		s.board.set(s.base, s.strokes)
		s.place.Objects = []fyne.CanvasObject{s.board}
	}
	s.tools.Objects = []fyne.CanvasObject{s.toolRow()}
	s.place.Refresh()
	s.tools.Refresh()
}

// toolRow is what to draw, in which colour, and the way back.
func (s *Sketch) toolRow() fyne.CanvasObject {
	var cells []fyne.CanvasObject
	for _, t := range []struct {
		shape photo.Shape
		icon  ui.Glyph
	}{{photo.Arrow, ui.IcArrow}, {photo.Circle, ui.IcRing}, {photo.Line, ui.IcFreehand}} {
		cells = append(cells, ui.NewTool(t.icon, s.c.T("evidence.shape."+string(t.shape), nil), s.shape == t.shape, func() { s.shape = t.shape; s.paint() }))
	}
	for _, ink := range []photo.Ink{photo.Red, photo.Yellow} {
		cells = append(cells, s.inkTool(ink))
	}
	return ui.Cells(2, append(cells, ui.NewTool(ui.IcUndo, s.c.T("common.undo", nil), false, s.undo))...)
}

// inkTool is a colour as it will look, over its word.
func (s *Sketch) inkTool(ink photo.Ink) fyne.CanvasObject {
	fill, edge := ink.Colours()
	dot := canvas.NewCircle(fill)
	dot.StrokeColor, dot.StrokeWidth = edge, 2
	look, words := ui.Look{Radius: ui.Radius, Top: 8, Bottom: 6, Min: fyne.NewSize(ui.TouchMin, ui.RowHeight)}, ui.ColInk
	if s.ink == ink {
		look.Fill, words = ui.ColTint, ui.ColOnTint
	}
	return ui.NewTap(look, ui.Col(2, ui.Middle(ui.AtLeast(24, 24, dot)), ui.NewText(s.c.T("evidence.ink."+string(ink), nil), ui.Caption, words).Center()),
		func() { s.ink = ink; s.paint() })
}

// drawn takes a stroke that is finished.
func (s *Sketch) drawn(stroke photo.Stroke) { s.change(append(slices.Clone(s.strokes), stroke)) }

func (s *Sketch) undo() {
	if n := len(s.strokes); n > 0 {
		s.change(s.strokes[: n-1 : n-1])
	}
}

// OnKey implements ui.Keyed.
func (s *Sketch) OnKey(k fyne.KeyName) bool {
	if k != fyne.KeyBackspace && k != fyne.KeyDelete {
		return false
	}
	s.undo()
	return true
}

// OnRune implements ui.Keyed.
func (s *Sketch) OnRune(rune) bool { return false }

// change keeps what is drawn so far.
func (s *Sketch) change(strokes []photo.Stroke) {
	s.strokes = strokes
	s.paint()
	p := s.picture
	s.c.Go(func() func() {
		err := s.a.Evidence.SaveStrokes(context.Background(), p, strokes)
		return func() {
			if err != nil {
				s.c.Toast(show.Line(s.c.Words(), err))
			}
		}
	})
}

func (s *Sketch) save() {
	if s.busy {
		return
	}
	s.busy = true
	p, strokes := s.picture, s.strokes
	s.c.Go(func() func() {
		err := s.a.Evidence.Sketch(context.Background(), p, strokes)
		return func() {
			s.busy = false
			if err != nil {
				s.c.Toast(show.Line(s.c.Words(), err))
				return
			}
			s.c.Back()
			s.c.Toast(s.c.T("evidence.sketch.kept", nil))
		}
	})
}
