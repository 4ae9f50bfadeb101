package screens

import (
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// views is a place of the desk that can be looked at in several ways, of which one
// is shown. It hands on what the shell asks to the page that is shown, and puts
// the ways to the others in front of its actions.
type views struct {
	c     *ui.Context
	all   []view
	at    int
	front ui.Page // that was told it is shown
}

// view is one way of looking at a place.
type view struct {
	icon ui.Glyph
	word string // key
	page ui.Page
}

var (
	_ ui.Subtitled = (*views)(nil)
	_ ui.Acting    = (*views)(nil)
	_ ui.Footed    = (*views)(nil)
	_ ui.Shown     = (*views)(nil)
	_ ui.Hidden    = (*views)(nil)
	_ ui.Keyed     = (*views)(nil)
	_ ui.Leaving   = (*views)(nil)
)

func newViews(c *ui.Context, all ...view) *views { return &views{c: c, all: all} }

func (v *views) page() ui.Page { return v.all[v.at].page }

// turn shows another way.
func (v *views) turn(i int) {
	v.at = i
	v.c.Nav.Rebuild()
}

// show turns to a way where another is shown.
func (v *views) show(i int) {
	if i != v.at {
		v.turn(i)
	}
}

// Title implements ui.Page.
func (v *views) Title() string { return v.page().Title() }

// Content implements ui.Page.
func (v *views) Content() fyne.CanvasObject { return v.page().Content() }

// Subtitle implements ui.Subtitled.
func (v *views) Subtitle() string {
	if p, ok := v.page().(ui.Subtitled); ok {
		return p.Subtitle()
	}
	return ""
}

// Actions implements ui.Acting. The ways are words side by side, the one that is
// shown filled; in large text there is room for icons only.
func (v *views) Actions() []fyne.CanvasObject {
	var ways []fyne.CanvasObject
	for i, w := range v.all {
		icon, word := ui.Glyph(""), v.c.T(w.word, nil)
		if v.c.Settings().TextScale > 1 {
			icon, word = w.icon, ""
		}
		ways = append(ways, ui.NewCompact(icon, word, i == v.at, func() {
			if i != v.at {
				v.turn(i)
			}
		}))
	}
	var out []fyne.CanvasObject
	if p, ok := v.page().(ui.Acting); ok {
		out = p.Actions()
	}
	return append(out, ui.Row(2, ways...))
}

// Foot implements ui.Footed.
func (v *views) Foot() fyne.CanvasObject {
	if p, ok := v.page().(ui.Footed); ok {
		return p.Foot()
	}
	return nil
}

// OnShown implements ui.Shown.
func (v *views) OnShown() {
	v.front = v.page()
	if p, ok := v.front.(ui.Shown); ok {
		p.OnShown()
	}
}

// OnHidden implements ui.Hidden: the page that was in front goes, which is not the
// one to come.
func (v *views) OnHidden() {
	if p, ok := v.front.(ui.Hidden); ok {
		p.OnHidden()
	}
	v.front = nil
}

// OnKey implements ui.Keyed.
func (v *views) OnKey(k fyne.KeyName) bool {
	p, ok := v.page().(ui.Keyed)
	return ok && p.OnKey(k)
}

// OnRune implements ui.Keyed: v shows the next way.
func (v *views) OnRune(r rune) bool {
	if r == 'v' && len(v.all) > 1 {
		v.turn((v.at + 1) % len(v.all))
		return true
	}
	p, ok := v.page().(ui.Keyed)
	return ok && p.OnRune(r)
}

// Leave implements ui.Leaving.
func (v *views) Leave() bool {
	p, ok := v.page().(ui.Leaving)
	return ok && p.Leave()
}
