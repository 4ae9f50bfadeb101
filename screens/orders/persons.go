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
	title   string // key
	count   int    // of the tasks that are to be given, 0 where none are
	station string
	first   string // key of the row that stands for none of them
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
	p := &Persons{a: a, c: c, title: "orders.whose", first: "orders.anybody"}
	p.pick = func(u people.User) {
		c.Pane().Clear()
		pick(u)
	}
	return p
}

// NewAssign picks who does tasks and assigns them; then does what is left to do.
func NewAssign(a *app.App, c *ui.Context, tasks []work.Task, then func()) *Persons {
	p := &Persons{a: a, c: c, title: "orders.assignto", count: len(tasks), first: "orders.takeback"}
	p.station = tasks[0].StationID
	ids := make([]string, len(tasks))
	for i, t := range tasks {
		ids[i] = t.ID
		if t.StationID != p.station {
			p.station = ""
		}
	}
	p.pick = func(u people.User) {
		show.Give(a, c, ids, u, func() {
			c.Back()
			then()
		})
	}
	return p
}

// Title implements ui.Page.
func (p *Persons) Title() string { return p.c.T(p.title, nil) }

// Subtitle implements ui.Subtitled.
func (p *Persons) Subtitle() string {
	if p.count == 0 {
		return ""
	}
	return p.c.N("orders.count", p.count, nil)
}

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
		p.body.Objects = []fyne.CanvasObject{ui.NewProblem(show.Retry(p.c, p.fault, p.OnShown))}
	} else {
		rows := []fyne.CanvasObject{ui.NewItemRow(ui.Item{Icon: ui.IcPeople, Title: p.c.T(p.first, nil)}, func() { p.pick(p.none) })}
		for _, u := range p.all {
			rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcPerson, Title: u.Name, Sub: p.c.T("role."+string(u.Roles[0]), nil) + " · " + u.Login}, func() { p.pick(u) }))
		}
		p.body.Objects = []fyne.CanvasObject{ui.Group(rows...)}
	}
	p.body.Refresh()
	p.whole.Refresh()
}
