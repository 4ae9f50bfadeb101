package tour

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"time"

	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// patience is how long the tour waits for what it expects: more than a slow
// machine needs for a download.
const patience = 60 * time.Second

// hand does in a window what a person does: it reads, presses and types.
type hand struct {
	w fyne.Window
	c *ui.Context
}

func newHand(fy fyne.App, size fyne.Size, phone bool) *hand {
	w := fy.NewWindow("")
	w.SetPadded(false)
	// Before the content: an icon is rendered at the scale that its canvas then has.
	if c, ok := w.Canvas().(test.WindowlessCanvas); ok {
		c.SetScale(2)
	}
	w.Resize(size)
	return &hand{w: w, c: ui.NewContext(fy, w, ui.Options{Phone: phone, Bridge: ui.NewHeldBridge()})}
}

// settle lets everything that the screens set going come to its end.
func (h *hand) settle() error {
	if !h.c.Wait() {
		return fmt.Errorf("the work behind the screen does not end")
	}
	return nil
}

// until settles again and again until something is so.
func (h *hand) until(what string, so func() bool) error {
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if err := h.settle(); err != nil {
			return err
		}
		if so() {
			return nil
		}
		if time.Now().After(end) {
			return fmt.Errorf("%s: not so after %v; the screen says %q", what, patience, h.texts())
		}
	}
}

// see waits for texts.
func (h *hand) see(parts ...string) error {
	for _, p := range parts {
		if err := h.until(fmt.Sprintf("%q is on the screen", p), func() bool { return h.has(p) }); err != nil {
			return err
		}
	}
	return nil
}

func (h *hand) texts() []string {
	var out []string
	for _, n := range nodes(h.w.Canvas()) {
		if s := n.text(); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (h *hand) has(part string) bool {
	return slices.ContainsFunc(h.texts(), func(s string) bool { return strings.Contains(s, part) })
}

// find is the frontmost node that says a text and takes a press: one that says
// just this, else one that has it in it. What can only be read comes last.
func (h *hand) find(text string) (node, bool) {
	nodes := nodes(h.w.Canvas())
	all := slices.Clone(nodes)
	slices.Reverse(all)
	exact := func(s string) bool { return s == text }
	part := func(s string) bool { return strings.Contains(s, text) }
	for _, fits := range []func(node) bool{
		func(n node) bool { return exact(n.text()) && pressable(nodes, n) },
		func(n node) bool { return part(n.text()) && pressable(nodes, n) },
		func(n node) bool { return part(n.text()) },
	} {
		if i := slices.IndexFunc(all, func(n node) bool { return n.text() != "" && fits(n) }); i >= 0 {
			return all[i], true
		}
	}
	return node{}, false
}

// pressable tells whether something takes a press at the middle of a node, where
// it stands or would stand when scrolled to.
func pressable(all []node, n node) bool {
	p := n.at.centre()
	return slices.ContainsFunc(all, func(m node) bool {
		_, ok := m.object.(fyne.Tappable)
		return ok && m.scroll == n.scroll && m.at.holds(p)
	})
}

// tap waits for a text and presses it.
func (h *hand) tap(text string) error {
	if err := h.see(text); err != nil {
		return err
	}
	n, _ := h.find(text)
	return h.press(n, text)
}

// tapNth presses the i-th text, from the top, that says exactly this.
func (h *hand) tapNth(text string, i int) error {
	for _, n := range nodes(h.w.Canvas()) {
		if n.text() != text {
			continue
		}
		if i == 0 {
			return h.press(n, text)
		}
		i--
	}
	return fmt.Errorf("%q is not there so often", text)
}

// count is how often exactly this text is there.
func (h *hand) count(text string) int {
	n := 0
	for _, s := range h.texts() {
		if s == text {
			n++
		}
	}
	return n
}

// shown is how many digits of a number a screen shows at least.
const shown = 8

// tapNumber presses a number that the screen shows, wholly or by its end.
func (h *hand) tapNumber(number string) error {
	here := func() (node, bool) {
		for _, n := range nodes(h.w.Canvas()) {
			if s := strings.ReplaceAll(n.text(), " ", ""); len(s) >= shown && strings.HasSuffix(number, s) {
				return n, true
			}
		}
		return node{}, false
	}
	if err := h.until(number+" is on the screen", func() bool { _, ok := here(); return ok }); err != nil {
		return err
	}
	n, _ := here()
	return h.press(n, number)
}

// tapIcon presses the frontmost icon of a drawing.
func (h *hand) tapIcon(g ui.Glyph) error {
	all := nodes(h.w.Canvas())
	slices.Reverse(all)
	for _, n := range all {
		if icon, ok := n.object.(*ui.Icon); ok && icon.Glyph() == g {
			return h.press(n, "the icon")
		}
	}
	return fmt.Errorf("the icon is not there")
}

// press presses the middle of what is to be seen of a node, scrolling to it first.
func (h *hand) press(n node, what string) error {
	if !n.clip.holds(n.at.centre()) && n.scroll != nil {
		n.scroll.ScrollToOffset(n.scroll.Offset.AddXY(0, n.at.centre().Y-(n.clip.y0+n.clip.y1)/2))
		for _, m := range nodes(h.w.Canvas()) {
			if m.object == n.object {
				n = m
			}
		}
	}
	seen := n.at.cut(n.clip)
	if seen.empty() {
		return fmt.Errorf("%s is out of sight", what)
	}
	p := seen.centre()
	if !slices.ContainsFunc(nodes(h.w.Canvas()), func(m node) bool {
		_, ok := m.object.(fyne.Tappable)
		return ok && m.at.cut(m.clip).holds(p)
	}) {
		return fmt.Errorf("nothing takes a press at %s", what)
	}
	test.TapCanvas(h.w.Canvas(), p)
	return h.settle()
}

// write puts a text into the field under a label or with a hint.
func (h *hand) write(label, text string) error {
	labelled := false
	for _, n := range nodes(h.w.Canvas()) {
		if e, ok := n.object.(*ui.Entry); ok && (labelled || e.PlaceHolder == label) {
			h.w.Canvas().Focus(e)
			if e.Text != "" {
				e.TypedShortcut(&fyne.ShortcutSelectAll{})
				e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
			}
			test.Type(e, text)
			return h.settle()
		}
		if s := n.text(); s != "" && !n.inEntry {
			labelled = s == label
		}
	}
	return fmt.Errorf("there is no field %q; the screen says %q", label, h.texts())
}

// picture is what the window shows, two pixels to a dp.
func (h *hand) picture() (image.Image, error) {
	if err := h.settle(); err != nil {
		return nil, err
	}
	return h.w.Canvas().Capture(), nil
}
