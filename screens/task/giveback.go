package task

import (
	"context"
	"strings"

	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// reasons are the keys of why a task could not be done.
func reasons() []string {
	return []string{"task.why.nobody", "task.why.refused", notFound, "task.why.danger", "task.why.time"}
}

// notFound is the reason that takes along where one looked.
const notFound = "task.why.address"

// returning is the screen on which a task is given back with a reason.
type returning struct {
	task  *Page
	draft *show.Draft[reason]
	place *fyne.Container
	note  *ui.Entry
}

// reason is why a task could not be done; it is kept until the task is given back.
type reason struct {
	Picked int    `json:"picked"` // of reasons, from 1; 0 for none
	Note   string `json:"note"`
}

func (p *Page) giveBack() {
	p.c.Open(&returning{task: p, draft: show.NewDraft[reason](p.a, p.c, "giveback:"+p.id)})
}

// Title implements ui.Page.
func (p *returning) Title() string { return p.task.c.T("task.giveback", nil) }

// Content implements ui.Page.
func (p *returning) Content() fyne.CanvasObject {
	c := p.task.c
	p.place = ui.Col(0)
	p.note = ui.NewNoteEntry(p.draft.Value.Note, c.T("task.why.note", nil), 3)
	p.note.OnChanged = func(s string) { p.draft.Value.Note = s; p.draft.Keep() }
	p.paint()
	return ui.NewForm().Add(p.place).Field(ui.NewField(c.T("task.why.more", nil), p.note, "")).Object()
}

// OnShown implements ui.Shown: what was begun comes back.
func (p *returning) OnShown() {
	p.draft.Load(func() {
		p.note.SetText(p.draft.Value.Note)
		p.paint()
	})
}

func (p *returning) paint() {
	var words []string
	for _, key := range reasons() {
		words = append(words, p.task.c.T(key, nil))
	}
	p.place.Objects = []fyne.CanvasObject{ui.NewChoices(words, p.draft.Value.Picked-1, func(i int) {
		p.draft.Value.Picked = i + 1
		p.draft.Keep()
		p.paint()
	})}
	p.place.Refresh()
}

// Foot implements ui.Footed.
func (p *returning) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcSend, p.task.c.T("task.giveback.do", nil), p.send)))
}

func (p *returning) send() {
	t, v := p.task, p.draft.Value
	var why []string
	if v.Picked > 0 && v.Picked <= len(reasons()) {
		why = append(why, t.c.T(reasons()[v.Picked-1], nil))
	}
	if s := strings.TrimSpace(v.Note); s != "" {
		why = append(why, s)
	}
	task := t.site.Task
	t.Do(func(ctx context.Context) error {
		if v.Picked > 0 && reasons()[v.Picked-1] == notFound { // with the way that was searched
			return t.a.Places.NotFound(ctx, task, strings.Join(why, ": "))
		}
		return t.a.Work.Return(ctx, task, strings.Join(why, ": "))
	}, func() {
		p.draft.Drop()
		t.c.Nav.Home()
		t.c.ToastUndo(t.c.T("task.given", nil), t.c.T("common.undo", nil), func() { t.takeBack(task.ID) })
		t.orderRest(false)
	})
}

// takeBack makes a task that was given back one's own again.
func (p *Page) takeBack(id string) {
	p.Do(func(ctx context.Context) error {
		site, err := p.a.Work.Site(ctx, id)
		if err != nil {
			return err
		}
		return p.a.Work.Start(ctx, site.Task)
	}, nil)
}
