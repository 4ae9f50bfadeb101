// Package today is the first screen of the phone: the person's tasks of the day in
// their order, how many are done, and how the data stands. It changes nothing.
package today

import (
	"context"
	"strconv"

	"dianqin/app"
	"dianqin/app/syncing"
	appwork "dianqin/app/work"
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
	ui.WhileShown
	show.Acts
	a    *app.App
	c    *ui.Context
	lead Go

	stops []appwork.Stop
	read  bool
	fault error
	body  *fyne.Container   // holds what is shown now
	rows  *fyne.Container   // the tasks; they stay where they were scrolled to
	whole fyne.CanvasObject // rows, scrolling
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	return &Page{Acts: show.NewActs(c, nil), a: a, c: c, lead: lead}
}

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
	p.rows = ui.Col(8)
	p.whole = ui.Scroll(ui.Inset(0, ui.Edge, 24, ui.Edge, p.rows))
	p.paint()
	return ui.Frame(nil, nil, nil, nil, p.body)
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(
		p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }),
		p.a.Sync.Changed.On(func(syncing.State) { p.c.Do(p.paint) }))
	p.load()
}

func (p *Page) load() {
	p.c.Go(func() func() {
		stops, err := p.a.Work.Day(context.Background())
		return func() {
			p.stops, p.fault, p.read = stops, err, true
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
		middle = ui.Scroll(ui.Pad(ui.Gap, ui.Edge, ui.NewProblem(show.Retry(p.c, p.fault, p.load))))
	case !p.read:
		middle = ui.Space(0, 0)
	case len(p.stops) == 0:
		middle = p.nothing()
	default:
		p.list()
		middle = p.whole
	}
	p.body.Objects = []fyne.CanvasObject{ui.Grow(ui.Frame(p.head(), nil, nil, nil, middle))}
	p.body.Refresh()
}

// head says how far the day is and how the data stands.
func (p *Page) head() fyne.CanvasObject {
	done, _, left := p.counts()
	parts := []fyne.CanvasObject{}
	if len(p.stops) > 0 {
		share := float32(done) / float32(len(p.stops))
		parts = append(parts,
			ui.Row(6, ui.NewText(p.c.T("today.done", nil), ui.Small, ui.ColMuted),
				ui.NewText(strconv.Itoa(done)+" / "+strconv.Itoa(len(p.stops)), ui.BodyBold, ui.ColInk),
				ui.Grow(ui.NewText(p.way(left), ui.Small, ui.ColMuted).Clip().End())),
			ui.NewProgress(6, 0, ui.Part{Share: share, Tone: ui.TonePrimary}))
	}
	parts = append(parts, ui.NewSyncLine(show.Sync(p.c.Words(), p.a.Sync.State(), p.c.Now()), p.lead.Sync))
	return ui.Inset(0, ui.Edge, ui.Gap, ui.Edge, ui.Col(10, parts...))
}

// counts is how many tasks are done, came to nothing, and are left.
func (p *Page) counts() (done, returned, left int) {
	for _, s := range p.stops {
		switch {
		case s.State == work.Done:
			done++
		case s.Open():
			left++
		default:
			returned++
		}
	}
	return done, returned, left
}

// way says how far it is to the next task, where that is known.
func (p *Page) way(left int) string {
	if i := p.next(); left > 0 && i >= 0 && p.stops[i].DistanceM > 0 {
		return p.c.T("today.next", map[string]any{"way": p.c.Words().Distance(p.stops[i].DistanceM)})
	}
	return ""
}

func (p *Page) nothing() fyne.CanvasObject {
	e := ui.Empty{Icon: ui.IcToday, Why: p.c.T("today.empty", nil)}
	if !p.a.Sync.State().HasData {
		e.Why = p.c.T("today.nodata", nil)
	}
	e.Action, e.Do = p.c.T("common.sync.now", nil), p.a.Sync.Wake
	return ui.NewEmpty(e)
}

// list is the open tasks in the day's order, and below them what is over.
func (p *Page) list() {
	next, over := p.next(), false
	var rows []fyne.CanvasObject
	if next < 0 {
		rows = append(rows, p.finished())
	}
	for i, s := range p.stops {
		if !s.Open() && !over {
			over = true
			rows = append(rows, p.ordering()...)
			rows = append(rows, ui.NewSectionTitle(p.c.T("today.over", nil), ui.NewText(strconv.Itoa(len(p.stops)-i), ui.SmallBold, ui.ColMuted)))
		}
		row := ui.NewTaskRow(func() { p.lead.Task(s.ID) })
		row.Set(p.item(i, s))
		row.Mark(i == next)
		rows = append(rows, row)
	}
	if !over {
		rows = append(rows, p.ordering()...)
	}
	p.rows.Objects = rows
	p.rows.Refresh()
	p.whole.Refresh()
}

// finished says that nothing is left to do, and what still has to go up.
func (p *Page) finished() fyne.CanvasObject {
	done, returned, _ := p.counts()
	detail := p.c.N("today.finished.done", done, nil)
	if returned > 0 {
		detail += " · " + p.c.N("today.finished.returned", returned, nil)
	}
	var more []fyne.CanvasObject
	if s := p.a.Sync.State(); s.Pending+s.Files > 0 {
		more = append(more, ui.NewTonal(ui.IcSync, p.c.T("common.sync.now", nil), p.a.Sync.Wake))
	}
	return ui.NewVerdictBanner(ui.Right, p.c.T("today.finished", nil), detail, more...)
}

// next is the row to do next: what was started, else the first that is open.
func (p *Page) next() int {
	first := -1
	for i, t := range p.stops {
		switch {
		case t.State == work.Started:
			return i
		case t.Open() && first < 0:
			first = i
		}
	}
	return first
}

func (p *Page) item(i int, s appwork.Stop) ui.TaskItem {
	w, now := p.c.Words(), p.c.Now()
	it := ui.TaskItem{Order: strconv.Itoa(i + 1), Icon: show.KindIcon(s.Kind), Kind: show.Kind(w, s.Kind),
		State: show.TaskState(w, s.State), Place: s.Address, Detail: p.detail(s)}
	if s.DistanceM > 0 && s.Open() {
		it.Distance = w.Distance(s.DistanceM)
	}
	if s.Waiting && !s.Open() {
		it.State = ui.State{Word: p.c.T("common.state.waiting", nil), Icon: ui.IcCloudUp, Tone: ui.ToneLook}
	}
	it.Due, it.Late = show.Due(w, s.Task, now)
	return it
}

// detail is who it is about, and the one thing worth knowing before going there.
func (p *Page) detail(s appwork.Stop) string {
	switch {
	case s.Reason != "":
		return s.Reason
	case s.Debt.Amount > 0:
		return s.Name + " · " + p.c.T("today.debt", map[string]any{"sum": p.c.Words().Money(int64(s.Debt.Amount)), "days": s.Debt.OverdueDays})
	case s.Seen > 0:
		return s.Name + " · " + p.c.T("today.seen", map[string]any{"seen": s.Seen, "all": s.Seals})
	case s.Seals > 0:
		return s.Name + " · " + p.c.N("today.seals", s.Seals, nil)
	}
	return s.Name
}
