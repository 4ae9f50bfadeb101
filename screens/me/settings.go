package me

import (
	"slices"

	"dianqin/app"
	"dianqin/assets/words"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// settingsPage is what a person chooses for this device.
type settingsPage struct {
	a    *app.App
	c    *ui.Context
	open func(ui.Page)
	ways func() ui.Page
	maps func(open func(ui.Page)) ui.Page
	body *fyne.Container

	camera, place bool // allowed, as far as known
	off           func()
}

// Title implements ui.Page.
func (p *settingsPage) Title() string { return p.c.T("settings.title", nil) }

// Content implements ui.Page.
func (p *settingsPage) Content() fyne.CanvasObject {
	p.body = ui.Col(12)
	p.paint()
	return ui.Scroll(ui.Inset(12, ui.Edge, 24, ui.Edge, p.body))
}

// OnShown implements ui.Shown: what was changed on another page is shown.
func (p *settingsPage) OnShown() {
	p.paint()
	p.look()
	// The system's settings are left by coming back.
	p.off = p.a.Front.On(func(bool) { p.c.Do(p.look) })
}

// OnHidden implements ui.Hidden.
func (p *settingsPage) OnHidden() {
	if p.off != nil {
		p.off()
		p.off = nil
	}
}

func (p *settingsPage) paint() {
	c := p.c
	sizes, langs := []float32{1, 1.25, 1.5}, words.Languages()
	looks := ui.Group(pickMode(c),
		pick(c, ui.IcTextSize, "me.text", []string{c.T("common.text.normal", nil), c.T("common.text.large", nil), c.T("common.text.larger", nil)},
			slices.Index(sizes, c.Settings().TextScale), func(i int, s *ui.Settings) { s.TextScale = sizes[i] }),
		pick(c, ui.IcGlobe, "me.language", []string{c.T("common.language.zh", nil), c.T("common.language.en", nil)},
			slices.Index(langs, c.Settings().Language), func(i int, s *ui.Settings) { s.Language = langs[i] }))
	v := p.a.Settings.Values()
	signs := ui.Group(
		ui.NewCheckRow(c.T("settings.sound", nil), v.Sound, func() { v.Sound = !v.Sound; p.set(v) }),
		ui.NewCheckRow(c.T("settings.vibration", nil), v.Vibration, func() { v.Vibration = !v.Vibration; p.set(v) }))
	state := c.T("common.no", nil)
	if p.a.Lock.On() {
		state = c.T("common.yes", nil)
	}
	device := ui.Group(
		ui.NewItemRow(ui.Item{Icon: ui.IcLock, Title: c.T("lock.title", nil), Open: true, End: ui.NewText(state, ui.Small, ui.ColMuted)}, func() { p.open(&locking{a: p.a, c: p.c}) }),
		ui.NewKeyText(c.T("sync.address", nil), p.a.Session.Server()),
		ui.NewKeyText(c.T("settings.device", nil), end(p.a.Session.Device(), 8)))
	ground := ui.Group(ui.NewItemRow(ui.Item{Icon: ui.IcMap, Title: c.T("packs.title", nil), Open: true}, func() { p.open(p.maps(p.open)) }))
	parts := []fyne.CanvasObject{looks, ground, ui.NewSectionTitle(c.T("settings.signs", nil)), signs}
	p.body.Objects = append(append(parts, p.rights()...), ui.NewSectionTitle(c.T("settings.this", nil)), device,
		ui.NewText(c.T("settings.fixed", nil), ui.Small, ui.ColMuted).Wrap())
	p.body.Refresh()
}

func (p *settingsPage) set(v settingsValues) {
	p.c.Go(func() func() {
		err := p.a.Settings.Set(v)
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
			}
			p.paint()
		}
	})
}

func end(s string, n int) string { return s[max(0, len(s)-n):] }
