// Package lock is the screen that asks for the number of a locked device: large keys
// for a hand in a glove. It fills the window until the number is right.
package lock

import (
	"strings"

	"dianqin/app"
	applock "dianqin/app/lock"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// keySize is the least height of a key, in dp.
const keySize float32 = 68

// Page is the screen.
type Page struct {
	a      *app.App
	c      *ui.Context
	forgot func() // signs out: the way back in is the password

	number string
	busy   bool
	sure   bool // "forgotten" was pressed once
	fault  error
	body   *fyne.Container
}

// New makes the screen; forgot is called when the person gives up on the number.
func New(a *app.App, c *ui.Context, forgot func()) *Page {
	return &Page{a: a, c: c, forgot: forgot}
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("lock.title", nil) }

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(0)
	p.paint()
	return ui.Screen(nil, nil, p.body)
}

func (p *Page) paint() {
	c := p.c
	dots := strings.Repeat("●", len(p.number)) + strings.Repeat("○", max(0, applock.Least-len(p.number)))
	head := []fyne.CanvasObject{ui.Middle(ui.NewIcon(ui.IcLock, 40, ui.ColPrimary)),
		ui.NewText(c.T("lock.title", nil), ui.Headline, ui.ColInk).Center(),
		ui.NewText(p.a.Session.User().Name, ui.Body, ui.ColMuted).Clip().Center(),
		ui.NewText(dots, ui.Title, ui.ColInk).Center()}
	if p.fault != nil {
		head = append(head, ui.NewText(show.Error(c.Words(), p.fault, false).Happened, ui.BodyBold, ui.ToneWrong.OnWash()).Wrap().Center())
	}
	p.body.Objects = []fyne.CanvasObject{ui.Grow(ui.Middle(ui.AtLeast(300, 0, ui.Pad(16, ui.Edge, ui.Col(12, head...))))),
		ui.Pad(8, ui.Edge, p.keys()), ui.Inset(0, ui.Edge, 16, ui.Edge, p.out())}
	p.body.Refresh()
}

// keys are the digits, the last one taken back, and the way in.
func (p *Page) keys() fyne.CanvasObject {
	digit := func(d string) fyne.CanvasObject {
		return key(ui.NewText(d, ui.Figure, ui.ColInk), func() { p.press(d) })
	}
	row := func(keys ...fyne.CanvasObject) fyne.CanvasObject { return ui.Cells(ui.Gap, keys...) }
	enter := ui.NewTap(ui.Look{Fill: ui.ColPrimary, Radius: ui.Radius, Min: fyne.NewSize(0, keySize)}, ui.Middle(ui.NewIcon(ui.IcCheck, 28, ui.ColOnPrimary)), p.enter)
	return ui.Col(ui.Gap, row(digit("1"), digit("2"), digit("3")), row(digit("4"), digit("5"), digit("6")), row(digit("7"), digit("8"), digit("9")),
		row(key(ui.NewIcon(ui.IcBack, 28, ui.ColInk), p.back), digit("0"), enter))
}

func key(face fyne.CanvasObject, do func()) fyne.CanvasObject {
	return ui.NewTap(ui.Look{Fill: ui.ColSurface, Stroke: ui.ColLine, Radius: ui.Radius, Min: fyne.NewSize(0, keySize)}, ui.Middle(face), do)
}

// out leads out for who forgot the number, at the second press.
func (p *Page) out() fyne.CanvasObject {
	if !p.sure {
		return ui.NewPlain("", p.c.T("lock.forgot", nil), func() { p.sure = true; p.paint() })
	}
	return ui.Col(4, ui.NewText(p.c.T("lock.forgot.sure", nil), ui.Small, ui.ColInk).Wrap().Center(),
		ui.NewToneAction("", p.c.T("lock.forgot.do", nil), ui.ToneWrong, p.forgot))
}

// OnRune is a digit of a keyboard.
func (p *Page) OnRune(r rune) {
	if r >= '0' && r <= '9' {
		p.press(string(r))
	}
}

// OnKey is Enter or Backspace of a keyboard.
func (p *Page) OnKey(k fyne.KeyName) {
	switch k {
	case fyne.KeyReturn, fyne.KeyEnter:
		p.enter()
	case fyne.KeyBackspace:
		p.back()
	}
}

func (p *Page) press(d string) {
	if len(p.number) < applock.Most && !p.busy {
		p.number, p.fault = p.number+d, nil
		p.paint()
	}
}

func (p *Page) back() {
	if len(p.number) > 0 && !p.busy {
		p.number, p.fault = p.number[:len(p.number)-1], nil
		p.paint()
	}
}

func (p *Page) enter() {
	if p.busy || p.number == "" {
		return
	}
	p.busy = true
	number := p.number
	p.c.Go(func() func() {
		err := p.a.Lock.Unlock(number)
		return func() {
			p.busy, p.number, p.fault = false, "", err
			p.paint()
		}
	})
}
