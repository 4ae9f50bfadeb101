package people

import (
	"context"
	"strings"
	"time"

	"dianqin/app"
	apppeople "dianqin/app/people"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Code shows an enrolment code in the details pane: in groups to be read out, as a
// QR code, and how long it is good. It asks for one when it is first shown; the
// code is nowhere else and goes with the page.
type Code struct {
	a      *app.App
	c      *ui.Context
	person apppeople.Person

	code  apppeople.Code
	known bool
	fault error
	left  *ui.Text
	ended bool // it was painted as expired
	body  *fyne.Container
	whole fyne.CanvasObject
	ask   *ui.Latest
	off   func()
}

// NewCode makes the page.
func NewCode(a *app.App, c *ui.Context, person apppeople.Person) *Code {
	return &Code{a: a, c: c, person: person, ask: ui.NewLatest(c.Bridge)}
}

// Title implements ui.Page.
func (p *Code) Title() string { return p.c.T("people.code.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Code) Subtitle() string {
	return p.c.T("people.code.for", map[string]any{"name": p.person.Name})
}

// Content implements ui.Page.
func (p *Code) Content() fyne.CanvasObject {
	p.body = ui.Col(14)
	p.whole = ui.Scroll(ui.Inset(4, 16, 24, 16, p.body))
	p.paint()
	return p.whole
}

// Foot implements ui.Footed.
func (p *Code) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewTonal(ui.IcSync, p.c.T("people.code.new", nil), p.fetch)))
}

// OnShown implements ui.Shown.
func (p *Code) OnShown() {
	p.off = p.c.Every(time.Second, p.tick)
	if !p.known {
		p.fetch()
	}
}

// OnHidden implements ui.Hidden.
func (p *Code) OnHidden() {
	p.off()
	p.ask.Drop()
}

func (p *Code) fetch() {
	p.ask.Go(0, func() func() {
		code, err := p.a.People.IssueCode(context.Background(), p.person.ID)
		return func() {
			p.code, p.fault, p.known = code, err, err == nil
			p.paint()
		}
	})
}

// minutes are how many are left, begun ones counted but for their last second: the
// clocks of device and server differ by that much. 0 when it is over.
func (p *Code) minutes() int {
	left := p.code.Expires.Sub(p.c.Now())
	return max(0, int((left+time.Minute-time.Second)/time.Minute))
}

// tick counts down; the page is built anew only when the code ends.
func (p *Code) tick() {
	switch {
	case !p.known || p.left == nil:
	case p.minutes() == 0 && !p.ended:
		p.paint()
	case p.minutes() > 0:
		p.left.Set(p.c.N("people.code.left", p.minutes(), nil))
	}
}

func (p *Code) paint() {
	if p.body == nil {
		return
	}
	p.left = nil
	p.ended = p.known && p.minutes() == 0
	switch {
	case p.fault != nil:
		p.body.Objects = []fyne.CanvasObject{ui.NewProblem(show.Retry(p.c, p.fault, p.fetch))}
	case !p.known:
		p.body.Objects = []fyne.CanvasObject{ui.NewText(p.c.T("common.loading", nil), ui.Small, ui.ColMuted).Center()}
	case p.ended:
		p.body.Objects = []fyne.CanvasObject{ui.NewEmpty(ui.Empty{Icon: ui.IcClock, Why: p.c.T("people.code.over", nil), Action: p.c.T("people.code.new", nil), Do: p.fetch})}
	default:
		p.body.Objects = p.shown()
	}
	p.body.Refresh()
	p.whole.Refresh()
}

func (p *Code) shown() []fyne.CanvasObject {
	p.left = ui.NewText(p.c.N("people.code.left", p.minutes(), nil), ui.SmallBold, ui.ToneLook.OnWash()).Wrap().Center()
	code := p.code
	return []fyne.CanvasObject{
		ui.Card(ui.Col(6, lines(code.Text)...)),
		p.left,
		ui.NewTonal(ui.IcCopy, p.c.T("people.code.copy", nil), func() { p.c.Copy(code.Text) }),
		ui.Middle(ui.NewQR(code.QR, 232)),
		ui.NewText(p.c.T("people.code.how", nil), ui.Small, ui.ColMuted).Wrap(),
		ui.Group(ui.NewKeyText(p.c.T("people.code.server", nil), code.Server)),
	}
}

// lines are the groups of a code, two to a line: so it can be read out and typed
// without losing the place.
func lines(code string) []fyne.CanvasObject {
	groups := strings.Split(code, "-")
	var out []fyne.CanvasObject
	for len(groups) > 0 {
		n := min(2, len(groups))
		out = append(out, ui.NewText(strings.Join(groups[:n], " - "), ui.Title, ui.ColInk).Center())
		groups = groups[n:]
	}
	return out
}
