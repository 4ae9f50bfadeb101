package atlas

import (
	"context"
	"time"

	"dianqin/app/atlas"
	"dianqin/data/model/people"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

const (
	// personsEvery is how often the desk asks where people are.
	personsEvery = time.Minute
	// staleAfter is when a position is painted pale: nobody need be there any more.
	staleAfter = 30 * time.Minute
)

// persons is where people were last, for whom may know.
type persons struct {
	all   atlas.Everybody
	read  bool
	fault error
}

// mayWatch tells whether the person may see where others are.
func (p *Page) mayWatch() bool {
	return !p.c.Phone() && p.a.Session.User().Has(people.Supervisor)
}

// watch asks where people are, if that is shown.
func (p *Page) watch() {
	if !p.mayWatch() || !p.on.has(layerPeople) {
		return
	}
	p.c.Go(func() func() {
		all, err := p.a.Places.People(context.Background())
		return func() {
			p.persons = persons{all: all, read: true, fault: err}
			p.showPersons()
			p.panel.paint()
		}
	})
}

// showPersons brings them onto the map.
func (p *Page) showPersons() {
	if p.m == nil {
		return
	}
	var out []slippy.Person
	if p.on.has(layerPeople) {
		for _, s := range p.persons.all.People {
			out = append(out, slippy.Person{At: s.Place, Name: s.Person.Name, Old: p.c.Now().Sub(s.At.Time()) > staleAfter})
		}
	}
	p.m.SetPeople(out)
}

// asOf says how old the positions of people are; nil where there is nothing to say.
func (p *Page) asOf() fyne.CanvasObject {
	if !p.mayWatch() || !p.on.has(layerPeople) || !p.persons.read {
		return nil
	}
	text := p.c.T("map.people.none", nil)
	if n := len(p.persons.all.People); n > 0 {
		text = p.c.N("map.people", n, map[string]any{"age": p.c.Words().Ago(p.persons.all.AsOf.Time(), p.c.Now())})
	}
	return ui.NewText(text, ui.Small, ui.ColMuted).Wrap()
}

// openPerson shows who somebody is, when they were there, and leads to their day.
func (p *Page) openPerson(i int) {
	if i >= len(p.persons.all.People) {
		return
	}
	s := p.persons.all.People[i]
	p.choose(nil)
	p.open(&sheet{title: func() string { return s.Person.Name }, parts: func() []fyne.CanvasObject {
		when := p.c.T("map.person.seen", map[string]any{"age": p.c.Words().Ago(s.At.Time(), p.c.Now())})
		return []fyne.CanvasObject{
			ui.Group(ui.NewItemRow(ui.Item{Icon: ui.IcPerson, Tone: ui.TonePrimary, Title: s.Person.Name, Sub: when}, func() { p.m.GlideTo(s.Place, 0) })),
			ui.NewTonal(ui.IcSort, p.c.T("map.person.day", nil), func() { p.order(s.Person) }),
		}
	}})
	p.call(&slippy.Callout{At: s.Place, Label: s.Person.Name, Bare: true})
}
