package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Entry is a text field. Esc leaves the field before the page. The phone's Back takes
// the keyboard away before we hear of it (keyboard.go), so where we do hear of it the
// person means the page: it leaves both.
//
// Chinese is typed on a phone by letters that are taken back and replaced: OnChanged
// is called for each of them and for the nothing between. What is dear waits for a
// pause (Latest), and what is typed is judged when it is sent.
type Entry struct {
	widget.Entry
	digits  bool
	accept  string // characters besides digits, for a numeric entry
	onFocus func()
	whole   bool   // never narrower than its hint
	soft    bool   // typed on the screen
	struck  []bool // of a numeric entry on the screen: which letters since the focus came were taken
}

var _ mobile.Keyboardable = (*Entry)(nil)

// NewEntry is a field for one line of text.
func NewEntry(text, hint string) *Entry {
	e := &Entry{soft: softKeyboard()}
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

// TypedRune implements fyne.Focusable; a numeric entry lets nothing else in. The wide
// digits of a Chinese keyboard are digits.
func (e *Entry) TypedRune(r rune) {
	if e.digits {
		r = common(r)
	}
	takes := e.takes(r)
	if e.digits && e.soft {
		e.struck = append(e.struck, takes)
	}
	if takes {
		e.Entry.TypedRune(r)
	}
}

// common is the usual form of a wide digit or sign.
func common(r rune) rune {
	const wide, first = '！', '!' // the wide forms stand in the order of the usual ones
	if r >= wide && r <= '～' {
		return r - wide + first
	}
	return r
}

// retracts tells whether a phone's keyboard takes back a letter that was never let in:
// the keyboard keeps its own account of what was typed.
func (e *Entry) retracts() bool {
	n := len(e.struck)
	if n == 0 {
		return false
	}
	taken := e.struck[n-1]
	e.struck = e.struck[:n-1]
	return !taken
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
	switch k.Name {
	case mobile.KeyBack, fyne.KeyEscape:
		e.leave(k)
		return
	case fyne.KeyBackspace:
		if e.retracts() {
			return
		}
	}
	e.Entry.TypedKey(k)
}

// leave lets the focus go, and hands Back on to the page.
func (e *Entry) leave(k *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(e)
	if c == nil {
		return
	}
	c.Unfocus()
	if k.Name == mobile.KeyBack && c.OnTypedKey() != nil {
		c.OnTypedKey()(k)
	}
}

// FocusGained implements fyne.Focusable: the field is scrolled into sight.
func (e *Entry) FocusGained() {
	e.struck = nil
	e.Entry.FocusGained()
	e.comeIntoSight()
}

// comeIntoSight scrolls what the field stands in; a form shows its label and hint too.
func (e *Entry) comeIntoSight() {
	if e.onFocus != nil {
		e.onFocus()
		return
	}
	reveal(e)
}
