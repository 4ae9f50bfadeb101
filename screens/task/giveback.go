package task

import (
	"context"
	"strings"

	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// reasons are the keys of why a task could not be done.
func reasons() []string {
	return []string{"task.why.nobody", "task.why.refused", "task.why.address", "task.why.danger", "task.why.time"}
}

// returning is the screen on which a task is given back with a reason.
type returning struct {
	task *Page
	why  int
	note string
}

func (p *Page) giveBack() { p.c.Open(&returning{task: p, why: -1}) }

// Title implements ui.Page.
func (p *returning) Title() string { return p.task.c.T("task.giveback", nil) }

// Content implements ui.Page.
func (p *returning) Content() fyne.CanvasObject {
	c := p.task.c
	var words []string
	for _, key := range reasons() {
		words = append(words, c.T(key, nil))
	}
	place := ui.Col(0)
	var paint func()
	paint = func() {
		place.Objects = []fyne.CanvasObject{ui.NewChoices(words, p.why, func(i int) { p.why = i; paint() })}
		place.Refresh()
	}
	paint()
	note := ui.NewNoteEntry(p.note, c.T("task.why.note", nil), 3)
	note.OnChanged = func(s string) { p.note = s }
	return ui.NewForm().Add(place).Field(ui.NewField(c.T("task.why.more", nil), note, "")).Object()
}

// Foot implements ui.Footed.
func (p *returning) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcSend, p.task.c.T("task.giveback.do", nil), p.send)))
}

func (p *returning) send() {
	t := p.task
	var why []string
	if p.why >= 0 {
		why = append(why, t.c.T(reasons()[p.why], nil))
	}
	if s := strings.TrimSpace(p.note); s != "" {
		why = append(why, s)
	}
	task := t.site.Task
	t.do(func(ctx context.Context) error { return t.a.Work.Return(ctx, task, strings.Join(why, ": ")) }, func() {
		t.c.Toast(t.c.T("task.given", nil))
		t.c.Nav.Home()
	})
}
