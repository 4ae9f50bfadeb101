package atlas

import (
	"errors"

	"dianqin/chart/mbtiles"
	"dianqin/chart/tiles"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// notice is the small bar at the top of the map: one thing that is to be known, and
// what can be done about it. The map goes on moving below it.
type notice struct {
	box  *fyne.Container
	text string
}

func newNotice() *notice {
	n := &notice{box: ui.Col(0)}
	n.box.Hide()
	return n
}

// say shows a line; nothing takes the bar away.
func (n *notice) say(tone ui.Tone, icon ui.Glyph, text, word string, do func()) {
	n.text = text
	n.box.Objects = nil
	n.box.Hide()
	if text == "" {
		return
	}
	parts := []fyne.CanvasObject{ui.NewIcon(icon, 20, tone.OnWash()), ui.Grow(ui.Inset(6, 0, 6, 0, ui.NewText(text, ui.Small, tone.OnWash()).Wrap()))}
	if word != "" {
		parts = append(parts, ui.NewTap(ui.Look{Radius: 8, Left: 8, Right: 8}, ui.Middle(ui.NewText(word, ui.SmallBold, tone.OnWash())), do))
	}
	n.box.Objects = []fyne.CanvasObject{ui.NewBlock(ui.Look{Fill: tone.Wash(), Stroke: tone.Edge(), Radius: ui.Radius, Raised: true, Left: 12, Right: 4, Min: fyne.NewSize(0, 40)},
		ui.Row(ui.Gap, parts...))}
	n.box.Show()
}

// sourced is told by the widget how its ground is doing.
func (p *Page) sourced(_ int, fault error) {
	if errors.Is(fault, p.own.trouble) && (fault == nil) == (p.own.trouble == nil) {
		return
	}
	p.own.trouble = fault
	p.tell()
}

// tell shows the one thing that matters most about the map.
func (p *Page) tell() {
	if p.bar == nil {
		return
	}
	w := p.c.Words()
	switch {
	case p.fault != nil:
		p.bar.say(ui.ToneWrong, ui.IcAlert, show.Line(w, p.fault), p.c.T("common.retry", nil), func() { p.load(nil) })
	case p.own.ground != nil:
		p.bar.say(ui.ToneLook, ui.IcAlert, show.Line(w, p.own.ground), "", nil)
	case p.at() < 0:
		word, do := "", func() {}
		if p.lead.Packs != nil {
			word, do = p.c.T("map.packs.get", nil), p.lead.Packs
		}
		p.bar.say(ui.ToneLook, ui.IcMap, p.c.T("map.bare", nil), word, do)
	case p.own.trouble != nil:
		p.bar.say(ui.ToneLook, ui.IcCloudOff, p.c.T(troubleKey(p.own.trouble), nil), "", nil)
	case p.own.mocked:
		p.bar.say(ui.ToneLook, ui.IcAlert, p.c.T("map.mocked", nil), "", nil)
	case !p.read:
		p.bar.say(ui.ToneCalm, ui.IcClock, p.c.T("map.reading", nil), "", nil)
	default:
		p.bar.say("", "", "", "", nil)
	}
	p.layout.relay()
}

// troubleKey is the word for what ails a source of tiles.
func troubleKey(err error) string {
	var pack *mbtiles.Error
	if errors.As(err, &pack) {
		return "map.trouble.pack"
	}
	var e *tiles.Error
	if errors.As(err, &e) {
		switch e.Code {
		case tiles.Offline:
			return "map.trouble.offline"
		case tiles.Slow:
			return "map.trouble.slow"
		case tiles.Refused:
			return "map.trouble.refused"
		case tiles.KeyRefused, tiles.KeyMissing:
			return "map.trouble.key"
		}
	}
	return "map.trouble.rubbish"
}
