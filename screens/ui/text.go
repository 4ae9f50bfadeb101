package ui

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Role is a place in the type scale. Nothing else sets a font size.
type Role int

// The type scale, in dp at text scale 1.
const (
	Caption     Role = iota // 12: axis labels, words under icons
	CaptionBold             // 12: badges, column titles
	Small                   // 14: secondary text
	SmallBold               // 14
	Body                    // 16
	BodyBold                // 16: names, words on buttons
	Title                   // 20 bold
	Headline                // 24 bold: the title of a place
	Figure                  // 28 bold: the one number that matters
)

func (r Role) size() fyne.ThemeSizeName {
	switch r {
	case Caption, CaptionBold:
		return SizeCaption
	case Small, SmallBold:
		return SizeSecondary
	case Title:
		return SizeTitle
	case Headline:
		return SizeHeadline
	case Figure:
		return SizeFigure
	}
	return SizeBody
}

// Px is the size of the role in the current theme, in dp.
func (r Role) Px() float32 { return theme.Size(r.size()) }

// Style is the Fyne text style of the role.
func (r Role) Style() fyne.TextStyle {
	return fyne.TextStyle{Bold: r != Caption && r != Small && r != Body}
}

// Measure is the size of s in this role.
func (r Role) Measure(s string) fyne.Size { return fyne.MeasureText(s, r.Px(), r.Style()) }

// Text is a run of text without padding, in a role and a named colour, that
// follows the theme. It takes one line, or a fixed number of lines, and ends
// with an ellipsis where the room ends. Fixed line counts keep row heights
// fixed, which a long Fyne list needs; elsewhere Wrap takes the lines it needs.
type Text struct {
	widget.BaseWidget
	s     string
	role  Role
	col   fyne.ThemeColorName
	align fyne.TextAlign
	lines int
	clip  bool
	wrap  bool
}

// NewText makes a one-line text that asks for its full width.
func NewText(s string, role Role, col fyne.ThemeColorName) *Text {
	t := &Text{s: s, role: role, col: col, lines: 1}
	t.ExtendBaseWidget(t)
	return t
}

// String is the text, whole, whatever room it has.
func (t *Text) String() string { return t.s }

// Clip lets the text be narrower than it is long; the rest becomes an ellipsis.
func (t *Text) Clip() *Text { t.clip = true; return t }

// Lines gives the text n lines to wrap into.
func (t *Text) Lines(n int) *Text { t.lines, t.clip = n, true; return t }

// Wrap gives the text the lines that it needs, twelve at most. It wants a place
// that knows its width: in a Scroll or a Screen, not in a list.
func (t *Text) Wrap() *Text { t.wrap, t.clip = true, true; return t }

// heightAt implements flowing.
func (t *Text) heightAt(width float32) float32 {
	n := t.lines
	if t.wrap {
		n = LinesFor(t.s, t.role, width)
	}
	return t.role.Measure("国").Height * float32(n)
}

// Shortened tells whether the text ends in an ellipsis that nobody allowed with
// Clip or Lines: something beside it took its room.
func (t *Text) Shortened() bool {
	return !t.clip && t.Visible() && t.role.Measure(t.s).Width > t.Size().Width+0.5
}

// Center centres the text.
func (t *Text) Center() *Text { t.align = fyne.TextAlignCenter; return t }

// End aligns the text with the end of its box.
func (t *Text) End() *Text { t.align = fyne.TextAlignTrailing; return t }

// Set changes the text.
func (t *Text) Set(s string) {
	if t.s != s {
		t.s = s
		t.Refresh()
	}
}

// SetRole changes the place in the type scale.
func (t *Text) SetRole(r Role) {
	if t.role != r {
		t.role = r
		t.Refresh()
	}
}

// SetColour changes the named colour.
func (t *Text) SetColour(c fyne.ThemeColorName) {
	if t.col != c {
		t.col = c
		t.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{t: t}
	r.grow(t.lines)
	r.Refresh()
	return r
}

type textRenderer struct {
	t       *Text
	lines   []*canvas.Text
	objects []fyne.CanvasObject
}

func (r *textRenderer) Destroy()                     {}
func (r *textRenderer) Objects() []fyne.CanvasObject { return r.objects }

// grow makes the lines n, hiding those that are not needed.
func (r *textRenderer) grow(n int) {
	for len(r.lines) < n {
		l := canvas.NewText("", colour(r.t.col))
		r.lines = append(r.lines, l)
		r.objects = append(r.objects, l)
	}
	for i, l := range r.lines {
		l.Hidden = i >= n
	}
}

// MinSize is one line before the text has a width, then what heightAt says.
func (r *textRenderer) MinSize() fyne.Size {
	width := r.t.role.Measure(r.t.s).Width
	if r.t.clip {
		width = min(width, r.t.role.Px())
	}
	h := r.t.role.Measure("国").Height * float32(r.t.lines)
	if w := r.t.Size().Width; r.t.wrap && w > 0 {
		h = r.t.heightAt(w)
	}
	return fyne.NewSize(width, h)
}

func (r *textRenderer) Layout(size fyne.Size) {
	n := r.t.lines
	if r.t.wrap {
		n = LinesFor(r.t.s, r.t.role, size.Width)
	}
	r.grow(n)
	parts := breakLines(r.t.s, size.Width, n, r.t.role)
	lh := r.t.role.Measure("国").Height
	top := max(0, (size.Height-lh*float32(n))/2)
	for i, l := range r.lines[:n] {
		s := ""
		if i < len(parts) {
			s = parts[i]
		}
		r.style(l)
		if l.Text != s {
			l.Text = s
			l.Refresh()
		}
		place(l, 0, top+lh*float32(i), size.Width, lh)
	}
}

func (r *textRenderer) style(l *canvas.Text) {
	l.TextSize, l.TextStyle = r.t.role.Px(), r.t.role.Style()
	l.Color, l.Alignment = colour(r.t.col), r.t.align
}

func (r *textRenderer) Refresh() {
	r.Layout(r.t.Size())
	for _, l := range r.lines {
		l.Refresh()
	}
}

// LinesFor is how many lines s takes in a width, at least 1 and at most 12.
func LinesFor(s string, role Role, width float32) int {
	return max(1, len(breakLines(s, width, 12, role)))
}

// breakLines wraps s into at most n lines of the width; the last one may end in an ellipsis.
func breakLines(s string, width float32, n int, role Role) []string {
	if n == 1 && role.Measure(s).Width <= width+0.5 {
		return []string{s}
	}
	if head, rest, ok := strings.Cut(s, "\n"); ok && n > 1 {
		first := breakLines(head, width, n-1, role)
		return append(first, breakLines(rest, width, n-len(first), role)...)
	}
	runes := []rune(s)
	var out []string
	for len(runes) > 0 && len(out) < n {
		last := len(out) == n-1
		if role.Measure(string(runes)).Width <= width+0.5 {
			return append(out, string(runes))
		}
		if last {
			k := fit(runes, width-role.Measure("…").Width, role)
			return append(out, string(runes[:k])+"…")
		}
		k := breakAt(runes, max(1, fit(runes, width, role)))
		out = append(out, strings.TrimRight(string(runes[:k]), " "))
		runes = runes[k:]
		for len(runes) > 0 && runes[0] == ' ' {
			runes = runes[1:]
		}
	}
	return out
}

// fit is how many runes fit into the width.
func fit(runes []rune, width float32, role Role) int {
	lo, hi := 0, len(runes)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if role.Measure(string(runes[:mid])).Width <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// breakAt moves a break back to a space for words in Latin letters and keeps
// Chinese closing punctuation off the start of a line.
func breakAt(runes []rune, k int) int {
	if k >= len(runes) {
		return len(runes)
	}
	for j := k; j >= max(1, k/2); j-- {
		a, b := runes[j-1], runes[j]
		wide := unicode.Is(unicode.Han, a) || unicode.Is(unicode.Han, b)
		if (a == ' ' || b == ' ' || wide) && !noLineStart(b) {
			return j
		}
	}
	return k
}

func noLineStart(r rune) bool {
	switch r {
	case ',', '。', '、', ';', ':', '!', '?', ')', '》', '”', '·', '%', '.':
		return true
	}
	return false
}
