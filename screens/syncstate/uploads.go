package syncstate

import (
	"slices"
	"strconv"

	"dianqin/app/settings"
	"dianqin/app/syncing"
	"dianqin/data/model"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// uploads are the files, apart from the records: over which network they may go, how
// far the running upload is, what is stuck and why, which record waits for which file.
func (p *Page) uploads() []fyne.CanvasObject {
	c, s, all := p.c, p.details.State, p.details.Uploads
	v := p.a.Settings.Values()
	unmetered := ui.Col(0, ui.NewCheckRow(c.T("sync.unmetered", nil), v.Unmetered, func() {
		v.Unmetered = !v.Unmetered
		p.choose(v)
	}), ui.Inset(0, 14, 10, 14, ui.NewText(c.T("sync.unmetered.why", nil), ui.Small, ui.ColMuted).Wrap()))
	var rows []fyne.CanvasObject
	stuck := 0
	for i, f := range all {
		if f.Why != nil {
			stuck++
		}
		if i < shownWaiting {
			rows = append(rows, p.upload(f, s))
		}
	}
	if len(all) > shownWaiting {
		rows = append(rows, ui.Pad(10, 14, ui.NewText(c.N("sync.more", len(all)-shownWaiting, nil), ui.Small, ui.ColMuted)))
	}
	title := []fyne.CanvasObject{}
	if len(all) > 0 {
		title = append(title, ui.NewText(strconv.Itoa(len(all)), ui.BodyBold, ui.ToneLook.OnWash()))
	}
	head := []fyne.CanvasObject{unmetered, ui.Pad(10, 14, p.going(s, len(all)))}
	if stuck > 0 {
		head = append(head, ui.Pad(10, 14, ui.Col(8, ui.RowFill(10, ui.Col(0, ui.NewIcon(ui.IcAlert, 20, ui.ToneLook.OnWash())),
			ui.Grow(ui.NewText(c.N("sync.uploads.stuck", stuck, nil), ui.SmallBold, ui.ToneLook.OnWash()).Wrap())),
			ui.NewTonal(ui.IcSync, c.T("sync.uploads.retry", nil), p.a.Sync.Retry))))
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(c.T("sync.uploads", nil), title...), ui.Group(append(head, rows...)...)}
}

// going is the upload in one line.
func (p *Page) going(s syncing.State, waiting int) fyne.CanvasObject {
	c := p.c
	switch {
	case waiting == 0:
		return ui.NewText(c.T("sync.uploads.none", nil), ui.Small, ui.ColMuted).Wrap()
	case s.Held:
		return ui.Row(10, ui.NewIcon(ui.IcClock, 20, ui.ToneLook.OnWash()), ui.Grow(ui.NewText(c.T("sync.uploads.held", nil), ui.SmallBold, ui.ToneLook.OnWash()).Wrap()))
	case s.Sending > 0:
		n := min(s.Sent+1, s.Sending)
		return ui.NewLoading(c.T("sync.uploads.going", map[string]any{"n": n, "all": s.Sending}), "", float32(s.Sent)/float32(s.Sending))
	}
	return ui.NewText(c.T("sync.uploads.waiting", nil), ui.Small, ui.ColMuted).Wrap()
}

// upload is one file: what waits for it, since when, and why it does not go up.
func (p *Page) upload(f syncing.Waiting, s syncing.State) fyne.CanvasObject {
	c, w := p.c, p.c.Words()
	icon, ink := ui.IcPicture, ui.ColMuted
	switch {
	case f.Why != nil:
		icon, ink = ui.IcAlert, ui.ToneLook.OnWash()
	case f.Now && s.Sending > 0:
		icon, ink = ui.IcCloudUp, ui.ToneRight.OnWash()
	}
	lines := []fyne.CanvasObject{ui.Row(ui.Gap, ui.Grow(ui.NewText(f.Name, ui.Small, ui.ColInk).Clip()),
		ui.NewText(w.Ago(f.At.Time(), c.Now())+" · "+w.Bytes(f.Bytes), ui.Caption, ui.ColMuted))}
	if f.Of != "" {
		lines = append(lines, ui.NewText(c.T("sync.awaiting", map[string]any{"task": f.Of}), ui.Caption, ui.ColMuted).Clip())
	}
	if f.Why != nil {
		lines = append(lines, ui.NewText(show.Line(w, f.Why), ui.Caption, ui.ToneLook.OnWash()).Wrap())
	}
	return ui.Pad(9, 14, ui.RowFill(12, ui.Col(0, ui.NewIcon(icon, 20, ink)), ui.Grow(ui.Col(2, lines...))))
}

// ofFile says whether an error is told beside the file that it is about.
func (p *Page) ofFile(why *model.Error) bool {
	return slices.ContainsFunc(p.details.Uploads, func(f syncing.Waiting) bool { return f.Why != nil && f.Why.Code == why.Code })
}

// choose keeps a setting and acts on it at once.
func (p *Page) choose(v settings.Values) {
	p.c.Go(func() func() {
		err := p.a.Settings.Set(v)
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
				return
			}
			p.a.Sync.Wake()
			p.load()
		}
	})
}
