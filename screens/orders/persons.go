package orders

import (
	"context"

	"dianqin/app"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Persons is a list of staff in the details pane, of which one is picked.
type Persons struct {
	a       *app.App
	c       *ui.Context
	title   string
	sub     string
	station string
	first   string // word of the row that stands for none of them
	none    people.User
	pick    func(people.User)

	all   []people.User
	read  bool
	fault error
	body  *fyne.Container
	whole fyne.CanvasObject
}

// NewPersons picks whose orders are listed; an empty user is anybody, one with
// the ID "-" is nobody.
func NewPersons(a *app.App, c *ui.Context, pick func(people.User)) *Persons {
	p := &Persons{a: a, c: c, title: c.T("orders.whose", nil), first: c.T("orders.anybody", nil)}
	p.pick = func(u people.User) {
		c.Pane().Clear()
		pick(u)
	}
	return p
}

// NewAssign picks who does tasks and assigns them; then does what is left to do.
func NewAssign(a *app.App, c *ui.Context, tasks []work.Task, then func()) *Persons {
	p := &Persons{a: a, c: c, title: c.T("orders.assignto", nil), sub: c.N("orders.count", len(tasks), nil), first: c.T("orders.takeback", nil)}
	p.station = tasks[0].StationID
	ids := make([]string, len(tasks))
	for i, t := range tasks {
		ids[i] = t.ID
		if t.StationID != p.station {
			p.station = ""
		}
	}
	p.pick = func(u people.User) {
		c.Go(func() func() {
			err := a.Work.Assign(context.Background(), ids, u.ID)
			return func() { p.assigned(u, len(ids), err, then) }
		})
	}
	return p
}

func (p *Persons) assigned(u people.User, n int, err error, then func()) {
	if err != nil {
		p.c.Toast(show.Line(p.c.Words(), err))
		return
	}
	p.a.Sync.Wake()
	p.c.Back()
	word := p.c.N("orders.takenback", n, nil)
	if u.ID != "" {
		word = p.c.N("orders.assigned", n, map[string]any{"name": u.Name})
	}
	p.c.Toast(word)
	then()
}

// Title implements ui.Page.
func (p *Persons) Title() string { return p.title }

// Subtitle implements ui.Subtitled.
func (p *Persons) Subtitle() string { return p.sub }

// Content implements ui.Page.
func (p *Persons) Content() fyne.CanvasObject {
	p.body = ui.Col(0)
	p.whole = ui.Scroll(ui.Inset(4, 12, 24, 12, p.body))
	p.paint()
	return p.whole
}

// OnShown implements ui.Shown.
func (p *Persons) OnShown() {
	p.c.Go(func() func() {
		all, err := p.a.Work.People(context.Background(), p.station)
		return func() {
			p.all, p.fault, p.read = all, err, true
			p.paint()
		}
	})
}

func (p *Persons) paint() {
	if p.body == nil || !p.read {
		return
	}
	if p.fault != nil {
		problem := show.Error(p.c.Words(), p.fault, false)
		problem.Action, problem.Do = p.c.T("common.retry", nil), p.OnShown
		p.body.Objects = []fyne.CanvasObject{ui.NewProblem(problem)}
	} else {
		rows := []fyne.CanvasObject{ui.NewItemRow(ui.Item{Icon: ui.IcPeople, Title: p.first}, func() { p.pick(p.none) })}
		for _, u := range p.all {
			rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcPerson, Title: u.Name, Sub: p.c.T("role."+string(u.Roles[0]), nil) + " · " + u.Login}, func() { p.pick(u) }))
		}
		p.body.Objects = []fyne.CanvasObject{ui.Group(rows...)}
	}
	p.body.Refresh()
	p.whole.Refresh()
}
