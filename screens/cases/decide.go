package cases

import (
	"context"
	"errors"
	"strings"

	"dianqin/app"
	"dianqin/data/model"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// decide is the page over a case or a dispute on which a person says what came of
// it: one of the usual findings, or own words, or both.
type decide struct {
	a     *app.App
	c     *ui.Context
	title string   // key
	usual []string // keys of the usual findings
	send  func(ctx context.Context, reason string) error
	done  string // key of what is said afterwards
	after func() // closes the page; Back if nil

	chosen int
	note   string
	wrong  error
	busy   bool
	body   *fyne.Container
	whole  fyne.CanvasObject
}

// Title implements ui.Page.
func (p *decide) Title() string { return p.c.T(p.title, nil) }

// Foot implements ui.Footed.
func (p *decide) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcCheck, p.c.T(p.title, nil), p.submit)))
}

// Content implements ui.Page.
func (p *decide) Content() fyne.CanvasObject {
	p.body = ui.Col(10)
	p.whole = ui.Scroll(ui.Inset(4, 14, 24, 14, p.body))
	p.paint()
	return p.whole
}

func (p *decide) paint() {
	words := make([]string, len(p.usual))
	for i, key := range p.usual {
		words[i] = p.c.T(key, nil)
	}
	note := ui.NewNoteEntry(p.note, p.c.T("cases.decide.hint", nil), 3)
	note.OnChanged = func(text string) { p.note = text }
	p.body.Objects = []fyne.CanvasObject{ui.NewText(p.c.T("cases.decide.found", nil), ui.SmallBold, ui.ColMuted),
		ui.NewChoices(words, p.chosen, func(i int) {
			p.chosen, p.wrong = i, nil
			p.paint()
		}), note}
	if p.wrong != nil {
		p.body.Add(ui.NewText(show.Line(p.c.Words(), p.wrong), ui.Small, ui.ToneWrong.OnWash()).Wrap())
	}
	p.body.Refresh()
	p.whole.Refresh()
}

// reason is what is chosen, with what is written behind it.
func (p *decide) reason() string {
	var parts []string
	if p.chosen >= 0 {
		parts = append(parts, p.c.T(p.usual[p.chosen], nil))
	}
	if note := strings.TrimSpace(p.note); note != "" {
		parts = append(parts, note)
	}
	return strings.Join(parts, " · ")
}

func (p *decide) submit() {
	if p.busy {
		return
	}
	p.c.Unfocus()
	reason := p.reason()
	if reason == "" {
		p.wrong = model.Fail("case.no_reason")
		p.paint()
		return
	}
	p.busy = true
	p.c.Go(func() func() {
		err := p.send(context.Background(), reason)
		return func() {
			p.busy = false
			if err != nil {
				p.wrong = err
				p.paint()
				return
			}
			p.a.Sync.Wake()
			if p.after == nil {
				p.c.Back()
			} else {
				p.after()
			}
			p.c.Toast(p.c.T(p.done, nil) + show.Later(p.a, p.c))
		}
	})
}

// act does something about a case beside the screen and says so.
func act(a *app.App, c *ui.Context, done string, do func(context.Context) error) {
	c.Go(func() func() {
		err := do(context.Background())
		return func() {
			if err != nil {
				var known *model.Error
				if !errors.As(err, &known) {
					err = model.Fail("internal")
				}
				c.Toast(show.Line(c.Words(), err))
				return
			}
			a.Sync.Wake()
			c.Toast(c.T(done, nil) + show.Later(a, c))
		}
	})
}
