package task

import (
	"context"
	"slices"

	appwork "dianqin/app/work"
	"dianqin/data/model/people"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// companions is the pick of who is on site, from the station's people.
type companions struct {
	task  *Page
	staff []people.User
	body  *fyne.Container
	whole fyne.CanvasObject
}

// Title implements ui.Page.
func (p *companions) Title() string { return p.task.c.T("task.people.title", nil) }

// Content implements ui.Page.
func (p *companions) Content() fyne.CanvasObject {
	p.body = ui.Col(12)
	p.whole = ui.Scroll(ui.Inset(12, ui.Edge, 24, ui.Edge, p.body))
	p.paint()
	return p.whole
}

// Foot implements ui.Footed.
func (p *companions) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcCheck, p.task.c.T("common.ok", nil), p.task.c.Back)))
}

// OnShown implements ui.Shown.
func (p *companions) OnShown() {
	t := p.task
	t.c.Go(func() func() {
		staff, err := t.a.Work.People(context.Background(), t.site.Task.StationID)
		return func() {
			if err != nil {
				t.c.Toast(show.Line(t.c.Words(), err))
			}
			p.staff = staff
			p.paint()
		}
	})
}

func (p *companions) paint() {
	var rows []fyne.CanvasObject
	for _, name := range p.names() {
		on := slices.Contains(p.task.site.Draft.Persons, name)
		rows = append(rows, ui.NewCheckRow(name, on, func() { p.turn(name, !on) }))
	}
	p.body.Objects = []fyne.CanvasObject{ui.Group(rows...)}
	p.body.Refresh()
	p.whole.Refresh()
}

// names are those on the sheet first, then the station's.
func (p *companions) names() []string {
	names := slices.Clone(p.task.site.Draft.Persons)
	for _, u := range p.staff {
		if !slices.Contains(names, u.Name) {
			names = append(names, u.Name)
		}
	}
	slices.Sort(names)
	return names
}

func (p *companions) turn(name string, on bool) {
	d := p.task.site.Draft
	persons := slices.DeleteFunc(slices.Clone(d.Persons), func(n string) bool { return n == name })
	if on {
		persons = append(persons, name)
	}
	p.task.keep(appwork.Draft{Items: d.Items, Persons: persons})
	p.paint()
}
