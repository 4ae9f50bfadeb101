package dispatch

import (
	"dianqin/data/model/work"

	"fyne.io/fyne/v2"
)

// press is a press on a task: alone it moves the cursor and opens the details,
// with Ctrl it chooses one more, with Shift all from the cursor to it.
func (p *Page) press(id string, mod fyne.KeyModifier) {
	p.c.Unfocus()
	switch {
	case mod&fyne.KeyModifierShortcutDefault != 0:
		p.choose(id)
	case mod&fyne.KeyModifierShift != 0:
		for _, between := range span(p.board, p.cursor, id) {
			p.chosen[between] = true
		}
		p.turn(id)
		p.title()
	case p.cursor == id && !p.opened():
		p.look(id)
	default:
		p.turn(id)
	}
}

// turn moves the cursor; an open details pane follows it.
func (p *Page) turn(id string) {
	p.cursor = id
	if p.opened() && p.open != id {
		p.look(id)
	}
	p.seek()
	p.mark()
}

// opened says whether a task of the board is in the details pane, with nothing over it.
func (p *Page) opened() bool { return p.open != "" && p.c.Pane() != nil && p.c.Pane().Depth() == 1 }

func (p *Page) look(id string) {
	p.open, p.cursor = id, id
	p.lead.Task(id)
	p.mark()
}

// choose chooses a task, or no longer.
func (p *Page) choose(id string) {
	if id == "" {
		return
	}
	if p.chosen[id] {
		delete(p.chosen, id)
	} else if t, ok := taskOf(p.board, id); ok && movable(t) {
		p.chosen[id] = true
	}
	p.turn(id)
	p.title()
}

// assign asks who gets what is chosen, or else the task at the cursor.
func (p *Page) assign() {
	var tasks []work.Task
	for _, t := range tasksOf(p.whole) {
		if p.chosen[t.ID] || len(p.chosen) == 0 && t.ID == p.cursor && movable(t) {
			tasks = append(tasks, t)
		}
	}
	if len(tasks) == 0 {
		p.c.Toast(p.c.T("dispatch.choosefirst", nil))
		return
	}
	p.open = ""
	p.lead.Assign(tasks, func() { p.Leave() })
}
