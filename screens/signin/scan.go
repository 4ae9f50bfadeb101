package signin

import (
	"context"

	"dianqin/app"
	"dianqin/app/session"
	"dianqin/app/viewing"
	"dianqin/screens/lens"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// scanning is the page on which a person aims at the enrolment code on the
// administrator's screen. It ends when the code is read; what else is read is said and
// left. Before a person is in there is no shell: it stands in the place of the form.
type scanning struct {
	a     *app.App
	c     *ui.Context
	aim   *lens.Aim
	found func(session.Enrolment)
	back  func()

	other bool // what was read last is no enrolment code
}

func newScanning(a *app.App, c *ui.Context, view *viewing.Viewing, found func(session.Enrolment), back func()) *scanning {
	s := &scanning{a: a, c: c, found: found, back: back}
	s.aim = lens.NewAim(c, view, func(ctx context.Context) error {
		return view.Codes(ctx, func(text string) { c.Do(func() { s.read(text) }) })
	}, s.foot)
	return s
}

func (s *scanning) content() fyne.CanvasObject { return s.aim.Content(s.back) }

func (s *scanning) begin() { s.aim.OnShown(s.a) }

func (s *scanning) end() { s.aim.OnHidden() }

// foot says how it is done, or what was read that is something else.
func (s *scanning) foot() fyne.CanvasObject {
	parts := []fyne.CanvasObject{ui.NewText(s.c.T("signin.scan.how", nil), ui.Body, ui.ColInk).Wrap().Center()}
	if s.other {
		parts = []fyne.CanvasObject{ui.NewVerdictBanner(ui.LookAt, s.c.T("signin.scan.other", nil), s.c.T("signin.scan.how", nil))}
	}
	if row := s.aim.Tools(); len(row) > 0 {
		parts = append(parts, ui.Cells(4, row...))
	}
	return ui.Inset(10, 16, 14, 16, ui.Col(4, parts...))
}

func (s *scanning) read(text string) {
	if !s.aim.InFront() { // it was read already
		return
	}
	if e, ok := session.ParseEnrolment(text); ok {
		s.found(e)
		return
	}
	s.other = true
	s.aim.Paint()
}
