// Package me is the person and the device: how syncing stands in full, what the
// server disputes, language, look, size of text, signing out.
package me

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"dianqin/app"
	"dianqin/app/syncing"
	"dianqin/assets/words"
	"dianqin/data/model"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// item is what the server refused or disputed.
type item struct {
	opID, kind, status string
	why                *model.Error
	at                 model.Millis
}

// Page is the screen.
type Page struct {
	a *app.App
	c *ui.Context

	items []item
	sure  bool // signing out was pressed once
	body  *fyne.Container
	whole fyne.CanvasObject
	off   []func()
}

// New makes the screen.
func New(a *app.App, c *ui.Context) *Page { return &Page{a: a, c: c} }

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("me.title", nil) }

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(12)
	p.whole = ui.Scroll(ui.Inset(4, ui.Edge, 24, ui.Edge, p.body))
	p.paint()
	return p.whole
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.off = append(p.off,
		p.a.Sync.Changed.On(func(syncing.State) { p.c.Do(p.paint) }),
		p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }))
	p.load()
}

// OnHidden implements ui.Hidden.
func (p *Page) OnHidden() {
	for _, f := range p.off {
		f()
	}
	p.off, p.sure = nil, false
}

func (p *Page) load() {
	p.c.Go(func() func() {
		all, err := p.a.Items(context.Background())
		var items []item
		for _, i := range all {
			it := item{opID: i.OpID, kind: i.Op.Kind, status: string(i.Status), at: model.Millis(i.Op.At), why: model.Fail("internal")}
			if i.Problem != nil {
				it.why = &model.Error{Code: i.Problem.Code}
				if i.Problem.Params != nil {
					it.why.Args = *i.Problem.Params
				}
			}
			items = append(items, it)
		}
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
			}
			p.items = items
			p.paint()
		}
	})
}

func (p *Page) paint() {
	if p.body == nil {
		return
	}
	parts := []fyne.CanvasObject{p.person(), p.sync()}
	parts = append(parts, p.disputes()...)
	p.body.Objects = append(parts, p.looks(), p.leave())
	p.body.Refresh()
	p.whole.Refresh()
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
// here, why the last round failed and when the next one comes.
func (p *Page) sync() fyne.CanvasObject {
	c, w, s := p.c, p.c.Words(), p.a.Sync.State()
	line := show.Sync(w, s, c.Now())
	age := c.T("me.last", map[string]any{"age": w.Ago(s.LastOK, c.Now())})
	if !s.NextTry.IsZero() && s.NextTry.After(c.Now()) {
		age += " · " + c.T("common.sync.next", map[string]any{"time": w.Clock(s.NextTry)})
	}
	parts := []fyne.CanvasObject{
		ui.Row(12, ui.NewIcon(line.Icon, 28, line.Tone.OnWash()),
			ui.Grow(ui.Col(0, ui.NewText(line.Word, ui.BodyBold, line.Tone.OnWash()).Wrap(), ui.NewText(age, ui.Small, ui.ColMuted).Wrap()))),
		ui.Cells(ui.Gap, p.figure(s.Pending, "me.pending"), p.figure(s.Files, "me.files"), p.figure(s.Items, "me.items")),
	}
	if s.LastErr != nil {
		parts = append(parts, ui.NewProblem(show.Error(w, s.LastErr, s.Pending+s.Files > 0)))
	}
	parts = append(parts, ui.Row(ui.Gap, ui.Grow(ui.NewText(c.T("me.same", nil), ui.Small, ui.ColMuted).Wrap()), ui.NewStateBadge(p.same(s))))
	if s.Server != "" {
		parts = append(parts, ui.Row(ui.Gap, ui.NewText(c.T("me.server", nil), ui.Small, ui.ColMuted), ui.Grow(ui.NewText(s.Server, ui.Small, ui.ColInk).Clip().End())))
	}
	parts = append(parts, ui.NewTonal(ui.IcSync, c.T("common.sync.now", nil), p.a.Sync.Wake))
	return ui.Card(ui.Col(12, parts...))
}

func (p *Page) figure(n int, key string) fyne.CanvasObject {
	ink := ui.ColInk
	if n > 0 {
		ink = ui.ToneLook.OnWash()
	}
	return ui.Col(0, ui.NewText(strconv.Itoa(n), ui.Figure, ink).Center(), ui.NewText(p.c.T(key, nil), ui.Small, ui.ColMuted).Clip().Center())
}

// same says whether the server holds all that this device made.
func (p *Page) same(s syncing.State) ui.State {
	made := map[string]any{"made": p.c.Words().Count(int(s.MadeSeq)), "held": p.c.Words().Count(int(s.HeldSeq))}
	if s.HeldSeq >= s.MadeSeq {
		return ui.State{Word: p.c.T("me.same.yes", made), Icon: ui.IcCheck, Tone: ui.ToneRight}
	}
	return ui.State{Word: p.c.T("me.same.no", made), Icon: ui.IcCloudUp, Tone: ui.ToneLook}
}

// disputes are what a person has to look at.
func (p *Page) disputes() []fyne.CanvasObject {
	if len(p.items) == 0 {
		return nil
	}
	parts := []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("me.disputes", nil))}
	for _, i := range p.items {
		what, key := i.kind, "me.op."+i.kind
		if p.c.Words().Has(key) {
			what = p.c.T(key, nil)
		}
		problem := show.Error(p.c.Words(), i.why, false)
		problem.Happened = what + " · " + show.When(p.c.Words(), i.at, p.c.Now()) + ": " + problem.Happened
		parts = append(parts, ui.NewProblem(problem), ui.NewPlain(ui.IcCheck, p.c.T("me.seen", nil), func() { p.seen(i.opID) }))
	}
	return parts
}

func (p *Page) seen(opID string) {
	p.c.Go(func() func() {
		err := p.a.ItemSeen(context.Background(), opID)
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
			}
			p.load()
		}
	})
}

// looks are the language, the colours and the size of the text.
func (p *Page) looks() fyne.CanvasObject {
	c, s := p.c, p.c.Settings()
	modes := []ui.Mode{ui.Light, ui.Dark, ui.Sunlight}
	sizes := []float32{1, 1.25, 1.5}
	langs := words.Languages()
	pick := func(g ui.Glyph, key string, names []string, at int, set func(i int, s *ui.Settings)) fyne.CanvasObject {
		return ui.Pad(10, 14, ui.Col(6, ui.Row(10, ui.NewIcon(g, 22, ui.ColMuted), ui.Grow(ui.NewText(c.T(key, nil), ui.Body, ui.ColInk).Clip())),
			ui.NewSegments(names, at, ui.TonePrimary, func(i int) {
				next := c.Settings()
				set(i, &next)
				c.Apply(next)
			})))
	}
	return ui.Group(
		pick(ui.IcSun, "me.look", []string{c.T("common.mode.light", nil), c.T("common.mode.dark", nil), c.T("common.mode.sunlight", nil)},
			slices.Index(modes, s.Mode), func(i int, s *ui.Settings) { s.Mode = modes[i] }),
		pick(ui.IcTextSize, "me.text", []string{c.T("common.text.normal", nil), c.T("common.text.large", nil), c.T("common.text.larger", nil)},
			slices.Index(sizes, s.TextScale), func(i int, s *ui.Settings) { s.TextScale = sizes[i] }),
		pick(ui.IcGlobe, "me.language", []string{c.T("common.language.zh", nil), c.T("common.language.en", nil)},
			slices.Index(langs, s.Language), func(i int, s *ui.Settings) { s.Language = langs[i] }))
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
