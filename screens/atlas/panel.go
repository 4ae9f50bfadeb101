package atlas

import (
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// sheet is what is shown beside the map: at the bottom of the phone's, in the details
// pane of the desk.
type sheet struct {
	title func() string
	parts func() []fyne.CanvasObject
	foot  func() fyne.CanvasObject // the main action; nil for none
	done  func()                   // when it goes; may be nil
	back  func()                   // when it comes again, as after another look; may be nil
}

// word is a title in whatever language the screen has.
func (p *Page) word(key string) func() string {
	return func() string { return p.c.T(key, nil) }
}

// panel is where a sheet is shown.
type panel struct {
	p    *Page
	now  *sheet
	body *fyne.Container // of the sheet, on the phone
	head fyne.CanvasObject
	foot fyne.CanvasObject
	page *sheetPage // on the desk
}

const (
	panelPad  float32 = 12
	panelHead float32 = ui.TouchMin + 4
	footPad   float32 = scanRise + 4 // the scan button stands into it
)

// open shows a sheet in place of the one that is there.
func (p *Page) open(s *sheet) {
	if old := p.panel.now; old != nil && old.done != nil {
		old.done()
	}
	p.panel.p, p.panel.now = p, s
	if !p.c.Phone() {
		p.panel.page = &sheetPage{p: p, s: s}
		p.c.Open(p.panel.page)
		return
	}
	p.panel.fill(p)
}

// closePanel takes away what is shown beside the map, and what is marked with it.
func (p *Page) closePanel() {
	s := p.panel.now
	p.panel.now = nil
	p.choose(nil)
	if s != nil && s.done != nil {
		s.done()
	}
	if pane := p.c.Pane(); pane != nil && s != nil && pane.Current() == ui.Page(p.panel.page) {
		p.c.Pane().Clear()
	}
	p.panel.page = nil
	p.panel.fill(p)
}

// showing tells whether a sheet is open.
func (n *panel) showing() bool { return n.now != nil }

// fill builds the phone's panel anew.
func (n *panel) fill(p *Page) {
	if p.layout == nil || !p.c.Phone() {
		return
	}
	at := p.layout.panel
	at.Objects = nil
	at.Hide()
	if n.now != nil {
		n.head = ui.Inset(4, 4, 0, ui.Edge, ui.Row(0, ui.Grow(ui.NewText(n.now.title(), ui.Title, ui.ColInk).Clip()), ui.NewIconButton(ui.IcClose, ui.ColMuted, p.closePanel)))
		n.body = ui.Col(10)
		n.foot = nil
		bottom := ui.Space(0, scanRise)
		if n.now.foot != nil {
			if n.foot = n.now.foot(); n.foot != nil {
				bottom = ui.Inset(8, ui.Edge, footPad, ui.Edge, n.foot)
			}
		}
		scroll := ui.Scroll(ui.Inset(0, ui.Edge, panelPad, ui.Edge, n.body))
		at.Objects = []fyne.CanvasObject{ui.Grow(ui.NewBlock(ui.Look{Fill: theme.ColorNameBackground, Stroke: ui.ColLine, Radius: 16, Flat: [4]bool{false, false, true, true}, Raised: true},
			ui.Frame(n.head, bottom, nil, nil, scroll)))}
		at.Show()
	}
	n.paint()
}

// paint shows what the sheet says now.
func (n *panel) paint() {
	if n.now == nil || n.p == nil {
		if n.p != nil && n.p.layout != nil {
			n.p.layout.relay()
		}
		return
	}
	if n.page != nil {
		n.page.paint()
		return
	}
	if n.body == nil {
		return
	}
	n.body.Objects = n.now.parts()
	n.body.Refresh()
	n.p.layout.relay()
}

// want is the height that the phone's panel asks for at a width.
func (n *panel) want(width float32) float32 {
	h := panelHead + ui.HeightAt(n.body, width-2*ui.Edge) + panelPad
	if n.foot != nil {
		h += ui.HeightAt(n.foot, width-2*ui.Edge) + 8 + footPad
		return h
	}
	return h + scanRise
}

// sheetPage is a sheet in the details pane.
type sheetPage struct {
	p     *Page
	s     *sheet
	body  *fyne.Container
	whole fyne.CanvasObject
}

// Title implements ui.Page.
func (s *sheetPage) Title() string { return s.s.title() }

// Content implements ui.Page.
func (s *sheetPage) Content() fyne.CanvasObject {
	s.body = ui.Col(10)
	s.whole = ui.Scroll(ui.Inset(4, 12, 24, 12, s.body))
	s.paint()
	return s.whole
}

// Foot implements ui.Footed.
func (s *sheetPage) Foot() fyne.CanvasObject {
	if s.s.foot == nil {
		return nil
	}
	if f := s.s.foot(); f != nil {
		return ui.NewActionBar(ui.Grow(f))
	}
	return nil
}

// OnShown implements ui.Shown: it is there again after another page, or in another look.
func (s *sheetPage) OnShown() {
	if s.p.panel.now == s.s {
		return
	}
	s.p.panel.p, s.p.panel.now, s.p.panel.page = s.p, s.s, s
	if s.s.back != nil {
		s.s.back()
	}
}

// OnHidden implements ui.Hidden: another page came in its place.
func (s *sheetPage) OnHidden() {
	if s.p.panel.page == s && s.p.panel.now == s.s {
		s.p.panel.now, s.p.panel.page = nil, nil
		if s.s.done != nil {
			s.s.done()
		}
	}
}

func (s *sheetPage) paint() {
	if s.body == nil {
		return
	}
	s.body.Objects = s.s.parts()
	s.body.Refresh()
	s.whole.Refresh()
}
