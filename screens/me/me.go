// Package me is the person and the device: how syncing stands, language, look, size
// of text and signs, what this program is, signing out.
package me

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"dianqin/app"
	"dianqin/app/syncing"
	"dianqin/data/model"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Go is where the screen leads.
type Go struct {
	Seals func() ui.Page                   // the seals that the person carries; nil: nowhere
	Sync  func()                           // how syncing stands in full
	Ways  func() ui.Page                   // with which program the way is shown; the phone's
	Maps  func(open func(ui.Page)) ui.Page // where the map gets its ground from; open shows a page over it
}

// Page is the screen.
type Page struct {
	ui.WhileShown
	a    *app.App
	c    *ui.Context
	lead Go

	sure  bool // signing out was pressed once
	body  *fyne.Container
	whole fyne.CanvasObject
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page { return &Page{a: a, c: c, lead: lead} }

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("me.title", nil) }

// Actions implements ui.Acting: locking the device at once.
func (p *Page) Actions() []fyne.CanvasObject {
	if !p.a.Lock.On() {
		return nil
	}
	return []fyne.CanvasObject{ui.NewIconButton(ui.IcLock, ui.ColInk, p.a.Lock.Close)}
}

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(12)
	p.whole = ui.Scroll(ui.Inset(4, ui.Edge, 24, ui.Edge, p.body))
	p.paint()
	return p.whole
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(
		p.a.Sync.Changed.On(func(syncing.State) { p.c.Do(p.paint) }),
		p.a.Records.On(func([]model.Kind) { p.c.Do(p.paint) }))
	p.paint()
}

// OnHidden implements ui.Hidden.
func (p *Page) OnHidden() {
	p.WhileShown.OnHidden()
	p.sure = false
}

func (p *Page) paint() {
	if p.body == nil {
		return
	}
	p.body.Objects = []fyne.CanvasObject{p.person(), p.sync(), p.menu(), p.leave()}
	p.body.Refresh()
	p.whole.Refresh()
}

// push shows a page over what is in front: on the desk in the details pane.
func (p *Page) push(page ui.Page) {
	if pane := p.c.Pane(); pane != nil && pane.Depth() > 0 {
		pane.Push(page)
		return
	}
	p.c.Nav.Push(page)
}

func (p *Page) person() fyne.CanvasObject {
	u := p.a.Session.User()
	var roles []string
	for _, r := range u.Roles {
		roles = append(roles, p.c.T("role."+string(r), nil))
	}
	initial := "?"
	if r := []rune(u.Name); len(r) > 0 {
		initial = string(r[0])
	}
	return ui.Card(ui.Row(14, ui.NewInitial(initial, 48, ui.ColTint, ui.ColOnTint, ""),
		ui.Grow(ui.Col(0, ui.NewText(u.Name, ui.Title, ui.ColInk).Clip(), ui.NewText(u.Login+" · "+strings.Join(roles, ", "), ui.Small, ui.ColMuted).Clip()))))
}

// sync is how syncing stands: what waits, whether the server holds what was made
// here. A press opens it in full.
func (p *Page) sync() fyne.CanvasObject {
	c, w, s := p.c, p.c.Words(), p.a.Sync.State()
	line := show.Sync(w, s, c.Now())
	parts := []fyne.CanvasObject{
		ui.Row(12, ui.NewIcon(line.Icon, 28, line.Tone.OnWash()),
			ui.Grow(ui.Col(0, ui.NewText(line.Word, ui.BodyBold, line.Tone.OnWash()).Wrap(), ui.NewText(show.Since(w, s, c.Now()), ui.Small, ui.ColMuted).Wrap())),
			ui.NewIcon(ui.IcNext, 18, ui.ColFaint)),
		ui.Cells(ui.Gap, p.figure(s.Pending, "me.pending"), p.figure(s.Files, "me.files"), p.figure(s.Items, "me.items")),
		ui.Hairline(),
		ui.Row(ui.Gap, ui.Grow(ui.NewText(c.T("me.same", nil), ui.Small, ui.ColMuted).Clip()), ui.NewStateBadge(show.Same(w, s))),
	}
	details := ui.NewTap(ui.Look{Radius: ui.Radius, Top: 12, Bottom: 12, Left: 12, Right: 12}, ui.Col(12, parts...), p.lead.Sync)
	return ui.NewBlock(ui.Look{Fill: ui.ColSurface, Stroke: ui.ColLine, Radius: ui.Radius, Top: 2, Bottom: 14, Left: 2, Right: 2},
		ui.Col(0, details, ui.Pad(0, 12, ui.NewTonal(ui.IcSync, c.T("common.sync.now", nil), p.a.Sync.Wake))))
}

func (p *Page) figure(n int, key string) fyne.CanvasObject {
	ink := ui.ColInk
	if n > 0 {
		ink = ui.ToneLook.OnWash()
	}
	return ui.Col(0, ui.NewText(strconv.Itoa(n), ui.Figure, ink).Center(), ui.NewText(p.c.T(key, nil), ui.Small, ui.ColMuted).Clip().Center())
}

// menu is the look, which is changed in the sun, and the ways to the rest.
func (p *Page) menu() fyne.CanvasObject {
	rows := []fyne.CanvasObject{pickMode(p.c)}
	if p.lead.Seals != nil {
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcSeal, Title: p.c.T("held.title", nil), Open: true}, func() { p.push(p.lead.Seals()) }))
	}
	return ui.Group(append(rows,
		ui.NewItemRow(ui.Item{Icon: ui.IcSliders, Title: p.c.T("settings.title", nil), Open: true}, func() { p.push(&settingsPage{a: p.a, c: p.c, open: p.push, ways: p.lead.Ways, maps: p.lead.Maps}) }),
		ui.NewItemRow(ui.Item{Icon: ui.IcInfo, Title: p.c.T("about.title", nil), Open: true, End: ui.NewText(app.ShortVersion(), ui.Small, ui.ColMuted)}, func() { p.push(&about{a: p.a, c: p.c, open: p.push}) }))...)
}

// pickMode is the choice of the look.
func pickMode(c *ui.Context) fyne.CanvasObject {
	modes := []ui.Mode{ui.Light, ui.Dark, ui.Sunlight}
	return pick(c, ui.IcSun, "me.look", []string{c.T("common.mode.light", nil), c.T("common.mode.dark", nil), c.T("common.mode.sunlight", nil)},
		slices.Index(modes, c.Settings().Mode), func(i int, s *ui.Settings) { s.Mode = modes[i] })
}

// pick is a setting of a few words side by side.
func pick(c *ui.Context, g ui.Glyph, key string, names []string, at int, set func(i int, s *ui.Settings)) fyne.CanvasObject {
	return ui.Pad(10, 14, ui.Col(6, ui.Row(10, ui.NewIcon(g, 22, ui.ColMuted), ui.Grow(ui.NewText(c.T(key, nil), ui.Body, ui.ColInk).Clip())),
		ui.NewSegments(names, at, ui.TonePrimary, func(i int) {
			next := c.Settings()
			set(i, &next)
			c.Apply(next)
		})))
}

// leave signs out at the second press: without a network one cannot come back in.
func (p *Page) leave() fyne.CanvasObject {
	if !p.sure {
		return ui.NewPlain(ui.IcLock, p.c.T("me.out", nil), func() { p.sure = true; p.paint() })
	}
	return ui.Col(ui.Gap, ui.NewText(p.c.T("me.out.sure", nil), ui.Small, ui.ColInk).Wrap(),
		ui.NewToneAction(ui.IcLock, p.c.T("me.out.do", nil), ui.ToneWrong, p.signOut),
		ui.NewTonal("", p.c.T("common.cancel", nil), func() { p.sure = false; p.paint() }))
}

func (p *Page) signOut() {
	p.c.Go(func() func() {
		err := p.a.Session.SignOut(context.Background())
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
			}
		}
	})
}
