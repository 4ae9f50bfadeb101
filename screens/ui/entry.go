package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Entry is a text field. Back and Esc leave the field first, so that the
// phone's keyboard goes before the page does.
type Entry struct {
	widget.Entry
	digits  bool
	accept  string // characters besides digits, for a numeric entry
	onFocus func()
	whole   bool // never narrower than its hint
}

var _ mobile.Keyboardable = (*Entry)(nil)

// NewEntry is a field for one line of text.
func NewEntry(text, hint string) *Entry {
	e := &Entry{}
	e.ExtendBaseWidget(e)
	e.Text = text
	e.PlaceHolder = hint
	return e
}

// NewNumberEntry takes digits and the characters in accept (such as "." or
// "-"), and asks the phone for its number keyboard.
func NewNumberEntry(text, hint, accept string) *Entry {
	e := NewEntry(text, hint)
	e.digits, e.accept = true, accept
	return e
}

// NewPasswordEntry hides what is typed.
func NewPasswordEntry(hint string) *Entry {
	e := NewEntry("", hint)
	e.Password = true
	e.ActionItem = nil
	return e
}

// NewNoteEntry is a field for a few lines.
func NewNoteEntry(text, hint string, rows int) *Entry {
	e := NewEntry(text, hint)
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapBreak // Chinese has no spaces to wrap at
	e.SetMinRowsVisible(rows)
	return e
}

// NewSearch is a field with the search icon in front.
func NewSearch(text, hint string, changed func(string)) *Entry {
	e := NewEntry(text, hint)
	px := theme.Size(theme.SizeNameInlineIcon) * windowScale()
	e.SetIcon(IcSearch.Resource(colour(ColMuted), px, theme.Size(SizeIconStroke)))
	e.OnChanged, e.whole = changed, true
	return e
}

// windowScale is how many pixels the app's newest window has to a dp.
func windowScale() float32 {
	all := fyne.CurrentApp().Driver().AllWindows()
	if len(all) == 0 {
		return 1
	}
	return all[len(all)-1].Canvas().Scale()
}

// searchMost is the width in dp that a search asks for at most: a phone's, with its edges.
const searchMost float32 = 340

// MinSize implements fyne.CanvasObject: never below the touch size.
func (e *Entry) MinSize() fyne.Size {
	m := e.Entry.MinSize()
	if e.whole { // a field that is too narrow shadows its edges
		room := 3*theme.Size(theme.SizeNameInnerPadding) + theme.Size(theme.SizeNameInlineIcon)
		m.Width = max(m.Width, min(Body.Measure(e.PlaceHolder).Width+room, searchMost))
	}
	return fyne.NewSize(m.Width, max(m.Height, TouchMin))
}

// Keyboard implements mobile.Keyboardable.
func (e *Entry) Keyboard() mobile.KeyboardType {
	if e.digits {
		return mobile.NumberKeyboard
	}
	return e.Entry.Keyboard()
}

// TypedRune implements fyne.Focusable; a numeric entry lets nothing else in.
func (e *Entry) TypedRune(r rune) {
	if e.takes(r) {
		e.Entry.TypedRune(r)
	}
}

// TypedShortcut implements fyne.Shortcutable; what is pasted into a numeric
// entry loses the rest, spaces between groups of digits too.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	paste, ok := s.(*fyne.ShortcutPaste)
	if !ok || !e.digits {
		e.Entry.TypedShortcut(s)
		return
	}
	for _, r := range paste.Clipboard.Content() {
		e.TypedRune(r)
	}
}

func (e *Entry) takes(r rune) bool {
	return !e.digits || (r >= '0' && r <= '9') || strings.ContainsRune(e.accept, r)
}

// TypedKey implements fyne.Focusable.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if k.Name == mobile.KeyBack || k.Name == fyne.KeyEscape {
		if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil {
			c.Unfocus()
		}
		return
	}
	e.Entry.TypedKey(k)
}

// FocusGained implements fyne.Focusable: a form scrolls the field into view.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	if e.onFocus != nil {
		e.onFocus()
	}
}
