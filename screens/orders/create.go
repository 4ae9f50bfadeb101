package orders

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dianqin/app"
	appwork "dianqin/app/work"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Create is the form of a new order in the details pane: what, where, until when, at
// what hours somebody is expected, who. Nothing but the place and the note is typed.
type Create struct {
	a *app.App
	c *ui.Context

	kind   work.Kind
	text   string // that is looked for
	found  []found
	place  *appwork.Place
	days   int
	hour   int
	agreed appointment
	person people.User
	note   string
	wrong  *model.Error
	busy   bool

	hits  *fyne.Container
	body  *fyne.Container
	whole fyne.CanvasObject
	load  *ui.Latest
}

// found is one find of the search for the place.
type found struct {
	kind          model.Kind
	id            string
	title, detail string
}

const (
	mostFound = 6
	typing    = 150 * time.Millisecond
)

// NewCreate makes the form, for a seal check today by the end of work, or
// tomorrow where that is past.
func NewCreate(a *app.App, c *ui.Context) *Create {
	p := &Create{a: a, c: c, kind: work.SealCheck, hour: 17, load: ui.NewLatest(c.Bridge)}
	if p.due() <= model.MillisOf(c.Now()) {
		p.days = 1
	}
	return p
}

// Title implements ui.Page.
func (p *Create) Title() string { return p.c.T("orders.new", nil) }

// Foot implements ui.Footed.
func (p *Create) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcSend, p.c.T("common.send", nil), p.send)))
}

// Content implements ui.Page.
func (p *Create) Content() fyne.CanvasObject {
	p.body = ui.Col(8)
	p.whole = ui.Scroll(ui.Inset(4, 14, 24, 14, p.body))
	p.paint()
	return p.whole
}

// OnHidden implements ui.Hidden.
func (p *Create) OnHidden() { p.load.Drop() }

func (p *Create) due() model.Millis { return appwork.DueAt(p.c.Now(), p.days, p.hour) }

// paint builds the form anew; what was typed is kept beside the widgets.
func (p *Create) paint() {
	if p.body == nil {
		return
	}
	label := func(key string) fyne.CanvasObject {
		return ui.Inset(6, 0, 0, 0, ui.NewText(p.c.T("orders.new."+key, nil), ui.SmallBold, ui.ColMuted).Clip())
	}
	p.body.Objects = []fyne.CanvasObject{label("kind"), p.kinds(), label("place"), p.where(), p.complaint("/body/box_id", "/body/customer_id", "/body/station_id"),
		label("due"), p.daysAhead(), p.hours(), p.complaint("/body/due_at"),
		label("appointment"), p.appointments(), p.complaint("/body/appointment_from", "/body/appointment_until"), label("person"), p.who(), p.complaint("/body/assignee_id"), label("note"), p.remark(), p.complaint("")}
	p.body.Refresh()
	p.whole.Refresh()
}

// complaint says below a field what is wrong with it; the one for "" says what
// belongs to no field.
func (p *Create) complaint(fields ...string) fyne.CanvasObject {
	known := map[string]bool{"/body/box_id": true, "/body/customer_id": true, "/body/station_id": true, "/body/due_at": true,
		"/body/appointment_from": true, "/body/appointment_until": true, "/body/assignee_id": true}
	for _, f := range fields {
		if p.wrong != nil && (p.wrong.Field == f || f == "" && !known[p.wrong.Field]) {
			return ui.NewText(show.Line(p.c.Words(), p.wrong), ui.Small, ui.ToneWrong.OnWash()).Wrap()
		}
	}
	return ui.Space(0, 0)
}

func (p *Create) change(f func()) func() {
	return func() {
		f()
		p.wrong = nil
		p.paint()
	}
}

func (p *Create) chips(words []string, on int, do func(i int)) fyne.CanvasObject {
	chips := make([]ui.Chip, len(words))
	for i, w := range words {
		chips[i] = ui.Chip{Word: w, On: i == on}
	}
	return ui.NewFilterBar(chips, func(i int) { p.change(func() { do(i) })() })
}

func (p *Create) kinds() fyne.CanvasObject {
	words, on := make([]string, len(work.Kinds)), 0
	for i, k := range work.Kinds {
		words[i] = show.Kind(p.c.Words(), k)
		if k == p.kind {
			on = i
		}
	}
	return p.chips(words, on, func(i int) { p.kind = work.Kinds[i] })
}

func (p *Create) daysAhead() fyne.CanvasObject {
	days := daysOffered()
	words := []string{p.c.T("orders.new.today", nil), p.c.T("orders.new.tomorrow", nil)}
	for _, d := range days[len(words):] {
		words = append(words, p.c.N("orders.new.days", d, nil))
	}
	return p.chips(words, slices.Index(days, p.days), func(i int) { p.days = days[i] })
}

func (p *Create) hours() fyne.CanvasObject {
	hours := hoursDue()
	words := make([]string, len(hours))
	for i, h := range hours {
		words[i] = hourWord(h)
	}
	return p.chips(words, slices.Index(hours, p.hour), func(i int) { p.hour = hours[i] })
}

// daysOffered are the days from now that can be picked, hoursDue the hours at which an
// order can be due.
func daysOffered() []int { return []int{0, 1, 2, 3, 7} }
func hoursDue() []int    { return []int{9, 11, 13, 15, 17} }

func hourWord(h int) string { return fmt.Sprintf("%d:00", h) }

func (p *Create) who() fyne.CanvasObject {
	name := p.person.Name
	if p.person.ID == "" {
		name = p.c.T("orders.new.later", nil)
	}
	return ui.Group(ui.NewItemRow(ui.Item{Icon: ui.IcPerson, Title: name, Open: true}, func() {
		station := ""
		if p.place != nil {
			station = p.place.StationID
		}
		p.c.Pane().Push(newPick(p.a, p.c, station, func(u people.User) {
			p.person = u
			p.change(func() {})()
		}))
	}))
}

// newPick picks a person, or nobody yet, for the form beneath.
func newPick(a *app.App, c *ui.Context, station string, pick func(people.User)) *Persons {
	return &Persons{a: a, c: c, title: "orders.assignto", first: "orders.new.later", station: station,
		pick: func(u people.User) {
			c.Back()
			pick(u)
		}}
}

func (p *Create) remark() fyne.CanvasObject {
	e := ui.NewNoteEntry(p.note, p.c.T("orders.new.notehint", nil), 2)
	e.OnChanged = func(text string) { p.note = text }
	return e
}

// where is the chosen place, or the search for one with what it finds.
func (p *Create) where() fyne.CanvasObject {
	if at := p.place; at != nil {
		title, sub := at.Name, at.Address
		if title == "" {
			title, sub = at.Address, ""
		}
		return ui.Group(ui.NewItemRow(ui.Item{Icon: ui.IcPin, Title: title, Sub: sub, End: ui.NewText(p.c.T("orders.new.change", nil), ui.SmallBold, ui.ColPrimary)},
			p.change(func() { p.place = nil })))
	}
	p.hits = ui.Col(0)
	e := ui.NewSearch(p.text, p.c.T("orders.new.find", nil), func(text string) {
		p.text = text
		p.look()
	})
	p.list()
	return ui.Col(6, e, p.hits)
}

// look searches for what has been typed.
func (p *Create) look() {
	text := p.text
	p.load.Go(typing, func() func() {
		hits, err := p.a.Lookup.Search(context.Background(), text, mostFound)
		out := make([]found, len(hits))
		for i, h := range hits {
			out[i] = found{h.Kind, h.ID, h.Title, h.Detail}
		}
		return func() {
			p.found = out
			p.list()
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
			}
		}
	})
}

func (p *Create) list() {
	var rows []fyne.CanvasObject
	for _, f := range p.found {
		icon := map[model.Kind]ui.Glyph{model.KindCustomer: ui.IcPerson, model.KindBox: ui.IcBox, model.KindMeter: ui.IcMeter, model.KindSeal: ui.IcSeal}[f.kind]
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: icon, Title: f.title, Sub: f.detail}, func() { p.choose(f) }))
	}
	p.hits.Objects = nil
	switch {
	case len(rows) > 0:
		p.hits.Objects = []fyne.CanvasObject{ui.Group(rows...)}
	case p.text != "":
		p.hits.Objects = []fyne.CanvasObject{ui.NewText(p.c.T("orders.new.notfound", nil), ui.Small, ui.ColMuted).Wrap()}
	}
	p.hits.Refresh()
	if p.whole != nil {
		p.whole.Refresh()
	}
}

func (p *Create) choose(f found) {
	p.c.Unfocus()
	p.load.Go(0, func() func() {
		at, err := p.a.Work.PlaceOf(context.Background(), f.kind, f.id)
		return func() {
			p.wrong = nil
			if err == nil {
				p.place = &at
			} else {
				p.fail(err)
			}
			p.paint()
		}
	})
}

func (p *Create) fail(err error) {
	if !errors.As(err, &p.wrong) {
		p.wrong = model.Fail("internal")
	}
}

// send makes the order, where nothing is wrong with it.
func (p *Create) send() {
	if p.busy {
		return
	}
	p.c.Unfocus()
	order := work.Create{Kind: p.kind, AssigneeID: p.person.ID, Note: p.note, DueAt: p.due()}
	order.AppointmentFrom, order.AppointmentUntil = p.agreed.hours(p.c.Now())
	if at := p.place; at != nil {
		order.StationID, order.CustomerID, order.BoxID = at.StationID, at.CustomerID, at.BoxID
	}
	if p.wrong = appwork.Lacking(order, model.MillisOf(p.c.Now())); p.wrong != nil {
		p.paint()
		return
	}
	p.busy = true
	p.c.Go(func() func() {
		err := p.a.Work.Create(context.Background(), order)
		return func() {
			p.busy = false
			if err != nil {
				p.fail(err)
				p.paint()
				return
			}
			p.a.Sync.Wake()
			p.c.Back()
			p.c.Toast(p.c.T("orders.new.made", nil) + show.Later(p.a, p.c))
		}
	})
}
