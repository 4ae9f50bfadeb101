package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// scanPlace is the index of the big middle button.
const scanPlace = 2

// PhoneShell fills the window as a phone: a title, the page, five places at the
// bottom of which the middle one, scanning, opens over whatever is shown.
type PhoneShell struct {
	c     *Context
	roots *roots
	at    int
}

// NewPhoneShell sets the content of the context's window and goes to the first place.
func NewPhoneShell(c *Context, places [5]Place) *PhoneShell {
	s := &PhoneShell{c: c, roots: newRoots(places[:])}
	c.Nav.frame = s.frame
	c.Nav.atRoot = s.leaveTab
	c.rebuild = func() {
		s.roots.forget()
		c.Nav.Rebuild()
	}
	c.window.SetPadded(false)
	watch := &room{do: c.Do, canvas: c.window.Canvas(), soft: softKeyboard()}
	c.window.SetContent(container.New(watch, Narrow(container.NewStack(c.Nav.place, c.toast.layer))))
	s.Go(0)
	return s
}

// Go shows a place by its index; 2 opens the scanner over the present page.
func (s *PhoneShell) Go(i int) {
	switch {
	case i == scanPlace:
		s.c.Nav.Push(s.roots.places[i].Page())
		return
	case i == s.at && s.c.Nav.Depth() > 0:
		s.c.Nav.Home()
		return
	}
	s.at = i
	s.c.Nav.root(s.roots.at(i))
}

// leaveTab is Back at a root: from any place to the first, and from that out of the app.
func (s *PhoneShell) leaveTab() bool {
	if s.at == 0 {
		return false
	}
	s.Go(0)
	return true
}

func (s *PhoneShell) frame(p Page, depth int, content fyne.CanvasObject) fyne.CanvasObject {
	if isBare(p) {
		return Narrow(content)
	}
	if depth > 1 {
		return Screen(NewAppBar(p.Title(), subtitleOf(p), s.c.Back, actionsOf(p)...), bottomOf(footOf(p)), content)
	}
	t := [5]Tab(tabs(s.c, s.roots.places))
	return Screen(NewHomeBar(p.Title(), subtitleOf(p), actionsOf(p)...), bottomOf(footOf(p), NewBottomBar(t, s.at, s.Go)), content)
}
