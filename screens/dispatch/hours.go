package dispatch

import (
	"strconv"

	appwork "dianqin/app/work"
	"dianqin/data/model"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Measures of the board in dp at text scale 1; those of texts grow with them.
const (
	headHeight  float32 = 30
	nameWidth   float32 = 124
	laneHeight  float32 = 34 // of a block among others
	aloneHeight float32 = 52 // of a block that stands alone
	rowRoom     float32 = 16 // above and below the blocks of a row
	rowLeast    float32 = 76
	rightRoom   float32 = 16
)

// scaled is a length in the present text size.
func scaled(dp float32) float32 { return dp * theme.Size(ui.SizeBody) / 16 }

// across is where a minute of the day stands on a board of a width.
func across(width float32, minute int) float32 {
	left := scaled(nameWidth)
	share := float32(minute-appwork.BoardFrom) / (appwork.BoardTo - appwork.BoardFrom)
	return left + max(0, width-left-rightRoom)*share
}

// rowHeight is the height of a person's row.
func rowHeight(lanes int) float32 {
	if lanes <= 1 {
		return max(scaled(rowLeast), aloneHeight+rowRoom)
	}
	return max(scaled(rowLeast), float32(lanes)*(laneHeight+2)+rowRoom)
}

// hours is the people and their day.
type hours struct {
	p       *Page
	list    *ui.KeyList
	heights []float32
	given   *ui.Text
	today   *ui.Tap
	none    fyne.CanvasObject
	now     fyne.CanvasObject // the red line, and its head
	dot     fyne.CanvasObject
	sheet   *fyne.Container // the titles, the lines and the list
	whole   fyne.CanvasObject
}

func newHours(p *Page) *hours {
	h := &hours{p: p, given: ui.NewText("", ui.Small, ui.ColMuted)}
	h.list = ui.NewKeyList(func() int { return len(p.board.People) },
		func() fyne.CanvasObject { return newDayRow(p) },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if r, ok := o.(*dayRow); ok && i < len(p.board.People) {
				r.set(i)
			}
		})
	h.none = ui.NewEmpty(ui.Empty{Icon: ui.IcPeople, Why: p.c.T("dispatch.nobody", nil)})
	var objects []fyne.CanvasObject
	for hour := appwork.BoardFrom / 60; hour <= appwork.BoardTo/60; hour++ {
		objects = append(objects, ui.NewText(strconv.Itoa(hour), ui.Caption, ui.ColMuted).Center(), ui.VHairline())
	}
	h.now = ui.NewBlock(ui.Look{Fill: ui.ToneWrong.Full()}, ui.Space(2, 0))
	h.dot = ui.NewBlock(ui.Look{Fill: ui.ToneWrong.Full(), Radius: 5}, ui.Space(10, 10))
	h.sheet = container.New(h, append(objects, ui.Hairline(), h.now, h.list, h.none, h.dot)...)
	h.today = ui.NewCompact("", p.c.T("dispatch.today", nil), false, func() { p.turnDay(0) })
	step := func(g ui.Glyph, by int) fyne.CanvasObject {
		return ui.NewIconButton(g, ui.ColMuted, func() { p.turnDay(by) })
	}
	end := ui.Row(4, h.given, h.today, step(ui.IcBack, -1), ui.NewText(p.c.Words().Day(p.day()), ui.SmallBold, ui.ColInk), step(ui.IcNext, 1))
	h.whole = ui.NewPanel(p.c.T("dispatch.day", nil), end, h.sheet)
	h.show()
	return h
}

// show puts the board on the sheet.
func (h *hours) show() {
	people := h.p.board.People
	n := 0
	h.heights = h.heights[:0]
	for i, d := range people {
		n += len(d.Blocks)
		h.heights = append(h.heights, rowHeight(d.Lanes))
		h.list.SetItemHeight(i, h.heights[i])
	}
	h.given.Set(h.p.c.N("dispatch.given", n, nil))
	h.today.Hidden = h.p.ahead == 0
	h.list.Hidden, h.none.(*fyne.Container).Hidden = len(people) == 0, len(people) > 0
	h.list.Refresh()
	h.Layout(h.sheet.Objects, h.sheet.Size())
	h.sheet.Refresh()
}

// MinSize implements fyne.Layout.
func (h *hours) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 160) }

// Layout implements fyne.Layout: titles and lines at their hours, the list over all.
func (h *hours) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	head := scaled(headHeight)
	i := 0
	for hour := appwork.BoardFrom / 60; hour <= appwork.BoardTo/60; hour++ {
		x := across(z.Width, hour*60)
		place(objects[i], x-20, 0, 40, head)
		place(objects[i+1], x, head, 1, z.Height-head)
		i += 2
	}
	place(objects[i], 0, head, z.Width, 1)
	for _, o := range []fyne.CanvasObject{h.list, h.none} {
		place(o, 0, head+1, z.Width, z.Height-head-1)
	}
	minute := int((model.MillisOf(h.p.c.Now()) - h.p.board.Day) / 60_000)
	out := minute < appwork.BoardFrom || minute > appwork.BoardTo
	h.now.(*ui.Block).Hidden, h.dot.(*ui.Block).Hidden = out, out
	x := across(z.Width, minute)
	place(h.now, x-1, head, 2, z.Height-head)
	place(h.dot, x-5, head-5, 10, 10)
}

// rowAt is the person whose row is at a point of the window.
func (h *hours) rowAt(at fyne.Position) int {
	y := at.Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(h.list).Y + h.list.GetScrollOffset()
	gap := theme.Size(theme.SizeNamePadding)
	for i, height := range h.heights {
		if y < height+gap {
			return i
		}
		y -= height + gap
	}
	return none
}

// creep scrolls while something is dragged along the upper or lower edge.
func (h *hours) creep(at fyne.Position) {
	if !within(h.list, at) {
		return
	}
	y := at.Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(h.list).Y
	const edge, by = 32, 12
	switch {
	case y < edge:
		h.list.ScrollToOffset(max(0, h.list.GetScrollOffset()-by))
	case y > h.list.Size().Height-edge:
		h.list.ScrollToOffset(h.list.GetScrollOffset() + by)
	}
}

// sides lays the column beside the hours; where the room is short, one of the two:
// the column while the cursor is in it.
type sides struct{ p *Page }

const (
	columnWidth float32 = 252
	sidesLeast  float32 = 820
)

// MinSize implements fyne.Layout.
func (*sides) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 200) }

// Layout implements fyne.Layout.
func (s *sides) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	left, right := objects[0], objects[1]
	width := columnWidth * (1 + (scaled(1)-1)*0.6)
	if z.Width >= sidesLeast {
		left.Show()
		right.Show()
		place(left, 0, 0, width, z.Height)
		place(right, width+12, 0, z.Width-width-12, z.Height)
		return
	}
	shown, hidden := right, left
	if at := find(s.p.board, s.p.cursor); at.at >= 0 && at.row < 0 {
		shown, hidden = left, right
	}
	hidden.Hide()
	shown.Show()
	place(shown, 0, 0, z.Width, z.Height)
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}
