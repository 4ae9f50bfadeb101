package syncstate

import (
	"dianqin/data/model"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// notices are what a person should know beside how syncing stands: a clock that is
// wrong, a server that was restored.
func (p *Page) notices() []fyne.CanvasObject {
	c, w, s := p.c, p.c.Words(), p.details.State
	var out []fyne.CanvasObject
	if s.ClockWrong() {
		key := "sync.clock.fast"
		if s.Skew < 0 {
			key = "sync.clock.slow"
		}
		out = append(out, ui.NewVerdictBanner(ui.LookAt, c.T(key, map[string]any{"by": show.Duration(w, s.Skew)}), c.T("sync.clock.why", nil)))
	}
	if r := s.Restored; !r.At.IsZero() {
		key := "sync.restored.again"
		if s.Pending > 0 {
			key = "sync.restored.going"
		}
		title := c.T("sync.restored", map[string]any{"at": show.When(w, model.MillisOf(r.At), c.Now())})
		out = append(out, ui.NewVerdictBanner(ui.LookAt, title, c.N(key, r.Again, nil), ui.NewTonal(ui.IcCheck, c.T("sync.restored.seen", nil), p.know)))
	}
	return out
}

// know puts the notice of a restored server away.
func (p *Page) know() {
	p.c.Go(func() func() {
		err := p.a.Sync.SeenRestored()
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
			}
			p.load()
		}
	})
}

// quarantined says that the server keeps what this device sends apart.
func quarantined(why *model.Error) bool {
	return why.Code == "device.revoked" || why.Code == "auth.reused"
}
