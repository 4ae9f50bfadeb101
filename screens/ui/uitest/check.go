package uitest

import (
	"fmt"
	"strings"

	"dianqin/assets/words"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// Least sizes of what can be pressed, in dp: a finger on the phone, a pointer
// on the desk.
const (
	touchLeast   float32 = 48
	pointerLeast float32 = 32
	deskFrom     float32 = 900 // a window this wide is a desk
	slack        float32 = 1   // rounding
)

// Rules are what a check is told of a screen besides what it sees.
type Rules struct {
	Sunlight bool                // contrast as for reading in the sun
	Language words.Language      // of the screen; words of the other are not looked for where it is empty
	Data     func(w string) bool // whether a word comes from the records, in whatever language; needed with Language
}

// Check fails the test for what is wrong with the stage's window, in the look that
// the stage has now. What a stage with Data shows must be in its language too.
func (s *Stage) Check() {
	s.T.Helper()
	for _, fault := range s.Faults() {
		s.T.Error(fault)
	}
}

// Faults lists what Check fails for.
func (s *Stage) Faults() []string {
	s.T.Helper()
	s.Settle()
	now := s.Ctx.Settings()
	r := Rules{Sunlight: now.Mode == ui.Sunlight, Data: s.Data}
	if s.Data != nil {
		r.Language = now.Language
	}
	return Faults(s.Window.Canvas(), r)
}

// Faults lists what is wrong with a canvas: a target too small to hit, a text cut
// by its box or without any room, or with next to nothing before its ellipsis,
// something outside the window or outside the box that it is painted on, two texts
// on each other, a text or icon too pale for its ground, a word that is missing or
// in the other language.
func Faults(c fyne.Canvas, r Rules) []string {
	var out []string
	all := nodes(c)
	window := box{0, 0, c.Size().Width, c.Size().Height}
	least := touchLeast
	if window.x1 >= deskFrom {
		least = pointerLeast
	}
	for _, n := range all {
		if n.inEntry || n.seen.empty() && n.scroll != nil {
			continue
		}
		out = append(out, tooSmall(n, least)...)
		out = append(out, badText(n)...)
		out = append(out, stub(n)...)
		out = append(out, outside(n, window)...)
		out = append(out, sticksOut(n)...)
	}
	out = append(out, overlaps(all)...)
	if r.Sunlight {
		out = append(out, pale(all, contrastSunlight)...)
	} else {
		out = append(out, pale(all, contrastLeast)...)
	}
	if r.Language != "" {
		out = append(out, foreign(all, r.Language, r.Data)...)
	}
	return out
}

func tooSmall(n node, least float32) []string {
	if _, ok := n.object.(fyne.Tappable); !ok || isScrollBar(n) {
		return nil
	}
	w, h := n.at.x1-n.at.x0, n.at.y1-n.at.y0
	if w >= least-slack && h >= least-slack {
		return nil
	}
	return []string{fmt.Sprintf("target %s is %.0f x %.0f dp, wants %.0f", name(n), w, h, least)}
}

// isScrollBar knows a bar as what is in a scroll and not its content.
func isScrollBar(n node) bool {
	if len(n.parents) == 0 {
		return false
	}
	scroll, ok := n.parents[len(n.parents)-1].(*container.Scroll)
	return ok && n.object != scroll.Content
}

func badText(n node) []string {
	var out []string
	z, m := n.object.Size(), n.object.MinSize()
	switch o := n.object.(type) {
	case *canvas.Text:
		switch {
		case o.Text == "":
		case o.Text == "…":
			out = append(out, fmt.Sprintf("a text at %.0f, %.0f has no room at all", n.at.x0, n.at.y0))
		case m.Width > z.Width+slack:
			out = append(out, fmt.Sprintf("%q is %.0f wide, its box %.0f", o.Text, m.Width, z.Width))
		case m.Height > z.Height+slack:
			out = append(out, fmt.Sprintf("%q is %.0f high, its box %.0f", o.Text, m.Height, z.Height))
		}
		if strings.Contains(o.Text, "[[") || strings.Contains(o.Text, "\ufffd") {
			out = append(out, fmt.Sprintf("%q lacks a word or a character", o.Text))
		}
	case *ui.Text, *ui.GroupedNumber:
		text, said := n.text()
		if said && m.Height > z.Height+slack {
			out = append(out, fmt.Sprintf("%q needs %.0f dp of height, has %.0f", text, m.Height, z.Height))
		}
		if t, ok := o.(*ui.Text); ok && t.Shortened() {
			out = append(out, fmt.Sprintf("%q is shortened to %.0f dp", text, z.Width))
		}
		if g, number := o.(*ui.GroupedNumber); number && g.Shortened() {
			out = append(out, fmt.Sprintf("number %s needs %.0f dp, has %.0f", text, m.Width, z.Width))
		}
	}
	return out
}

// outside reports what leaves the window where nothing lets it be reached.
func outside(n node, window box) []string {
	_, target := n.object.(fyne.Tappable)
	text, isText := n.object.(*canvas.Text)
	if n.clipped || !target && !(isText && text.Text != "") {
		return nil
	}
	sideways := n.scroll != nil && n.scroll.Direction != container.ScrollVerticalOnly
	upright := n.scroll != nil && n.scroll.Direction != container.ScrollHorizontalOnly
	at := inked(n)
	if !sideways && (at.x0 < window.x0-slack || at.x1 > window.x1+slack) ||
		!upright && (at.y0 < window.y0-slack || at.y1 > window.y1+slack) {
		return []string{fmt.Sprintf("%s is outside the window: %.0f to %.0f across, %.0f to %.0f down", name(n), at.x0, at.x1, at.y0, at.y1)}
	}
	return nil
}

// sticksOut reports a text that leaves the filled box that it is painted on.
func sticksOut(n node) []string {
	t, ok := n.object.(*canvas.Text)
	if !ok || strings.TrimSpace(t.Text) == "" {
		return nil
	}
	at := inked(n)
	for i := len(n.parents) - 1; i >= 0; i-- {
		p := n.parents[i]
		switch p.(type) {
		case *container.Scroll, *container.Clip:
			return nil // moves under that box
		}
		if f, ok := p.(interface{ Filled() bool }); !ok || !f.Filled() {
			continue
		}
		b := n.boxes[i]
		if at.x0 < b.x0-slack || at.x1 > b.x1+slack || at.y0 < b.y0-2*slack || at.y1 > b.y1+2*slack {
			return []string{fmt.Sprintf("%s leaves the box that it is painted on: %.0f to %.0f across in %.0f to %.0f, %.0f to %.0f down in %.0f to %.0f",
				name(n), at.x0, at.x1, b.x0, b.x1, at.y0, at.y1, b.y0, b.y1)}
		}
		return nil // what that box stands on is its own affair
	}
	return nil
}

// overlaps reports texts that are painted on each other. A text on a filled
// box of its own covers what is below it and is let be.
func overlaps(all []node) []string {
	var out []string
	var texts []node
	for _, n := range all {
		t, ok := n.object.(*canvas.Text)
		if !ok || strings.TrimSpace(t.Text) == "" || n.inEntry || n.seen.empty() {
			continue
		}
		for _, m := range texts {
			if both := inked(n).cut(inked(m)).cut(n.clip).cut(m.clip); both.x1-both.x0 > 3 && both.y1-both.y0 > 6 && !covers(n, m) {
				out = append(out, fmt.Sprintf("%s stands on %s", name(n), name(m)))
			}
		}
		texts = append(texts, n)
	}
	return out
}

// covers tells whether upper has a filled box that lower is not in.
func covers(upper, lower node) bool {
	in := map[fyne.CanvasObject]bool{}
	for _, p := range lower.parents {
		in[p] = true
	}
	for _, p := range upper.parents {
		if f, ok := p.(interface{ Filled() bool }); ok && f.Filled() && !in[p] {
			return true
		}
	}
	return false
}

// inked is where the letters of a text stand in its box; the box of anything else.
func inked(n node) box {
	t, ok := n.object.(*canvas.Text)
	if !ok {
		return n.at
	}
	b, w := n.at, t.MinSize().Width
	room := b.x1 - b.x0 - w
	if room < 0 {
		b.x1 = b.x0 + w
		return b
	}
	switch t.Alignment {
	case fyne.TextAlignCenter:
		b.x0 += room / 2
	case fyne.TextAlignTrailing:
		b.x0 += room
	}
	b.x1 = b.x0 + w
	return b
}

// name is what a node is called in a message: what it says, or its type and place.
func name(n node) string {
	if t, ok := n.object.(*canvas.Text); ok {
		return fmt.Sprintf("%q", t.Text)
	}
	return fmt.Sprintf("%T at %.0f, %.0f", n.object, n.at.x0, n.at.y0)
}
