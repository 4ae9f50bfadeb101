package evidence

import (
	"context"

	"dianqin/app"
	"dianqin/app/evidence"
	"dianqin/app/viewing"
	"dianqin/screens/lens"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Shoot is the page on which a person aims and takes a picture, with the camera that
// scans. It closes itself when the picture is on the disk.
//
//	opening --running--> aiming --shutter--> keeping --kept--> back
//	   '--> fault: see lens     ^---what went wrong---'
type Shoot struct {
	show.Acts
	a       *app.App
	c       *ui.Context
	view    *viewing.Viewing
	lens    *lens.Lens
	subject evidence.Subject
	then    func() // after the page is closed with a picture; may be nil

	busy  bool
	film  *ui.Film
	foot  *fyne.Container
	over  *fyne.Container
	whole fyne.CanvasObject
}

// NewShoot makes the page.
func NewShoot(a *app.App, c *ui.Context, view *viewing.Viewing, s evidence.Subject, then func()) *Shoot {
	page := &Shoot{a: a, c: c, view: view, subject: s, then: then}
	page.lens = lens.New(c, view, view.Look, page.changed)
	page.Acts = show.NewActs(c, page.leave)
	return page
}

// Title implements ui.Page.
func (s *Shoot) Title() string { return s.c.T("evidence.take", nil) }

// Bare implements ui.Bare: the picture fills the window.
func (s *Shoot) Bare() bool { return true }

// Content implements ui.Page.
func (s *Shoot) Content() fyne.CanvasObject {
	s.film = ui.NewFilm()
	s.foot, s.over = ui.Col(0), container.NewStack()
	s.paint()
	picture := container.NewStack(s.film, s.over,
		ui.Col(0, ui.Inset(10, 10, 0, 10, ui.Row(0, ui.NewScrimButton(ui.IcBack, s.c.Back), ui.Spring())), ui.Spring()))
	s.whole = ui.Frame(nil, ui.NewBlock(ui.Look{Fill: ui.ColSurface}, s.foot), nil, nil, picture)
	return s.whole
}

// OnShown implements ui.Shown: the camera opens.
func (s *Shoot) OnShown() {
	s.lens.OnShown(s.a, func(f viewing.Frame) { s.film.Play(f.Image, f.Free) })
}

// OnHidden implements ui.Hidden: the camera closes.
func (s *Shoot) OnHidden() {
	s.lens.OnHidden()
	s.film.Blank()
}

func (s *Shoot) changed() {
	if s.lens.State().Fault != nil {
		s.film.Blank() // one that stands still would say what is no more
	}
	s.paint()
}

// paint shows what can be done now.
func (s *Shoot) paint() {
	if s.foot == nil {
		return
	}
	s.over.Objects = nil
	if s.lens.State().Fault != nil {
		problem := s.lens.Problem()
		if show.Code(s.lens.State().Fault) == "camera.none" {
			problem.Todo = s.c.T("evidence.nocamera", nil)
		}
		s.over.Objects = []fyne.CanvasObject{ui.Inset(72, ui.Edge, ui.Edge, ui.Edge, ui.Col(0, ui.NewProblem(problem), ui.Spring()))}
	}
	s.foot.Objects = []fyne.CanvasObject{ui.Inset(4, 12, 10, 12, ui.Col(4, s.tools()...))}
	s.over.Refresh()
	s.foot.Refresh()
	if s.whole != nil { // the foot may be higher now
		s.whole.Refresh()
	}
}

// tools are what the camera can do, and the shutter when it runs.
func (s *Shoot) tools() []fyne.CanvasObject {
	c, now := s.c, s.lens.State()
	var out []fyne.CanvasObject
	if row := s.lens.Tools(); len(row) > 0 {
		out = append(out, ui.Cells(4, row...))
	}
	switch {
	case s.busy:
		return append(out, ui.AtLeast(0, ui.Action, ui.Middle(ui.NewText(c.T("evidence.keeping", nil), ui.BodyBold, ui.ColMuted))))
	case now.Running:
		return append(out, ui.NewAction(ui.IcCamera, c.T("evidence.shutter", nil), s.shoot))
	case now.Fault != nil:
		return append(out, ui.Cells(ui.Gap, ui.NewTonal(ui.IcBack, c.T("evidence.leave", nil), c.Back),
			ui.NewTonal(ui.IcPicture, c.T("evidence.pick", nil), func() { s.Pick(s.a, s.subject) })))
	}
	return append(out, ui.AtLeast(0, ui.Action, ui.Middle(ui.NewText(c.T("evidence.opening", nil), ui.Body, ui.ColMuted))))
}

// shoot takes the picture and keeps it; what goes wrong is said, and the person may
// try again.
func (s *Shoot) shoot() {
	if s.busy || !s.lens.State().Running {
		return
	}
	s.busy = true
	s.paint()
	subject := s.subject
	s.c.Go(func() func() {
		ctx := context.Background()
		jpeg, err := s.view.Still(ctx)
		var kept evidence.Kept
		if err == nil {
			kept, err = s.a.Evidence.Take(ctx, subject, jpeg)
		}
		return func() {
			s.busy = false
			s.paint()
			if err != nil {
				s.c.Toast(show.Line(s.c.Words(), err))
				return
			}
			s.leave()
			s.c.Toast(show.Kept(s.c.Words(), kept.Unstamped, "evidence.kept"))
		}
	})
}

// leave closes the page: there is a picture.
func (s *Shoot) leave() {
	if s.c.Nav.Current() == ui.Page(s) {
		s.c.Back()
	}
	if s.then != nil {
		s.then()
	}
}
