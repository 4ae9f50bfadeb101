package signin

import (
	"strconv"
	"time"

	"dianqin/app/syncing"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// downloading says how far the first download is: the share, how much of how much,
// about how long yet. Cut off it goes on where it was.
func (p *Page) downloading() []fyne.CanvasObject {
	c, s := p.c, p.a.Sync.State()
	parts := []fyne.CanvasObject{
		ui.NewText(c.T("signin.first.download", map[string]any{"name": p.a.Session.User().Name}), ui.Body, ui.ColInk).Wrap().Center()}
	parts = append(parts, p.progress(s)...)
	parts = append(parts, ui.NewText(c.T("signin.first.once", nil), ui.Small, ui.ColMuted).Wrap().Center())
	if s.LastErr != nil && !s.Running {
		parts = append(parts, ui.NewProblem(p.cut(s)))
	}
	return parts
}

// progress is a figure and a bar, or in words what is waited for before there is any.
func (p *Page) progress(s syncing.State) []fyne.CanvasObject {
	c := p.c
	word := ""
	switch {
	case s.Running && s.Making:
		word = c.T("signin.first.making", nil)
	case s.Running && s.Of == 0 && s.Rows == 0:
		word = c.T("signin.first.asking", nil)
	}
	if s.LastErr != nil && s.LastErr.Code == "snapshot.bad" && !s.Running { // nothing of it is here
		return nil
	}
	if word != "" {
		return []fyne.CanvasObject{ui.NewText(word, ui.Body, ui.ColMuted).Wrap().Center()}
	}
	parts := []fyne.CanvasObject{
		ui.NewText(strconv.Itoa(int(100*s.Share()))+" %", ui.Figure, ui.ColInk).Center(),
		ui.NewLoading(show.Came(c.Words(), s), p.left(s), s.Share())}
	if s.Of > 0 && s.Had > 0 {
		parts = append(parts, ui.NewText(c.T("signin.first.again", map[string]any{"had": c.Words().Bytes(s.Had)}), ui.Small, ui.ToneRight.OnWash()).Wrap().Center())
	}
	return parts
}

// cut is a download that did not come to its end: what was kept, and what to do
// without an app to work with yet.
func (p *Page) cut(s syncing.State) ui.Problem {
	c, w := p.c, p.c.Words()
	problem := show.Error(w, s.LastErr, false)
	switch s.LastErr.Code {
	case "snapshot.bad":
		problem.Happened, problem.Kept = c.T("signin.first.bad", nil), c.T("signin.first.cleared", nil)
	case "network.unreachable":
		problem.Todo = c.T("signin.first.network", nil)
	}
	if problem.Kept == "" && s.Had+s.Bytes > 0 {
		problem.Kept = c.T("signin.first.kept", nil)
		if s.Of > 0 {
			problem.Kept += " · " + w.Bytes(s.Had+s.Bytes)
		}
	}
	if s.NextTry.After(c.Now()) {
		problem.Todo += " · " + c.T("common.sync.next", map[string]any{"time": w.Clock(s.NextTry)})
	}
	problem.Action, problem.Do = c.T("common.retry", nil), p.a.Sync.Wake
	return problem
}

// left says about how long the download takes yet.
func (p *Page) left(s syncing.State) string {
	d := s.Remaining(p.c.Now())
	switch {
	case d == 0 || !s.Running:
		return ""
	case d < time.Minute:
		return p.c.T("signin.left.soon", nil)
	}
	return p.c.N("signin.left", int(d.Round(time.Minute)/time.Minute), nil)
}
