package me

import (
	"context"

	"dianqin/app"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// rights are what the person lets this app do on a phone, and where it leads out.
func (p *settingsPage) rights() []fyne.CanvasObject {
	if !p.c.Phone() {
		return nil
	}
	c, v := p.c, p.a.Settings.Values()
	with := "way.ask"
	if v.Maps != "" {
		with = "way.app." + v.Maps
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(c.T("settings.rights", nil)), ui.Group(
		ui.NewItemRow(ui.Item{Icon: ui.IcCamera, Title: c.T("settings.camera", nil), Open: true, End: p.right(p.camera)},
			func() { p.allow(func(ctx context.Context) error { return p.a.Allow(ctx, app.AllowCamera) }) }),
		ui.NewItemRow(ui.Item{Icon: ui.IcPin, Title: c.T("settings.place", nil), Open: true, End: p.right(p.place)},
			func() { p.allow(func(ctx context.Context) error { return p.a.Allow(ctx, app.AllowPlace) }) }),
		ui.NewItemRow(ui.Item{Icon: ui.IcRoute, Title: c.T("way.with", nil), Open: true, End: ui.NewText(c.T(with, nil), ui.Small, ui.ColMuted)},
			func() { p.open(p.ways()) }),
		ui.NewCheckRow(c.T("settings.screenshots", nil), v.Screenshots, func() { v.Screenshots = !v.Screenshots; p.set(v) }))}
}

func (p *settingsPage) right(given bool) fyne.CanvasObject {
	if given {
		return ui.NewText(p.c.T("settings.allowed", nil), ui.Small, ui.ColMuted)
	}
	return ui.NewText(p.c.T("settings.not.allowed", nil), ui.Small, ui.ToneLook.OnWash())
}

// allow does what changes a right, and looks anew at what is allowed.
func (p *settingsPage) allow(do func(context.Context) error) {
	p.c.Go(func() func() {
		err := do(context.Background())
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
			}
			p.look()
		}
	})
}

// look finds out what is allowed: the system is asked beside the screen.
func (p *settingsPage) look() {
	if !p.c.Phone() {
		return
	}
	p.c.Go(func() func() {
		camera, place := p.a.Allowed(context.Background(), app.AllowCamera), p.a.Allowed(context.Background(), app.AllowPlace)
		return func() {
			p.camera, p.place = camera, place
			p.paint()
		}
	})
}
