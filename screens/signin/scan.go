package signin

import (
	"context"

	"dianqin/app"
	"dianqin/app/session"
	"dianqin/app/viewing"
	"dianqin/screens/lens"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// scanning is the page on which a person aims at the enrolment code on the
// administrator's screen. It ends when the code is read; what else is read is said and
// left. Before a person is in there is no shell: it stands in the place of the form.
type scanning struct {
	a     *app.App
	c     *ui.Context
	lens  *lens.Lens
	found func(session.Enrolment)
	back  func()

	other bool // what was read last is no enrolment code
	film  *ui.Film
	over  *fyne.Container
	foot  *fyne.Container
	whole fyne.CanvasObject
}

func newScanning(a *app.App, c *ui.Context, view *viewing.Viewing, found func(session.Enrolment), back func()) *scanning {
	s := &scanning{a: a, c: c, found: found, back: back}
	s.lens = lens.New(c, view, func(ctx context.Context) error {
		return view.Codes(ctx, func(text string) { c.Do(func() { s.read(text) }) })
	}, s.changed)
	return s
}

func (s *scanning) content() fyne.CanvasObject {
	s.film = ui.NewFilm()
	s.over, s.foot = container.NewStack(), ui.Col(4)
	s.paint()
	picture := container.NewStack(s.film, s.over,
		ui.Col(0, ui.Inset(10, 10, 0, 10, ui.Row(0, ui.NewScrimButton(ui.IcBack, s.back), ui.Spring())), ui.Spring()))
	s.whole = ui.Frame(nil, ui.NewBlock(ui.Look{Fill: ui.ColSurface}, ui.Inset(10, 16, 14, 16, s.foot)), nil, nil, picture)
	return s.whole
}

func (s *scanning) begin() {
	s.lens.OnShown(s.a, func(f viewing.Frame) { s.film.Play(f.Image, f.Free) })
}

func (s *scanning) end() {
	s.lens.OnHidden()
	s.film.Blank()
}

func (s *scanning) changed() {
	if s.lens.State().Fault != nil {
		s.film.Blank() // one that stands still would say what is no more
	}
	s.paint()
}

func (s *scanning) paint() {
	if s.foot == nil {
		return
	}
	s.over.Objects = nil
	if s.lens.State().Fault != nil {
		s.over.Objects = []fyne.CanvasObject{ui.Inset(72, ui.Edge, ui.Edge, ui.Edge, ui.Col(0, ui.NewProblem(s.lens.Problem()), ui.Spring()))}
	}
	s.foot.Objects = []fyne.CanvasObject{ui.NewText(s.c.T("signin.scan.how", nil), ui.Body, ui.ColInk).Wrap().Center()}
	if s.other {
		s.foot.Objects = []fyne.CanvasObject{ui.NewVerdictBanner(ui.LookAt, s.c.T("signin.scan.other", nil), s.c.T("signin.scan.how", nil))}
	}
	if row := s.lens.Tools(); len(row) > 0 {
		s.foot.Objects = append(s.foot.Objects, ui.Cells(4, row...))
	}
	s.over.Refresh()
	s.foot.Refresh()
	if s.whole != nil { // the foot may be higher now
		s.whole.Refresh()
	}
}

func (s *scanning) read(text string) {
	if !s.lens.InFront() { // it was read already
		return
	}
	if e, ok := session.ParseEnrolment(text); ok {
		s.found(e)
		return
	}
	s.other = true
	s.paint()
}
