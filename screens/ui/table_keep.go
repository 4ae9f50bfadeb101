package ui

import (
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Memory keeps small choices about the look of things from one start to the next.
type Memory interface {
	Recall(name string) string // "" where nothing is kept
	Remember(name, value string)
}

// SetMemory sets where the choices of the context's window are kept; without one
// they end with the window.
func (c *Context) SetMemory(m Memory) { c.memory = m }

// Memory is where choices are kept.
func (c *Context) Memory() Memory { return c.memory }

// forgetful keeps choices as long as the window is open.
type forgetful map[string]string

func (f forgetful) Recall(name string) string   { return f[name] }
func (f forgetful) Remember(name, value string) { f[name] = value }

// tableChoice is what a person made of a table. Columns are named by their index
// as the page lists them; what does not fit the columns any more is let be.
type tableChoice struct {
	Columns int       `json:"columns"`
	Order   []int     `json:"order,omitempty"`
	Widths  []float32 `json:"widths,omitempty"` // 0: as made
	Sort    int       `json:"sort"`             // -1 for none
	Down    bool      `json:"down,omitempty"`
}

const (
	columnLeast float32 = 48
	columnMost  float32 = 640
	columnGrip  float32 = 12 // at the end of a title, where its width is changed
)

// Keep lets a person change order and widths of the columns, by dragging a title or
// its end, and remembers that and the sorting under a name. It is called after
// OnSort, and sorts as it was sorted last.
func (t *Table) Keep(c *Context, name string) {
	t.memory, t.name = c.Memory(), name
	choice := tableChoice{Sort: -1}
	if err := json.Unmarshal([]byte(t.memory.Recall("table."+name)), &choice); err != nil || choice.Columns != len(t.made) {
		choice = tableChoice{Sort: -1}
	}
	if isOrder(choice.Order, len(t.made)) {
		t.order = choice.Order
	}
	if len(choice.Widths) == len(t.made) {
		for i, w := range choice.Widths {
			if w > 0 && t.made[i].Width > 0 {
				t.made[i].Width = min(max(w, columnLeast), columnMost)
			}
		}
	}
	t.arrange()
	if s := choice.Sort; t.sorted < 0 && t.onSort != nil && s >= 0 && s < len(t.made) && !t.made[s].Fixed {
		t.sorted, t.down = s, choice.Down
		t.onSort(s, choice.Down)
	}
	t.showHead()
}

// isOrder tells whether order names each of n columns once.
func isOrder(order []int, n int) bool {
	sorted := slices.Sorted(slices.Values(order))
	for i, c := range sorted {
		if i != c {
			return false
		}
	}
	return n > 0 && len(order) == n
}

// remember keeps the table as it is now.
func (t *Table) remember() {
	if t.memory == nil {
		return
	}
	choice := tableChoice{Columns: len(t.made), Order: t.order, Sort: t.sorted, Down: t.down}
	for _, c := range t.made {
		choice.Widths = append(choice.Widths, c.Width)
	}
	text, err := json.Marshal(choice)
	if err == nil { // numbers always can be
		t.memory.Remember("table."+t.name, string(text))
	}
}

// arrange lays the columns out in their order, rows and all.
func (t *Table) arrange() {
	t.cols = t.cols[:0]
	for _, i := range t.order {
		t.cols = append(t.cols, t.made[i])
	}
	t.fill()
}

// widen changes the width of the column at a place by so much on the screen; of one
// that shares what is left, by taking from the next.
func (t *Table) widen(at int, by float32) {
	if t.cols[at].Width == 0 {
		at, by = at+1, -by
	}
	if at >= len(t.cols) || t.cols[at].Width == 0 {
		return
	}
	w := min(max(t.cols[at].Width+by/scaled(1), columnLeast), columnMost)
	t.cols[at].Width, t.made[t.order[at]].Width = w, w
	t.head.Refresh()
	relayoutHead(t.head)
	t.list.Refresh()
}

// relayoutHead lays the titles out again after a width has changed.
func relayoutHead(o fyne.CanvasObject) {
	switch x := o.(type) {
	case *fyne.Container:
		relayout(x)
		for _, child := range x.Objects {
			relayoutHead(child)
		}
	case holder:
		relayoutHead(x.inner())
	}
}

// move puts the column at a place to another.
func (t *Table) move(from, to int) {
	to = min(max(to, 0), len(t.order)-1)
	if from == to {
		return
	}
	c := t.order[from]
	t.order = slices.Insert(slices.Delete(slices.Clone(t.order), from, from+1), to, c)
	t.arrange()
	t.showHead()
}

// tableTitle is a title that sorts when it is pressed, and that can be dragged: by
// its end to change the width, elsewhere to another place.
type tableTitle struct {
	Tap
	t      *Table
	at     int
	moved  float32
	over   float32 // where the pointer is
	widens bool
	drags  bool
}

var (
	_ fyne.Draggable     = (*tableTitle)(nil)
	_ desktop.Cursorable = (*tableTitle)(nil)
)

func newTableTitle(t *Table, at int, body fyne.CanvasObject, do func()) *tableTitle {
	h := &tableTitle{t: t, at: at}
	h.look, h.body, h.OnTapped = Look{Min: fyne.NewSize(0, TouchMin)}, body, do
	h.ExtendBaseWidget(h)
	return h
}

// MouseMoved implements desktop.Hoverable.
func (h *tableTitle) MouseMoved(e *desktop.MouseEvent) { h.over = e.Position.X }

// Cursor implements desktop.Cursorable.
func (h *tableTitle) Cursor() desktop.Cursor {
	if h.atEnd(h.over) {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

func (h *tableTitle) atEnd(x float32) bool { return x > h.Size().Width-columnGrip }

// Dragged implements fyne.Draggable.
func (h *tableTitle) Dragged(e *fyne.DragEvent) {
	if !h.drags {
		h.drags, h.widens = true, h.atEnd(e.Position.X)
	}
	h.moved += e.Dragged.DX
	if h.widens {
		h.t.widen(h.at, e.Dragged.DX)
	}
}

// DragEnd implements fyne.Draggable.
func (h *tableTitle) DragEnd() {
	if !h.widens {
		h.t.move(h.at, h.t.placeAt(h.at, h.moved))
	}
	h.drags, h.moved = false, 0
	h.t.remember()
}

// placeAt is the place over which a title stands that was moved by so much.
func (t *Table) placeAt(at int, by float32) int {
	widths := columnWidths(t.cols, t.head.Size().Width-2*tableEdge, scaled(1))
	x := by
	for i := range at {
		if widths[i] > 0 {
			x += widths[i] + columnGap
		}
	}
	x += widths[at] / 2
	for i, w := range widths {
		if w == 0 {
			continue
		}
		if x < w+columnGap/2 {
			return i
		}
		x -= w + columnGap
	}
	return len(widths) - 1
}
