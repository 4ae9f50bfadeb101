package screens

import (
	"context"
	"strconv"
	"strings"
	"time"

	"dianqin/app"
	apppeople "dianqin/app/people"
	appseals "dianqin/app/seals"
	"dianqin/app/session"
	"dianqin/app/syncing"
	appwork "dianqin/app/work"
	"dianqin/data/model"
	mcases "dianqin/data/model/cases"
	"dianqin/data/model/geo"
	"dianqin/data/model/grid"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/screens/atlas"
	"dianqin/screens/cases"
	"dianqin/screens/conflict"
	"dianqin/screens/customer"
	"dianqin/screens/customers"
	"dianqin/screens/dispatch"
	"dianqin/screens/me"
	"dianqin/screens/orders"
	"dianqin/screens/overview"
	staffing "dianqin/screens/people"
	"dianqin/screens/seals"
	"dianqin/screens/show"
	"dianqin/screens/signin"
	"dianqin/screens/syncstate"
	"dianqin/screens/ui"
	"dianqin/screens/way"
)

// desk is the desk's screens in a window.
type desk struct {
	a      *app.App
	c      *ui.Context
	server string
	shell  *ui.DeskShell // nil while nobody is signed in
	enter  *signin.Page  // nil while somebody is
	people *customers.Page
	list   *orders.Page // the list of orders, and its place
	place  *views
	staff  *staffing.Page
	counts *ui.Latest
	free   int // open tasks of nobody
	ailing int // devices that want looking at
	amiss  int // cases that are not closed, and disputes
	failed string
	chart  *atlas.Page // the map
	seal   *seals.Page // the list of seals, and its place
	ways   *views
	doubts *views // cases, and disputes
}

// The places, in the order of the side bar.
const (
	overviewPlace = iota
	ordersPlace
	mapPlace
	sealsPlace
	casesPlace
	customersPlace
	peoplePlace
)

// Desk fills the context's window with the desk: signing in, then the overview and
// the lists behind it. server is the address that a new device is offered, it may be empty.
func Desk(a *app.App, c *ui.Context, server string) {
	d := &desk{a: a, c: c, server: server, counts: ui.NewLatest(c.Bridge)}
	KeepSettings(a, c)
	c.OnSettings(func(ui.Settings) {
		if d.enter != nil {
			d.fill()
		}
	})
	a.Session.Changed.On(func(s session.State) { c.Do(func() { d.turn(s) }) })
	a.Records.On(func([]model.Kind) { c.Do(d.count) })
	a.Sync.Changed.On(func(s syncing.State) { c.Do(func() { d.tell(s) }) })
	d.turn(a.Session.State())
	guard(a, c)
}

// turn follows the session, as the phone does.
func (d *desk) turn(s session.State) {
	switch {
	case s == session.SignedIn && d.shell == nil && d.a.Sync.State().HasData:
		d.open()
	case s != session.SignedIn && d.enter == nil, d.shell == nil && d.enter == nil:
		d.c.Nav.Clear()
		d.shell = nil
		d.enter = signin.New(d.a, d.c, nil, d.server, d.open)
		d.fill()
		d.enter.OnShown()
	}
}

// fill shows the sign-in as a narrow page in the middle of the window.
func (d *desk) fill() {
	d.c.Window().SetContent(ui.Middle(ui.AtLeast(460, 720, d.enter.Content())))
}

func (d *desk) open() {
	if d.enter != nil {
		d.enter.OnHidden()
		d.enter = nil
	}
	u := d.a.Session.User()
	d.list, d.place, d.people, d.staff = nil, nil, nil, nil // of the one who was in before
	d.shell = ui.NewDeskShell(d.c, []ui.Place{
		{Icon: ui.IcHome, Word: "overview.title", Page: func() ui.Page { return overview.New(d.a, d.c, d.figures()) }},
		{Icon: ui.IcCalendar, Word: "orders.title", More: func() string { return some(d.free) }, Page: d.work},
		{Icon: ui.IcMap, Word: "map.title", Page: d.atlas},
		{Icon: ui.IcSeal, Word: "seals.title", Page: d.stock},
		{Icon: ui.IcShield, Word: "cases.title", More: func() string { return some(d.amiss) }, Page: d.suspicions},
		{Icon: ui.IcPeople, Word: "customers.title", Page: func() ui.Page { return d.customers() }},
		{Icon: ui.IcDevice, Word: "people.title", More: func() string { return some(d.ailing) }, Page: func() ui.Page { return d.workers() }},
	}, ui.Person{Name: u.Name, Role: d.roles, Open: func() { d.c.Open(me.New(d.a, d.c, me.Go{Sync: d.syncing, Maps: maps(d.a, d.c)})) }})
	if u.Has(people.Admin) && len(u.Lanes()) <= 2 { // an admin reads no station: there is nothing but people
		d.shell.Go(peoplePlace)
	}
	d.count()
}

// roles is what the person is, in the present language.
func (d *desk) roles() string {
	var roles []string
	for _, r := range d.a.Session.User().Roles {
		roles = append(roles, d.c.T("role."+string(r), nil))
	}
	return strings.Join(roles, " · ")
}

// syncing is how syncing stands in full, over what the details pane shows.
func (d *desk) syncing() {
	lead := d.orders(true)
	d.page(true, syncstate.New(d.a, d.c, syncstate.Go{Conflict: func(opID string) ui.Page { return conflict.New(d.a, d.c, opID) }, Seal: lead.Seal, Task: lead.Task}))
}

// customers is the place of the customers: one page, whoever leads there.
func (d *desk) customers() *customers.Page {
	if d.people == nil {
		d.people = customers.New(d.a, d.c, customers.Go{Customer: func(id string) { d.page(false, d.customer(id)) }})
	}
	return d.people
}

// workers is the place of people and devices.
func (d *desk) workers() *staffing.Page {
	if d.staff == nil {
		d.staff = staffing.New(d.a, d.c, staffing.Go{Amiss: d.ails,
			Person: func(p apppeople.Person) { d.c.Open(staffing.NewDetails(d.a, d.c, p)) }})
	}
	return d.staff
}

// ails counts the devices that want looking at in the side bar.
func (d *desk) ails(devices int) {
	if devices != d.ailing && d.shell != nil {
		d.ailing = devices
		d.shell.Update()
	}
}

// figures leads from the overview to the lists behind its figures.
func (d *desk) figures() overview.Go {
	lead := overview.Go{
		Orders: func(state work.State, nobody bool) {
			d.shell.Go(ordersPlace)
			d.place.show(0)
			d.list.Narrow(state, nobody)
		},
		Seals:      func() { d.shell.Go(sealsPlace); d.seals(false).Seals(appseals.Wanted{}, "") },
		Cases:      func() { d.shell.Go(casesPlace); d.doubts.show(0) },
		Exceptions: func() { d.shell.Go(casesPlace); d.doubts.show(1) },
		Debtors:    func() { d.customers().ShowDebtors(); d.shell.Go(customersPlace) },
		Devices:    func() { d.workers().LookAt(); d.shell.Go(peoplePlace) },
		Area:       func(area grid.Area) { d.customers().ShowArea(area); d.shell.Go(customersPlace) },
		Customer:   func(id string) { d.c.Open(d.customer(id)) },
		Amiss:      d.ails,
	}
	rest := lead // the lists of areas and suspects lead on, but not to themselves
	lead.Losses = func(over bool) { d.c.Nav.Push(overview.NewAreas(d.a, d.c, rest, over)) }
	lead.Suspects = func() { d.c.Nav.Push(overview.NewSuspects(d.a, d.c, rest)) }
	return lead
}

// customer is a customer in the details pane.
func (d *desk) customer(id string) ui.Page {
	return customer.New(d.a, d.c, id, customer.Go{Seal: d.orders(true).Seal, Way: func(to geo.Point, name string) { way.To(d.a, d.c, to, name) }, Pictures: seen(d.a, d.c)})
}

// some is a count as the side bar shows it: nothing for none.
func some(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// countPause lets a burst of changed records become one count.
const countPause = 200 * time.Millisecond

// count reads what waits in the places.
func (d *desk) count() {
	if d.shell == nil {
		return
	}
	d.counts.Go(countPause, func() func() {
		ctx := context.Background()
		free, err := d.a.Work.Free(ctx)
		if err != nil {
			return nil // the list itself says so
		}
		open, disputes, err := d.a.Work.Waiting(ctx)
		if err != nil {
			return nil
		}
		n := open + disputes
		return func() {
			changed := free != d.free || n != d.amiss
			d.free, d.amiss = free, n
			if changed && d.shell != nil {
				d.shell.Update()
			}
		}
	})
}

// tell says once that syncing fails: the desk has no line for it.
func (d *desk) tell(s syncing.State) {
	code := ""
	if s.LastErr != nil {
		code = s.LastErr.Code
	}
	if code != "" && code != d.failed && d.shell != nil {
		d.c.Toast(show.Line(d.c.Words(), s.LastErr))
	}
	d.failed = code
}

// page puts a page into the details pane: from the list in place of what is there,
// from another details page over it.
func (d *desk) page(over bool, p ui.Page) {
	if over {
		d.c.Pane().Push(p)
		return
	}
	d.c.Open(p)
}

// work is the place of orders: the list, and the board of a day.
func (d *desk) work() ui.Page {
	list := d.orders(false)
	board := dispatch.Go{Task: list.Task, Create: list.Create,
		Assign: func(tasks []work.Task, done func()) { d.c.Open(orders.NewAssign(d.a, d.c, tasks, done)) }, Day: d.day}
	d.list = orders.New(d.a, d.c, list)
	d.place = newViews(d.c, view{ui.IcToday, "orders.view.list", d.list}, view{ui.IcBars, "orders.view.board", dispatch.New(d.a, d.c, board)})
	return d.place
}

func (d *desk) orders(over bool) orders.Go {
	return orders.Go{
		Task:     func(id string) { d.page(over, orders.NewDetails(d.a, d.c, id, d.orders(true))) },
		Seal:     func(number string) { d.page(over, seals.NewDetails(d.a, d.c, number, d.seals(true))) },
		Case:     func(k mcases.Case) { d.page(over, cases.NewDetails(d.a, d.c, k, d.cases(true))) },
		Create:   func() { d.c.Open(orders.NewCreate(d.a, d.c)) },
		Pictures: pictures(d.a, d.c),
		Track:    d.track,
	}
}

// stock is the place of seals: the list, the lots, who has which.
func (d *desk) stock() ui.Page {
	lead := d.seals(false)
	d.seal = seals.New(d.a, d.c, lead)
	d.ways = newViews(d.c, view{ui.IcSeal, "seals.view.list", d.seal}, view{ui.IcPack, "seals.view.lots", seals.NewLots(d.a, d.c, lead)}, view{ui.IcPerson, "seals.view.people", seals.NewHolders(d.a, d.c, lead)})
	return d.ways
}

func (d *desk) seals(over bool) seals.Go {
	lead := d.orders(over)
	return seals.Go{Seal: lead.Seal, Case: lead.Case, Pictures: lead.Pictures,
		Issue:  func(lotID string) { d.page(over, seals.NewIssue(d.a, d.c, lotID)) },
		Lot:    func(lotID string) { d.page(over, seals.NewLot(d.a, d.c, lotID, d.seals(true))) },
		Holder: func(u people.User) { d.page(over, seals.NewHolder(d.a, d.c, u, d.seals(true))) },
		Seals: func(w appseals.Wanted, name string) {
			if d.ways != nil {
				d.seal.Narrow(w, name)
				d.ways.turn(0)
			}
		}}
}

func (d *desk) cases(over bool) cases.Go {
	lead := d.orders(over)
	return cases.Go{Map: d.onMap, Case: lead.Case, Seal: lead.Seal, Task: lead.Task, Pictures: lead.Pictures,
		Dispute: func(x appwork.Dispute) {
			if x.RecordID != "" && !x.Proposal() { // a change that met another's
				d.page(over, conflict.New(d.a, d.c, x.OpID))
				return
			}
			d.page(over, cases.NewDispute(d.a, d.c, x, d.cases(true)))
		}}
}

// suspicions is the place of cases: the cases, and the disputes.
func (d *desk) suspicions() ui.Page {
	lead := d.cases(false)
	d.doubts = newViews(d.c, view{ui.IcShield, "cases.title", cases.New(d.a, d.c, lead)}, view{ui.IcAlert, "cases.view.disputes", cases.NewDisputes(d.a, d.c, lead)})
	return d.doubts
}
