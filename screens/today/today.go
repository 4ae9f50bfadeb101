// Package today is the first screen of the phone: the person's tasks of the day in
// their order, how many are done, and how the data stands. It changes nothing.
package today

import (
	"context"
	"strconv"

	"dianqin/app"
	"dianqin/app/syncing"
	"dianqin/data/model"
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Go is where the screen leads.
type Go struct {
	Task func(taskID string)
	Sync func() // to the state of syncing in full
}

// Page is the screen.
type Page struct {
	a    *app.App
	c    *ui.Context
	lead Go

	tasks []work.Task
	read  bool
	fault error
	body  *fyne.Container // holds what is shown now
	off   []func()
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page { return &Page{a: a, c: c, lead: lead} }

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("today.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	day := p.c.Words().Day(p.c.Now())
	if name := p.a.Session.User().Name; name != "" {
		return day + " · " + name
	}
	return day
}

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(0)
	p.paint()
	return ui.Frame(nil, nil, nil, nil, p.body)
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.off = append(p.off,
		p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }),
		p.a.Sync.Changed.On(func(syncing.State) { p.c.Do(p.paint) }))
	p.load()
}

// OnHidden implements ui.Hidden.
func (p *Page) OnHidden() {
	for _, f := range p.off {
		f()
	}
	p.off = nil
}

func (p *Page) load() {
	p.c.Go(func() func() {
		tasks, err := p.a.Work.Today(context.Background())
		return func() {
			p.tasks, p.fault, p.read = tasks, err, true
			p.paint()
		}
	})
}

// paint shows what is known now.
func (p *Page) paint() {
	if p.body == nil {
		return
	}
	var middle fyne.CanvasObject
	switch {
	case p.fault != nil:
		problem := show.Error(p.c.Words(), p.fault, false)
		problem.Action, problem.Do = p.c.T("common.retry", nil), p.load
		middle = ui.Scroll(ui.Pad(ui.Gap, ui.Edge, ui.NewProblem(problem)))
	case !p.read:
		middle = ui.Space(0, 0)
	case len(p.tasks) == 0:
		middle = p.nothing()
	default:
		middle = p.list()
	}
	p.body.Objects = []fyne.CanvasObject{ui.Grow(ui.Frame(p.head(), nil, nil, nil, middle))}
	p.body.Refresh()
}

// head says how far the day is and how the data stands.
func (p *Page) head() fyne.CanvasObject {
	done := p.done()
	parts := []fyne.CanvasObject{}
	if len(p.tasks) > 0 {
		share := float32(done) / float32(len(p.tasks))
		parts = append(parts,
			ui.Row(6, ui.NewText(p.c.T("today.done", nil), ui.Small, ui.ColMuted),
				ui.NewText(strconv.Itoa(done)+" / "+strconv.Itoa(len(p.tasks)), ui.BodyBold, ui.ColInk), ui.Spring()),
			ui.NewProgress(6, 0, ui.Part{Share: share, Tone: ui.TonePrimary}))
	}
	parts = append(parts, ui.NewSyncLine(show.Sync(p.c.Words(), p.a.Sync.State(), p.c.Now()), p.lead.Sync))
	return ui.Inset(0, ui.Edge, ui.Gap, ui.Edge, ui.Col(10, parts...))
}

func (p *Page) done() int {
	n := 0
	for _, t := range p.tasks {
		if t.State == work.Done {
			n++
		}
	}
	return n
}

func (p *Page) nothing() fyne.CanvasObject {
	e := ui.Empty{Icon: ui.IcToday, Why: p.c.T("today.empty", nil)}
	if !p.a.Sync.State().HasData {
		e.Why = p.c.T("today.nodata", nil)
	}
	e.Action, e.Do = p.c.T("common.sync.now", nil), p.a.Sync.Wake
	return ui.NewEmpty(e)
}

func (p *Page) list() fyne.CanvasObject {
	next := p.next()
	return ui.NewList(
		func() int { return len(p.tasks) },
		func() *ui.TaskRow { return ui.NewTaskRow(nil) },
		func(i int, row *ui.TaskRow) {
			t := p.tasks[i]
			row.Set(p.item(i, t))
			row.Mark(i == next)
			row.OnTapped = func() { p.lead.Task(t.ID) }
		})
}

// next is the row to do next: what was started, else the first that is open.
func (p *Page) next() int {
	first := -1
	for i, t := range p.tasks {
		switch {
		case t.State == work.Started:
			return i
		case t.Open() && first < 0:
			first = i
		}
	}
	return first
}

func (p *Page) item(i int, t work.Task) ui.TaskItem {
	w := p.c.Words()
	it := ui.TaskItem{Order: strconv.Itoa(i + 1), Icon: show.KindIcon(t.Kind), Kind: show.Kind(w, t.Kind),
		State: show.TaskState(w, t.State), Place: t.Address, Detail: t.Name}
	if t.Reason != "" {
		it.Detail = t.Reason
	}
	now := p.c.Now()
	switch {
	case t.DueAt == 0:
	case t.Open() && t.DueAt.Time().Before(now):
		it.Due, it.Late = p.c.T("today.late", map[string]any{"time": w.Stamp(t.DueAt.Time(), now)}), true
	default:
		it.Due = w.Stamp(t.DueAt.Time(), now)
	}
	return it
}
