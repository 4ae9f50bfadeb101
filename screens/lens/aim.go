package lens

import (
	"context"

	"dianqin/app"
	"dianqin/app/viewing"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Aim is a page that is the camera's picture: the way back over it, why there is no
// picture in its place, and a foot below.
type Aim struct {
	*Lens
	None string // key of what to do where there is no camera; empty: what the problem says itself

	foot  func() fyne.CanvasObject
	film  *ui.Film
	over  *fyne.Container
	below *fyne.Container
	whole fyne.CanvasObject
}

// NewAim makes the page. run looks through the view until its context ends; foot is made
// anew whenever the state is another.
func NewAim(c *ui.Context, view *viewing.Viewing, run func(context.Context) error, foot func() fyne.CanvasObject) *Aim {
	p := &Aim{foot: foot}
	p.Lens = New(c, view, run, p.changed)
	return p
}

// Content is the whole page.
func (p *Aim) Content(back func()) fyne.CanvasObject {
	p.film = ui.NewFilm()
	p.over, p.below = container.NewStack(), ui.Col(0)
	p.Paint()
	picture := container.NewStack(p.film, p.over,
		ui.Col(0, ui.Inset(10, 10, 0, 10, ui.Row(0, ui.NewScrimButton(ui.IcBack, back), ui.Spring())), ui.Spring()))
	p.whole = ui.Frame(nil, ui.NewBlock(ui.Look{Fill: ui.ColSurface}, p.below), nil, nil, picture)
	return p.whole
}

// OnShown opens the camera.
func (p *Aim) OnShown(a *app.App) {
	p.Lens.OnShown(a, func(f viewing.Frame) { p.film.Play(f.Image, f.Free) })
}

// OnHidden closes it.
func (p *Aim) OnHidden() {
	p.Lens.OnHidden()
	p.film.Blank()
}

func (p *Aim) changed() {
	if p.State().Fault != nil {
		p.film.Blank() // one that stands still would say what is no more
	}
	p.Paint()
}

// Paint shows what can be done now.
func (p *Aim) Paint() {
	if p.below == nil {
		return
	}
	p.over.Objects = nil
	if fault := p.State().Fault; fault != nil {
		problem := p.Problem()
		if p.None != "" && show.Code(fault) == "camera.none" {
			problem.Todo = p.c.T(p.None, nil)
		}
		p.over.Objects = []fyne.CanvasObject{ui.Inset(72, ui.Edge, ui.Edge, ui.Edge, ui.Col(0, ui.NewProblem(problem), ui.Spring()))}
	}
	p.below.Objects = []fyne.CanvasObject{p.foot()}
	p.over.Refresh()
	p.below.Refresh()
	if p.whole != nil { // the foot may be higher now
		p.whole.Refresh()
	}
}
