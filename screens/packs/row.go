package packs

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"dianqin/app/atlas"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// row is one pack: what it is, how it stands, what can be done with it.
func (p *Page) row(k atlas.Pack) fyne.CanvasObject {
	tone := ui.ToneCalm
	switch {
	case k.Spoiled != nil:
		tone = ui.ToneWrong
	case k.Here:
		tone = ui.ToneRight
	}
	head := []fyne.CanvasObject{ui.NewDisc(ui.IcMap, 36, tone.Wash(), tone.OnWash()),
		ui.Grow(ui.Col(0, ui.NewText(k.Name, ui.BodyBold, ui.ColInk).Clip(), ui.NewText(p.about(k), ui.Small, ui.ColMuted).Wrap()))}
	if k.Here || k.Spoiled != nil {
		head = append(head, ui.NewIconButton(ui.IcTrash, ui.ColMuted, func() { p.remove(k) }))
	}
	lines := []fyne.CanvasObject{ui.Row(12, head...)}
	for _, l := range p.law(k) {
		lines = append(lines, ui.NewText(l, ui.Small, ui.ColMuted).Wrap())
	}
	moving := ui.Col(0)
	p.rows[k.Id] = moving
	lines = append(lines, moving)
	lines = append(lines, p.trouble(k)...)
	if b := p.button(k); b != nil {
		lines = append(lines, b)
	}
	p.move(k)
	return ui.NewBlock(ui.Look{Fill: ui.ColSurface, Stroke: ui.ColLine, Radius: ui.Radius, Top: 12, Bottom: 12, Left: 14, Right: 14}, ui.Col(8, lines...))
}

// about is what a pack is, in one line: version, size, how deep it goes, its datum.
func (p *Page) about(k atlas.Pack) string {
	c := p.c
	var parts []string
	if k.Version != "" {
		parts = append(parts, c.T("packs.version", map[string]any{"version": k.Version}))
	}
	parts = append(parts, c.Words().Bytes(k.Bytes), c.T("packs.zooms", map[string]any{"from": k.MinZoom, "to": k.MaxZoom}), string(k.Datum))
	if k.StationId == "" {
		parts = append(parts, c.T("packs.everybody", nil))
	}
	return strings.Join(parts, " · ")
}

// law is what must be shown beside the map, and whether somebody checked it.
func (p *Page) law(k atlas.Pack) []string {
	switch {
	case k.Approval == "":
		return nil
	case k.ApprovalChecked == "":
		return []string{p.c.T("packs.approval.unchecked", map[string]any{"number": k.Approval})}
	}
	return []string{p.c.T("packs.approval", map[string]any{"number": k.Approval, "date": k.ApprovalChecked})}
}

// move paints how far a pack is that comes, or would go on.
func (p *Page) move(k atlas.Pack) {
	box := p.rows[k.Id]
	if box == nil {
		return
	}
	c, w := p.c, p.c.Words()
	box.Objects = nil
	of := k.Of()
	share := float32(k.Got) / float32(max(1, of))
	amount := fmt.Sprintf("%s / %s", w.Bytes(k.Got), w.Bytes(of))
	switch {
	case k.Coming && k.Waiting && k.Self && k.Newer != nil:
		box.Objects = []fyne.CanvasObject{note(ui.IcClock, ui.ToneLook, c.T("packs.renewing.waiting", map[string]any{"version": edition(k)}))}
	case k.Coming && k.Waiting:
		box.Objects = []fyne.CanvasObject{note(ui.IcClock, ui.ToneLook, c.T("packs.waiting", nil))}
	case k.Coming && k.Why != nil:
		box.Objects = []fyne.CanvasObject{note(ui.IcCloudOff, ui.ToneLook, c.T("packs.lost", nil))}
		if k.Got > 0 {
			box.Objects = append(box.Objects, ui.NewLoading(c.T("packs.kept", nil), amount, share))
		}
	case k.Coming && k.Self && k.Newer != nil && k.Why == nil:
		box.Objects = []fyne.CanvasObject{ui.NewLoading(c.T("packs.renewing", map[string]any{"version": edition(k)}), amount, share)}
	case k.Coming:
		box.Objects = []fyne.CanvasObject{ui.NewLoading(c.T("packs.coming", nil), amount, share)}
	case k.Got > 0:
		box.Objects = []fyne.CanvasObject{ui.NewLoading(c.T("packs.paused", nil), amount, share)}
	}
	box.Refresh()
}

func note(icon ui.Glyph, tone ui.Tone, text string) fyne.CanvasObject {
	return ui.RowFill(10, ui.Col(0, ui.NewIcon(icon, 20, tone.OnWash())), ui.Grow(ui.NewText(text, ui.Small, tone.OnWash()).Wrap()))
}

// renewedFor is how long a pack says that it was renewed by itself.
const renewedFor = 7 * 24 * time.Hour

// trouble is what ails a pack, why it did not come, and that it was renewed.
func (p *Page) trouble(k atlas.Pack) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if k.Spoiled != nil {
		out = append(out, note(ui.IcAlert, ui.ToneWrong, show.Line(p.c.Words(), k.Spoiled)))
	}
	if k.Why != nil && !k.Coming {
		out = append(out, note(ui.IcAlert, ui.ToneWrong, show.Line(p.c.Words(), k.Why)))
	}
	if ago := p.c.Now().Sub(k.Renewed); k.Here && k.Newer == nil && !k.Renewed.IsZero() && ago < renewedFor {
		out = append(out, note(ui.IcCheck, ui.ToneRight, p.c.T("packs.renewed", map[string]any{"ago": p.c.Words().Ago(k.Renewed, p.c.Now())})))
	}
	if k.Here && !k.Offered && p.list.Why == nil && !p.list.Asked.IsZero() {
		out = append(out, note(ui.IcInfo, ui.ToneCalm, p.c.T("packs.gone", nil)))
	}
	return out
}

// edition is the version that is offered in the place of a pack, or what tells it from
// others where it names none.
func edition(k atlas.Pack) string {
	return cmp.Or(k.Newer.Version, k.Newer.Sha256[:min(6, len(k.Newer.Sha256))])
}

// button is the one thing to do with a pack, nil where there is nothing.
func (p *Page) button(k atlas.Pack) fyne.CanvasObject {
	c, w := p.c, p.c.Words()
	get := func(icon ui.Glyph, key string) fyne.CanvasObject {
		args := map[string]any{"bytes": w.Bytes(k.Of() - k.Got), "version": ""}
		if k.Newer != nil {
			args["version"] = edition(k)
		}
		return ui.NewTonal(icon, c.T(key, args), func() {
			p.Do(func(context.Context) error { return p.a.Maps.Get(k.Id) }, nil)
		})
	}
	switch {
	case k.Coming:
		return ui.NewTonal(ui.IcPause, c.T("packs.pause", nil), func() {
			p.Do(func(context.Context) error { return p.a.Maps.Pause(k.Id) }, nil)
		})
	case !k.Offered:
		return nil
	case k.Got > 0 && k.Got < k.Of():
		return get(ui.IcPlay, "packs.resume")
	case k.Spoiled != nil:
		return get(ui.IcSync, "packs.again")
	case k.Newer != nil:
		return get(ui.IcSync, "packs.renew")
	case !k.Here:
		return get(ui.IcDown, "packs.get")
	}
	return nil
}

// remove takes a pack off this device; the line at the bottom takes it back.
func (p *Page) remove(k atlas.Pack) {
	c := p.c
	p.Do(func(context.Context) error { return p.a.Maps.Remove(k.Id) }, func() {
		c.ToastUndo(c.T("packs.removed", map[string]any{"name": k.Name}), c.T("common.undo", nil), func() {
			p.Do(func(context.Context) error { return p.a.Maps.Restore(k.Id) }, nil)
		})
	})
}
