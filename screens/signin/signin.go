// Package signin is how a device and a person come in: enrolling the device with a
// code, signing in, and the first download. It knows no shell: it fills a window
// until the person is in.
package signin

import (
	"context"
	"os"
	"strings"

	"dianqin/app"
	"dianqin/app/session"
	"dianqin/app/syncing"
	"dianqin/app/viewing"
	"dianqin/assets/words"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Page is the screen.
type Page struct {
	ui.WhileShown
	a    *app.App
	c    *ui.Context
	view *viewing.Viewing // nil: codes are typed
	done func()           // the person is in and the data is there

	server, code, first string // enrolling
	login, password     string // signing in
	busy                bool
	scanning            *scanning // nil: the form stands there
	scanned             bool      // code and address were read
	place               *fyne.Container
	over                bool // done was called
	fault               error
	body                *fyne.Container
	whole               fyne.CanvasObject
}

// New makes the screen; server is the address to begin with, it may be empty. view is
// the camera that the enrolment code is read with, nil where it is typed. done is
// called once, on the thread that paints.
func New(a *app.App, c *ui.Context, view *viewing.Viewing, server string, done func()) *Page {
	if known := a.Session.Server(); known != "" {
		server = known
	}
	return &Page{a: a, c: c, view: view, done: done, server: server}
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("signin.title", nil) }

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(16)
	p.whole = ui.Scroll(ui.Inset(32, 24, 24, 24, p.body))
	p.paint()
	p.place = container.NewStack()
	p.lay()
	return p.place
}

// lay puts the form or the camera on the screen.
func (p *Page) lay() {
	if p.scanning != nil {
		p.place.Objects = []fyne.CanvasObject{p.scanning.content()}
	} else {
		p.place.Objects = []fyne.CanvasObject{ui.Screen(nil, nil, p.whole)}
	}
	p.place.Refresh()
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(p.a.Sync.Changed.On(func(s syncing.State) { p.c.Do(func() { p.follow(s) }) }))
	p.follow(p.a.Sync.State())
}

// follow shows the first download and ends the screen when it is over.
func (p *Page) follow(s syncing.State) {
	if p.over || p.a.Session.State() != session.SignedIn {
		return
	}
	if s.HasData {
		p.over = true
		p.done()
		return
	}
	p.paint()
}

func (p *Page) paint() {
	parts := []fyne.CanvasObject{ui.Middle(ui.NewBlock(ui.Look{Fill: ui.ColPrimary, Radius: 18, Min: fyne.NewSize(72, 72)}, ui.Middle(ui.NewIcon(ui.IcBolt, 40, ui.ColOnPrimary)))),
		ui.NewText(p.c.T("common.app", nil), ui.Headline, ui.ColInk).Center()}
	switch p.a.Session.State() {
	case session.New:
		parts = append(parts, p.enrolling()...)
	case session.Enrolled:
		parts = append(parts, p.entering()...)
	default:
		parts = append(parts, p.downloading()...)
	}
	if p.fault != nil {
		parts = append(parts, ui.NewProblem(show.Error(p.c.Words(), p.fault, false)))
	}
	p.body.Objects = append(parts, p.languages())
	p.body.Refresh()
	p.whole.Refresh()
}

func (p *Page) field(key, hint string, e *ui.Entry, into *string) fyne.CanvasObject {
	e.OnChanged = func(s string) { *into = s }
	parts := []fyne.CanvasObject{ui.NewText(p.c.T(key, nil), ui.SmallBold, ui.ColMuted).Clip(), e}
	if hint != "" {
		parts = append(parts, ui.NewText(hint, ui.Small, ui.ColMuted).Wrap())
	}
	return ui.Col(4, parts...)
}

func (p *Page) enrolling() []fyne.CanvasObject {
	c := p.c
	parts := []fyne.CanvasObject{ui.NewText(c.T("signin.enrol.why", nil), ui.Body, ui.ColMuted).Wrap().Center()}
	if p.view != nil {
		parts = append(parts, ui.NewTonal(ui.IcScan, c.T("signin.scan", nil), p.scan))
	}
	if p.scanned {
		parts = append(parts, ui.NewVerdictBanner(ui.Right, c.T("signin.scan.read", nil), c.T("signin.scan.next", nil)))
	}
	return append(parts,
		p.field("signin.code", c.T("signin.code.hint", nil), ui.NewEntry(p.code, c.T("signin.code.like", nil)), &p.code),
		p.field("signin.server", "", ui.NewEntry(p.server, "https://yx.example:8443"), &p.server),
		p.field("signin.first", c.T("signin.first.hint", nil), secret(p.first), &p.first),
		ui.NewAction(ui.IcDevice, c.T("signin.enrol", nil), p.enrol))
}

// scan reads the code and the address off the administrator's screen.
func (p *Page) scan() {
	p.c.Unfocus()
	p.scanning = newScanning(p.a, p.c, p.view, func(e session.Enrolment) {
		p.code, p.server, p.scanned, p.fault = e.Code, e.Server, true, nil
		p.stopScanning()
	}, p.stopScanning)
	p.lay()
	p.scanning.begin()
}

func (p *Page) stopScanning() {
	if p.scanning == nil {
		return
	}
	p.scanning.end()
	p.scanning = nil
	p.paint()
	p.lay()
}

// Leave implements ui.Leaving: Back leads from the camera to the form.
func (p *Page) Leave() bool {
	if p.scanning == nil {
		return false
	}
	p.stopScanning()
	return true
}

// OnHidden implements ui.Hidden.
func (p *Page) OnHidden() {
	p.WhileShown.OnHidden()
	p.stopScanning()
}

func (p *Page) entering() []fyne.CanvasObject {
	c := p.c
	return []fyne.CanvasObject{
		ui.NewText(p.a.Session.Server(), ui.Small, ui.ColMuted).Clip().Center(),
		p.field("signin.login", "", ui.NewEntry(p.login, ""), &p.login),
		p.field("signin.password", "", secret(p.password), &p.password),
		ui.NewAction(ui.IcPerson, c.T("signin.enter", nil), p.enter),
	}
}

func secret(text string) *ui.Entry {
	e := ui.NewPasswordEntry("")
	e.Text = text
	return e
}

// languages is the other language, one tap away.
func (p *Page) languages() fyne.CanvasObject {
	other, key := words.EN, "common.language.en"
	if p.c.Words().Language() == words.EN {
		other, key = words.ZH, "common.language.zh"
	}
	return ui.NewPlain(ui.IcGlobe, p.c.T(key, nil), func() {
		s := p.c.Settings()
		s.Language = other
		p.c.Apply(s)
	})
}

// enrol spends the code; the text of an enrolment QR code may stand in its place.
func (p *Page) enrol() {
	e := session.Enrolment{Server: p.server, Code: p.code}
	if read, ok := session.ParseEnrolment(strings.TrimSpace(p.code)); ok {
		e = read
	}
	name, err := os.Hostname()
	if err != nil || name == "" {
		name = "phone"
	}
	first := p.first
	p.try(func(ctx context.Context) (func(), error) {
		login, err := p.a.Session.Enroll(ctx, e, name, first)
		return func() { p.login, p.password, p.code, p.first = login, first, "", "" }, err
	})
}

func (p *Page) enter() {
	login, password := p.login, p.password
	p.try(func(ctx context.Context) (func(), error) {
		err := p.a.Session.SignIn(ctx, login, password)
		return func() { p.password = ""; p.a.Sync.Wake() }, err
	})
}

// try does something that needs the network, once at a time.
func (p *Page) try(act func(context.Context) (func(), error)) {
	if p.busy {
		return
	}
	p.busy, p.fault = true, nil
	p.c.Unfocus()
	p.c.Go(func() func() {
		then, err := act(context.Background())
		return func() {
			p.busy, p.fault = false, err
			if err == nil {
				then()
			}
			p.paint()
			p.follow(p.a.Sync.State())
		}
	})
}
