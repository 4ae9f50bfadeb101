package uitest

import (
	"slices"
	"strings"

	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Texts lists what is to be read in the window, from the back to the front; a
// text that ends in an ellipsis is listed whole, one that is scrolled away too.
func (s *Stage) Texts() []string {
	var out []string
	for _, n := range nodes(s.Window.Canvas()) {
		if text, ok := n.text(); ok {
			out = append(out, text)
		}
	}
	return out
}

// Has tells whether some text in the window contains part.
func (s *Stage) Has(part string) bool {
	return slices.ContainsFunc(s.Texts(), func(t string) bool { return strings.Contains(t, part) })
}

// See fails the test where no text in the window contains one of the parts.
func (s *Stage) See(parts ...string) {
	s.T.Helper()
	for _, p := range parts {
		if !s.Has(p) {
			s.T.Fatalf("%q is not on the screen; there are %q", p, s.Texts())
		}
	}
}

// Find is the frontmost object that says a text: the whole of it, or else a
// part. It is nil where none does.
func (s *Stage) Find(text string) fyne.CanvasObject {
	if n, ok := s.find(text); ok {
		return n.object
	}
	return nil
}

func (s *Stage) find(text string) (node, bool) {
	all := nodes(s.Window.Canvas())
	slices.Reverse(all)
	for _, n := range all {
		if t, ok := n.text(); ok && t == text {
			return n, true
		}
	}
	for _, n := range all {
		if t, ok := n.text(); ok && strings.Contains(t, text) {
			return n, true
		}
	}
	return node{}, false
}

// Tap presses where a text stands, scrolling to it first, and settles.
func (s *Stage) Tap(text string) {
	s.T.Helper()
	n, ok := s.find(text)
	if !ok {
		s.T.Fatalf("%q is not on the screen; there are %q", text, s.Texts())
	}
	s.tap(n, text)
}

// TapObject presses an object in the window, scrolling to it first, and settles.
func (s *Stage) TapObject(o fyne.CanvasObject) {
	s.T.Helper()
	n, ok := s.nodeOf(o)
	if !ok {
		s.T.Fatalf("%T is not on the screen", o)
	}
	s.tap(n, "the object")
}

// TapIcon presses the frontmost icon of a drawing, and settles.
func (s *Stage) TapIcon(g ui.Glyph) {
	s.T.Helper()
	all := nodes(s.Window.Canvas())
	slices.Reverse(all)
	for _, n := range all {
		if icon, ok := n.object.(*ui.Icon); ok && icon.Glyph() == g {
			s.tap(n, "the icon")
			return
		}
	}
	s.T.Fatal("the icon is not on the screen")
}

func (s *Stage) nodeOf(o fyne.CanvasObject) (node, bool) {
	all := nodes(s.Window.Canvas())
	if i := slices.IndexFunc(all, func(n node) bool { return n.object == o }); i >= 0 {
		return all[i], true
	}
	return node{}, false
}

func (s *Stage) tap(n node, what string) {
	s.T.Helper()
	if !n.clip.holds(n.at.centre()) && n.scroll != nil {
		n.scroll.ScrollToOffset(n.scroll.Offset.AddXY(0, n.at.centre().Y-(n.clip.y0+n.clip.y1)/2))
		n, _ = s.nodeOf(n.object)
	}
	p := n.seen.centre()
	if n.seen.empty() {
		s.T.Fatalf("%s is out of sight at %v", what, n.at)
	}
	if !s.tappableAt(p) {
		s.T.Fatalf("nothing takes a press at %s, %v", what, p)
	}
	test.TapCanvas(s.Window.Canvas(), p)
	s.Settle()
}

func (s *Stage) tappableAt(p fyne.Position) bool {
	return slices.ContainsFunc(nodes(s.Window.Canvas()), func(n node) bool {
		_, ok := n.object.(fyne.Tappable)
		return ok && n.seen.holds(p)
	})
}

// Field is the entry that stands under a label or shows a hint.
func (s *Stage) Field(labelOrHint string) *ui.Entry {
	s.T.Helper()
	labelled := false
	for _, n := range nodes(s.Window.Canvas()) {
		if e, ok := n.object.(*ui.Entry); ok && (labelled || e.PlaceHolder == labelOrHint) {
			return e
		}
		if t, ok := n.text(); ok && !n.inEntry {
			labelled = t == labelOrHint
		}
	}
	s.T.Fatalf("there is no field %q; there are %q", labelOrHint, s.Texts())
	return nil
}

// Type replaces what stands in a field, as fingers do it, and settles.
func (s *Stage) Type(labelOrHint, text string) {
	s.T.Helper()
	e := s.Field(labelOrHint)
	s.Window.Canvas().Focus(e)
	if e.Text != "" {
		e.TypedShortcut(&fyne.ShortcutSelectAll{})
		e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	test.Type(e, text)
	s.Settle()
}

// Key presses a key: into the field that has the focus, else into the window.
// mobile.KeyBack is the phone's Back.
func (s *Stage) Key(k fyne.KeyName) {
	s.T.Helper()
	c := s.Window.Canvas()
	if f := c.Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: k})
	} else if on := c.OnTypedKey(); on != nil {
		on(&fyne.KeyEvent{Name: k})
	}
	s.Settle()
}

// Rune types one character into the field that has the focus, else into the window.
func (s *Stage) Rune(r rune) {
	s.T.Helper()
	c := s.Window.Canvas()
	if f := c.Focused(); f != nil {
		f.TypedRune(r)
	} else if on := c.OnTypedRune(); on != nil {
		on(r)
	}
	s.Settle()
}
