package dispatch

import (
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// column is what nobody has, the most urgent first.
type column struct {
	p     *Page
	list  *ui.KeyList
	count *ui.Text
	hint  *ui.Text
	none  fyne.CanvasObject
	edge  *ui.Block // lights up while something is dragged over it
	whole fyne.CanvasObject
}

func newColumn(p *Page) *column {
	c := &column{p: p, count: ui.NewText("", ui.BodyBold, ui.ColMuted), hint: ui.NewText(p.c.T("dispatch.hint", nil), ui.Caption, ui.ColMuted).Wrap()}
	c.list = ui.NewKeyList(func() int { return len(p.board.Free) },
		func() fyne.CanvasObject { return newCard(p) },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if k, ok := o.(*card); ok && i < len(p.board.Free) {
				k.set(p.board.Free[i])
			}
		})
	c.none = ui.NewEmpty(ui.Empty{Icon: ui.IcCheck, Why: p.c.T("dispatch.nonefree", nil)})
	c.edge = ui.NewBlock(ui.Look{Radius: ui.Radius}, ui.Space(0, 0))
	foot := ui.Inset(8, 14, 8, 14, c.hint)
	c.whole = container.NewStack(
		ui.NewPanel(p.c.T("dispatch.unassigned", nil), c.count, ui.Frame(nil, foot, nil, nil, container.NewStack(c.list, c.none))), c.edge)
	c.show()
	return c
}

func (c *column) show() {
	n := len(c.p.board.Free)
	c.count.Set(c.p.c.Words().Count(n))
	c.count.SetColour(ui.ColMuted)
	if n > 0 {
		c.count.SetColour(ui.ToneLook.OnWash())
	}
	c.none.Hide()
	c.list.Show()
	if n == 0 {
		c.list.Hide()
		c.none.Show()
	}
	c.list.Refresh()
}

func (c *column) aim(on bool) {
	look := ui.Look{Radius: ui.Radius}
	if on {
		look.Stroke, look.Line = ui.ColPrimary, ui.SizeFrame
	}
	c.edge.Restyle(look)
}

// card is a task of the column.
type card struct {
	grip
	box   *ui.Block
	icon  *ui.Icon
	on    fyne.CanvasObject // the tick of a chosen one
	off   fyne.CanvasObject // its box, while others are chosen
	kind  *ui.Text
	due   *ui.Text
	where *ui.Text
}

func newCard(p *Page) *card {
	k := &card{grip: grip{p: p}, icon: ui.NewIcon(ui.IcSheet, 22, ui.ColMuted), on: ui.NewTick(true), off: ui.NewTick(false),
		kind: ui.NewText("", ui.SmallBold, ui.ColInk).Clip(), due: ui.NewText("", ui.CaptionBold, ui.ColMuted), where: ui.NewText("", ui.Caption, ui.ColMuted).Clip()}
	k.self = k
	mark := ui.NewTap(ui.Look{}, ui.Middle(container.NewStack(ui.Middle(k.icon), k.on, k.off)), func() { p.choose(k.task.ID) })
	body := ui.Row(2, mark, ui.Grow(ui.Col(1, ui.Row(6, ui.Grow(k.kind), k.due), k.where)))
	k.box = ui.NewBlock(ui.Look{Radius: 8, Top: 4, Bottom: 4, Right: 12, Left: 2, Min: fyne.NewSize(0, 56)}, body)
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer implements fyne.Widget.
func (k *card) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(ui.Frame(nil, ui.Inset(0, 12, 0, 12, ui.Hairline()), nil, nil, ui.Pad(2, 4, k.box)))
}

func (k *card) set(t work.Task) {
	k.task = t
	p, w := k.p, k.p.c.Words()
	choosing, chosen := len(p.chosen) > 0, p.chosen[t.ID]
	k.icon.Hidden, k.on.(*ui.Block).Hidden, k.off.(*ui.Block).Hidden = choosing, !chosen, !choosing || chosen
	k.icon.Set(show.KindIcon(t.Kind), ui.ColMuted)
	word := show.Kind(w, t.Kind)
	if t.State == work.Returned {
		word += " · " + show.TaskState(w, t.State).Word
	}
	k.kind.Set(word)
	where := t.Address
	if t.Name != "" {
		where += " · " + t.Name
	}
	if t.State == work.Returned && t.Reason != "" {
		where = t.Reason + " · " + t.Address
	}
	if s := show.Appointment(w, t, p.c.Now()); s != "" { // it says who can go there at all
		where = s + " · " + where
	}
	k.where.Set(where)
	k.due.Set("")
	if t.DueAt != 0 {
		k.due.Set(w.Stamp(t.DueAt.Time(), p.c.Now()))
	}
	k.due.SetColour(dueInk(t, p))
	k.box.Restyle(frameOf(p, t.ID, ui.Look{Radius: 8, Top: 4, Bottom: 4, Right: 12, Left: 2, Min: fyne.NewSize(0, 56)}))
}

// dueInk warns of what is late and of what is due today.
func dueInk(t work.Task, p *Page) fyne.ThemeColorName {
	switch due := t.DueAt.Time(); {
	case t.DueAt == 0:
		return ui.ColMuted
	case due.Before(p.c.Now()):
		return ui.ToneWrong.OnWash()
	case due.Sub(p.c.Now()).Hours() < 12:
		return ui.ToneLook.OnWash()
	}
	return ui.ColMuted
}

// frameOf lays cursor and choice over the look of a task.
func frameOf(p *Page, id string, look ui.Look) ui.Look {
	if p.chosen[id] {
		look.Fill = ui.TonePrimary.Wash()
	}
	if p.cursor == id {
		look.Stroke, look.Line = ui.ColPrimary, ui.SizeFrame
	}
	return look
}
