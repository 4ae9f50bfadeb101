package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// entry is a page with what was built for it; nothing built yet, or not since
// the language changed, is nil.
type entry struct {
	page    Page
	content fyne.CanvasObject
}

// framer puts the title bar and what else belongs to the shell around a page's
// content. Depth is 1 for a root.
type framer func(p Page, depth int, content fyne.CanvasObject) fyne.CanvasObject

// Navigator is a stack of pages of which the top one is shown.
//
//	Root ── Push ──▶ A ── Push ──▶ B
//	  ◀──── Back ────  ◀─── Back ──
//
// It runs on the thread that paints, like every widget.
type Navigator struct {
	stack   []*entry
	place   *fyne.Container
	frame   framer
	unfocus func()
	changed func() // after another page came to the front
	atRoot  func() bool
}

func newNavigator(unfocus func(), frame framer) *Navigator {
	return &Navigator{place: container.NewStack(), frame: frame, unfocus: unfocus,
		changed: func() {}, atRoot: func() bool { return false }}
}

// Current is the page in front, nil where there is none.
func (n *Navigator) Current() Page {
	if e := n.top(); e != nil {
		return e.page
	}
	return nil
}

// Depth is the number of pages in the stack.
func (n *Navigator) Depth() int { return len(n.stack) }

// Push shows a page over the present one; focus is dropped, so that the
// system's Back reaches the app and the keyboard goes.
func (n *Navigator) Push(p Page) { n.turn(append(n.stack, &entry{page: p})) }

// Replace shows a page in the place of the present one: Back skips that.
func (n *Navigator) Replace(p Page) {
	if len(n.stack) == 0 {
		n.Push(p)
		return
	}
	n.turn(append(n.stack[:len(n.stack)-1:len(n.stack)-1], &entry{page: p}))
}

// Root empties the stack and shows a page.
func (n *Navigator) Root(p Page) { n.root(&entry{page: p}) }

func (n *Navigator) root(e *entry) { n.turn([]*entry{e}) }

// Back shows the page before the present one. At the root it asks the shell,
// and reports false where there is nothing to go back to.
func (n *Navigator) Back() bool {
	if len(n.stack) <= 1 {
		return n.atRoot()
	}
	n.turn(n.stack[: len(n.stack)-1 : len(n.stack)-1])
	return true
}

// BackPast closes a page and what lies over it, as Back would from that page.
func (n *Navigator) BackPast(p Page) {
	for i, e := range n.stack {
		switch {
		case e.page != p:
		case i == 0:
			n.Home()
			n.Back()
			return
		default:
			n.turn(n.stack[:i:i])
			return
		}
	}
}

// Home goes back to the root of the stack.
func (n *Navigator) Home() {
	if len(n.stack) > 1 {
		n.turn(n.stack[:1:1])
	}
}

// Clear takes every page away.
func (n *Navigator) Clear() { n.turn(nil) }

// Update asks the page in front again for its title, subtitle, actions and
// foot; the content stays as it is.
func (n *Navigator) Update() { n.show() }

// blank takes what is shown off the screen before it is rebuilt: the toolkit would
// lay it all out in the new look first.
func (n *Navigator) blank() { n.place.Objects = nil }

// Rebuild builds the page in front anew and forgets what was built for the others.
func (n *Navigator) Rebuild() {
	n.hide()
	for _, e := range n.stack {
		e.content = nil
	}
	n.appear()
}

func (n *Navigator) top() *entry {
	if len(n.stack) == 0 {
		return nil
	}
	return n.stack[len(n.stack)-1]
}

// turn makes next the stack.
func (n *Navigator) turn(next []*entry) {
	n.unfocus()
	n.hide()
	n.stack = next
	n.appear()
}

func (n *Navigator) hide() {
	if e := n.top(); e != nil && e.content != nil {
		if h, ok := e.page.(Hidden); ok {
			h.OnHidden()
		}
	}
}

func (n *Navigator) appear() {
	n.show()
	n.changed()
	if e := n.top(); e != nil {
		if s, ok := e.page.(Shown); ok {
			s.OnShown()
		}
	}
}

// show puts the top page and its frame on the screen.
func (n *Navigator) show() {
	e := n.top()
	if e == nil {
		n.place.Objects = nil
		n.place.Refresh()
		return
	}
	if e.content == nil {
		e.content = e.page.Content()
	}
	n.place.Objects = []fyne.CanvasObject{n.frame(e.page, len(n.stack), e.content)}
	n.place.Refresh()
}
