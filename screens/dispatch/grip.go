package dispatch

import (
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// grip is what can be pressed and dragged for a task: a card of the column and a
// block of a person's day. It is filled again and again.
type grip struct {
	widget.BaseWidget
	p    *Page
	task work.Task
	self fyne.CanvasObject // the widget that this is part of
	mod  fyne.KeyModifier  // held when the button went down
}

var (
	_ fyne.Tappable      = (*grip)(nil)
	_ fyne.Draggable     = (*grip)(nil)
	_ desktop.Mouseable  = (*grip)(nil)
	_ desktop.Cursorable = (*grip)(nil)
)

// MouseDown implements desktop.Mouseable.
func (g *grip) MouseDown(e *desktop.MouseEvent) { g.mod = e.Modifier }

// MouseUp implements desktop.Mouseable.
func (g *grip) MouseUp(*desktop.MouseEvent) {}

// Cursor implements desktop.Cursorable.
func (g *grip) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Tapped implements fyne.Tappable.
func (g *grip) Tapped(*fyne.PointEvent) {
	mod := g.mod | modifiers()
	g.mod = 0
	g.p.press(g.task.ID, mod)
}

// Dragged implements fyne.Draggable.
func (g *grip) Dragged(e *fyne.DragEvent) {
	at := e.AbsolutePosition
	switch {
	case at != (fyne.Position{}):
	case g.p.carry != nil:
		at = g.p.carry.at.Add(e.Dragged)
	default:
		at = fyne.CurrentApp().Driver().AbsolutePositionForObject(g.self).Add(e.Position).Add(e.Dragged)
	}
	g.p.drag(g.task, at)
}

// DragEnd implements fyne.Draggable.
func (g *grip) DragEnd() { g.p.drop() }

// carry is what is being dragged.
type carry struct {
	tasks  []work.Task
	at     fyne.Position // of the pointer in the window
	ghost  fyne.CanvasObject
	target int // person, -1 for the column, none for neither
}

const none = -2

// drag moves a task under the pointer, with all that are chosen where it is one of
// them. What is done stays where it is.
func (p *Page) drag(t work.Task, at fyne.Position) {
	if p.carry == nil {
		if !movable(t) || p.column == nil {
			return
		}
		p.carry = &carry{tasks: p.carried(t), target: none}
		p.carry.ghost = p.ghost(p.carry.tasks)
		p.layer.Objects = []fyne.CanvasObject{p.carry.ghost}
	}
	c := p.carry
	c.at = at
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.layer)
	c.ghost.Resize(c.ghost.MinSize())
	c.ghost.Move(at.Subtract(origin).AddXY(12, 8))
	p.hours.creep(at)
	p.aim(p.targetAt(at))
	p.layer.Refresh()
}

func (p *Page) carried(t work.Task) []work.Task {
	if !p.chosen[t.ID] {
		return []work.Task{t}
	}
	var out []work.Task
	for _, x := range tasksOf(p.whole) {
		if p.chosen[x.ID] {
			out = append(out, x)
		}
	}
	return out
}

// ghost is what hangs at the pointer.
func (p *Page) ghost(tasks []work.Task) fyne.CanvasObject {
	word, icon := show.Kind(p.c.Words(), tasks[0].Kind), show.KindIcon(tasks[0].Kind)
	if len(tasks) > 1 {
		word, icon = p.c.N("orders.count", len(tasks), nil), ui.IcSheet
	}
	return ui.NewBlock(ui.Look{Fill: ui.ColPrimary, Radius: 8, Top: 8, Bottom: 8, Left: 10, Right: 12, Raised: true},
		ui.Row(8, ui.NewIcon(icon, 20, ui.ColOnPrimary), ui.NewText(word, ui.SmallBold, ui.ColOnPrimary)))
}

func (p *Page) targetAt(at fyne.Position) int {
	switch {
	case within(p.column.whole, at):
		return -1
	case within(p.hours.list, at):
		return p.hours.rowAt(at)
	}
	return none
}

// within says whether a point of the window is in an object that is shown.
func within(o fyne.CanvasObject, at fyne.Position) bool {
	if !o.Visible() {
		return false
	}
	from := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return at.X >= from.X && at.Y >= from.Y && at.X < from.X+o.Size().Width && at.Y < from.Y+o.Size().Height
}

// aim lights up where what is dragged would go.
func (p *Page) aim(target int) {
	if was := p.carry.target; was != target {
		p.carry.target = target
		p.column.aim(target == -1)
		p.hours.list.Refresh()
	}
}

// drop lets go of what is dragged: over a person it is given to them, over the
// column taken back, elsewhere it stays whose it was.
func (p *Page) drop() {
	c := p.carry
	if c == nil {
		return
	}
	p.carry = nil
	p.layer.Objects = nil
	p.layer.Refresh()
	p.column.aim(false)
	p.hours.list.Refresh()
	var to people.User
	switch {
	case c.target >= 0 && c.target < len(p.board.People):
		to = p.board.People[c.target].Person
	case c.target != -1:
		p.reload() // what came meanwhile waited
		return
	}
	ids := make([]string, len(c.tasks))
	for i, t := range c.tasks {
		ids[i] = t.ID
	}
	show.Give(p.a, p.c, ids, to, func() {
		p.Leave()
		p.reload()
	})
}
