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
	aim     *lens.Aim
	subject evidence.Subject
	then    func() // after the page is closed with a picture; may be nil

	busy bool
}

// NewShoot makes the page.
func NewShoot(a *app.App, c *ui.Context, view *viewing.Viewing, s evidence.Subject, then func()) *Shoot {
	page := &Shoot{a: a, c: c, view: view, subject: s, then: then}
	page.aim = lens.NewAim(c, view, view.Look, page.foot)
	page.aim.None = "evidence.nocamera"
	page.Acts = show.NewActs(c, page.leave)
	return page
}

// Title implements ui.Page.
func (s *Shoot) Title() string { return s.c.T("evidence.take", nil) }

// Bare implements ui.Bare: the picture fills the window.
func (s *Shoot) Bare() bool { return true }

// Content implements ui.Page.
func (s *Shoot) Content() fyne.CanvasObject { return s.aim.Content(s.c.Back) }

// OnShown implements ui.Shown: the camera opens.
func (s *Shoot) OnShown() { s.aim.OnShown(s.a) }

// OnHidden implements ui.Hidden: the camera closes.
func (s *Shoot) OnHidden() { s.aim.OnHidden() }

// foot is what can be done now.
func (s *Shoot) foot() fyne.CanvasObject {
	return ui.Inset(4, 12, 10, 12, ui.Col(4, s.tools()...))
}

// tools are what the camera can do, and the shutter when it runs.
func (s *Shoot) tools() []fyne.CanvasObject {
	c, now := s.c, s.aim.State()
	var out []fyne.CanvasObject
	if row := s.aim.Tools(); len(row) > 0 {
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
	if s.busy || !s.aim.State().Running {
		return
	}
	s.busy = true
	s.aim.Paint()
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
			s.aim.Paint()
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
