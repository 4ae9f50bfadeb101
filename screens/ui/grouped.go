package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// GroupedNumber shows a number that people compare: grouped, the last four
// larger and bolder. Groups come separated by spaces; Fyne has no letter
// spacing, so every group is a text of its own on a common baseline. Where the room
// is short the first groups become an ellipsis: the last ones tell numbers apart.
type GroupedNumber struct {
	widget.BaseWidget
	groups []string
	head   Role
	tail   Role
	ink    fyne.ThemeColorName
	atEnd  bool
}

// End aligns the number with the end of its box.
func (n *GroupedNumber) End() *GroupedNumber { n.atEnd = true; return n }

// NewGroupedNumber takes the number with its groups, "3101 07 0000 0012 34 5678".
func NewGroupedNumber(number string, head, tail Role, ink fyne.ThemeColorName) *GroupedNumber {
	n := &GroupedNumber{groups: strings.Fields(number), head: head, tail: tail, ink: ink}
	n.ExtendBaseWidget(n)
	return n
}

// CreateRenderer implements fyne.Widget.
func (n *GroupedNumber) CreateRenderer() fyne.WidgetRenderer {
	r := &groupedRenderer{n: n}
	r.Refresh()
	return r
}

// Set shows another number, for rows that are filled again and again.
func (n *GroupedNumber) Set(number string) {
	groups := strings.Fields(number)
	if !slices.Equal(groups, n.groups) {
		n.groups = groups
		n.Refresh()
	}
}

// Shortened tells whether less than the last two groups are shown.
func (n *GroupedNumber) Shortened() bool {
	w := n.Size().Width
	return w > 0 && n.Visible() && len(n.groups)-n.from(w) < min(2, len(n.groups))
}

// from is the index of the first group that has room in a width.
func (n *GroupedNumber) from(width float32) int {
	for k := range n.groups {
		if n.width(k) <= width+0.5 {
			return k
		}
	}
	return max(0, len(n.groups)-1)
}

// width is how much the groups from the k-th on take.
func (n *GroupedNumber) width(k int) float32 {
	total := n.gap() * float32(max(0, len(n.groups)-1-k))
	for i := k; i < len(n.groups); i++ {
		total += n.role(i).Measure(n.shown(i, k)).Width
	}
	return total
}

// shown is what the i-th group says where the k-th is the first one.
func (n *GroupedNumber) shown(i, k int) string {
	if i == k && k > 0 {
		return "…" + n.groups[i]
	}
	return n.groups[i]
}

func (n *GroupedNumber) role(i int) Role {
	if i == len(n.groups)-1 {
		return n.tail
	}
	return n.head
}

func (n *GroupedNumber) gap() float32 { return n.tail.Px() * 0.32 }

// String is the number as it is grouped.
func (n *GroupedNumber) String() string { return strings.Join(n.groups, " ") }

// GroupDigits groups a number in fours from its end, "310700001234" to "3107
// 0000 1234". One that has groups already keeps them: how a utility groups its
// numbers is its own rule and comes with the number.
func GroupDigits(number string) string {
	if len(strings.Fields(number)) > 1 {
		return strings.Join(strings.Fields(number), " ")
	}
	runes := []rune(strings.TrimSpace(number))
	var groups []string
	for len(runes) > 4 {
		groups = append(groups, string(runes[len(runes)-4:]))
		runes = runes[:len(runes)-4]
	}
	groups = append(groups, string(runes))
	slices.Reverse(groups)
	return strings.Join(groups, " ")
}

type groupedRenderer struct {
	n       *GroupedNumber
	texts   []*canvas.Text
	objects []fyne.CanvasObject
}

func (r *groupedRenderer) Destroy()                     {}
func (r *groupedRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *groupedRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.n.width(0), max(r.n.head.Measure("0").Height, r.n.tail.Measure("0").Height))
}

func (r *groupedRenderer) Layout(size fyne.Size) {
	driver := fyne.CurrentApp().Driver()
	tailSize, tailBase := driver.RenderedTextSize("0", r.n.tail.Px(), r.n.tail.Style(), nil)
	top := (size.Height - tailSize.Height) / 2
	first, x := 0, float32(0)
	if size.Width > 0 {
		first = r.n.from(size.Width)
	}
	if r.n.atEnd {
		x = max(0, size.Width-r.n.width(first))
	}
	for i, t := range r.texts {
		if said := r.n.shown(i, first); t.Text != said || t.Hidden != (i < first) {
			t.Text, t.Hidden = said, i < first
			t.Refresh()
		}
		if i < first {
			continue
		}
		role := r.n.role(i)
		z, base := driver.RenderedTextSize(t.Text, role.Px(), role.Style(), nil)
		t.Move(fyne.NewPos(x, top+tailBase-base))
		t.Resize(z)
		x += z.Width + r.n.gap()
	}
}

// match keeps one text for every group.
func (r *groupedRenderer) match() {
	for len(r.texts) < len(r.n.groups) {
		t := canvas.NewText("", nil)
		r.texts = append(r.texts, t)
		r.objects = append(r.objects, t)
	}
	r.texts, r.objects = r.texts[:len(r.n.groups)], r.objects[:len(r.n.groups)]
	for i, g := range r.n.groups {
		r.texts[i].Text, r.texts[i].Hidden = g, false
	}
}

func (r *groupedRenderer) Refresh() {
	r.match()
	for i, t := range r.texts {
		role := r.n.role(i)
		t.TextSize, t.TextStyle, t.Color = role.Px(), role.Style(), colour(ColMuted)
		if i == len(r.texts)-1 {
			t.Color = colour(r.n.ink)
		}
		t.Refresh()
	}
	r.Layout(r.n.Size())
}
