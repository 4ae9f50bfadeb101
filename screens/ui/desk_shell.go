package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// paneWidth is the width of the details pane in dp.
const paneWidth float32 = 344

// DeskShell fills the window as a desktop: side bar, page, and a details pane
// at the right that is there while Context.Open has shown something in it.
type DeskShell struct {
	c      *Context
	roots  *roots
	person Person
	at     int
	side   *fyne.Container
	pane   *fyne.Container
	all    *fyne.Container
}

// Person is who is signed in, as the foot of the side bar shows it.
type Person struct {
	Name string
	Role func() string // asked again when the language changes
	Open func()        // settings; may be nil
}

// NewDeskShell sets the content of the context's window and goes to the first place.
func NewDeskShell(c *Context, places []Place, person Person) *DeskShell {
	s := &DeskShell{c: c, roots: newRoots(places), person: person, side: container.NewStack(), pane: container.NewStack()}
	c.Nav.frame = s.frame
	c.pane = newNavigator(c.Unfocus, s.paneFrame)
	c.pane.changed = s.showPane
	c.rebuild = func() {
		s.roots.forget()
		s.showSide()
		c.Nav.Rebuild()
		c.pane.Rebuild()
	}
	s.pane.Hide()
	s.all = container.New(&frame{left: s.side, right: s.pane, middle: c.Nav.place}, c.Nav.place, s.side, s.pane)
	c.window.SetPadded(false)
	c.window.SetContent(Narrow(container.NewStack(s.all, c.toast.layer)))
	s.Go(0)
	return s
}

// Go shows a place by its index and closes the details.
func (s *DeskShell) Go(i int) {
	s.at = i
	s.c.pane.Clear()
	s.showSide()
	s.c.Nav.root(s.roots.at(i))
}

// Update asks the places for their counts again.
func (s *DeskShell) Update() { s.showSide() }

// Collapse makes the side bar narrow or wide and keeps that with the settings.
func (s *DeskShell) Collapse(narrow bool) {
	s.c.keep(func(now *Settings) { now.Narrow = narrow })
	s.showSide()
}

func (s *DeskShell) narrow() bool { return s.c.settings.Narrow }

func (s *DeskShell) showSide() {
	bar := NewSideBar(s.brand(), tabs(s.c, s.roots.places), s.at, s.narrow(), s.foot(), s.Go)
	s.side.Objects = []fyne.CanvasObject{bar}
	s.side.Refresh()
	s.relayout()
}

func (s *DeskShell) relayout() {
	if s.all != nil {
		relayout(s.all)
	}
}

// showPane opens or closes the room for the details.
func (s *DeskShell) showPane() {
	open := s.c.pane.Depth() > 0
	if open == s.pane.Visible() {
		return
	}
	s.pane.Objects = nil
	s.pane.Hidden = !open
	if open {
		body := NewBlock(Look{Fill: ColSurface}, container.NewStack(Space(paneWidth, 0), Narrow(s.c.pane.place)))
		s.pane.Objects = []fyne.CanvasObject{Frame(nil, nil, VHairline(), nil, body)}
	}
	s.pane.Refresh()
	s.relayout()
}

func (s *DeskShell) brand() fyne.CanvasObject {
	mark := NewBlock(Look{Fill: ColPrimary, Radius: 8, Min: fyne.NewSquareSize(32)}, Middle(NewIcon(IcBolt, 20, ColOnPrimary)))
	fold := NewIconButton(IcSide, ColMuted, func() { s.Collapse(!s.narrow()) })
	if s.narrow() {
		return Col(4, Middle(mark), Middle(fold))
	}
	return Row(10, mark, Grow(NewText(s.c.T("common.app", nil), Title, ColInk).Clip()), fold)
}

func (s *DeskShell) foot() fyne.CanvasObject {
	disc := NewInitial(Initial(s.person.Name), 32, ColTint, ColOnTint, "")
	if s.narrow() {
		if s.person.Open == nil {
			return Middle(disc)
		}
		return NewTap(Look{Radius: 24}, Middle(disc), s.person.Open)
	}
	parts := []fyne.CanvasObject{disc, Grow(Col(0,
		NewText(s.person.Name, SmallBold, ColInk).Clip(), NewText(s.person.Role(), Caption, ColMuted).Clip()))}
	if s.person.Open != nil {
		parts = append(parts, NewIconButton(IcSliders, ColMuted, s.person.Open))
	}
	return Row(10, parts...)
}

func (s *DeskShell) frame(p Page, depth int, content fyne.CanvasObject) fyne.CanvasObject {
	if isBare(p) {
		return Narrow(content)
	}
	var parts []fyne.CanvasObject
	if depth > 1 {
		parts = append(parts, NewIconButton(IcBack, ColInk, s.c.Back))
	}
	parts = append(parts, Grow(titleOver(p.Title(), subtitleOf(p), Title)))
	head := Inset(8, 20, 8, 20, AtLeast(0, TouchMin, newHead(p, Row(12, parts...), actionsOf(p))))
	return Screen(head, footOf(p), Inset(0, 20, 20, 20, content))
}

func (s *DeskShell) paneFrame(p Page, depth int, content fyne.CanvasObject) fyne.CanvasObject {
	var parts []fyne.CanvasObject
	left := Edge
	if depth > 1 {
		left = 4
		parts = append(parts, NewIconButton(IcBack, ColInk, s.c.Back))
	}
	parts = append(parts, Grow(titleOver(p.Title(), subtitleOf(p), Title)))
	parts = append(parts, actionsOf(p)...)
	parts = append(parts, NewIconButton(IcClose, ColMuted, s.c.pane.Clear))
	return Screen(Inset(8, 4, 8, left, Row(0, parts...)), footOf(p), content)
}

// Initial is the first character of a name, for its disc.
func Initial(name string) string {
	for _, r := range name {
		return string(r)
	}
	return ""
}
