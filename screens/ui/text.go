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
// fixed, which a long Fyne list needs.
type Text struct {
	widget.BaseWidget
	s     string
	role  Role
	col   fyne.ThemeColorName
	align fyne.TextAlign
	lines int
	clip  bool
	mid   bool
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

// Centred stands the lines that are needed in the middle of the lines there is room for.
func (t *Text) Centred() *Text { t.mid = true; return t }

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
	for range t.lines {
		r.lines = append(r.lines, canvas.NewText("", nil))
		r.objects = append(r.objects, r.lines[len(r.lines)-1])
	}
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

func (r *textRenderer) lineHeight() float32 { return r.t.role.Measure("国").Height }

func (r *textRenderer) MinSize() fyne.Size {
	h := r.lineHeight() * float32(len(r.lines))
	if r.t.clip {
		return fyne.NewSize(r.t.role.Px(), h)
	}
	return fyne.NewSize(r.t.role.Measure(r.t.s).Width, h)
}

func (r *textRenderer) Layout(size fyne.Size) {
	parts := breakLines(r.t.s, size.Width, len(r.lines), r.t.role)
	lh := r.lineHeight()
	lines := len(r.lines)
	if r.t.mid {
		lines = len(parts)
	}
	top := max(0, (size.Height-lh*float32(lines))/2)
	for i, l := range r.lines {
		s := ""
		if i < len(parts) {
			s = parts[i]
		}
		if l.Text != s {
			l.Text = s
			l.Refresh()
		}
		l.Move(fyne.NewPos(0, top+lh*float32(i)))
		l.Resize(fyne.NewSize(size.Width, lh))
	}
}

func (r *textRenderer) Refresh() {
	for _, l := range r.lines {
		l.TextSize, l.TextStyle = r.t.role.Px(), r.t.role.Style()
		l.Color, l.Alignment = colour(r.t.col), r.t.align
	}
	r.Layout(r.t.Size())
	for _, l := range r.lines {
		l.Refresh()
	}
}

// LinesFor is how many lines s takes in a width, at least 1: for texts whose
// length is known only when the screen is built.
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
		out = append(out, string(runes[:k]))
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
	for j := k; j > k/2; j-- {
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
