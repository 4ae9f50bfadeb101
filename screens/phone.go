// Package screens assembles the screens into the phone and the desk: which screen
// leads to which is said here and nowhere else. It shows nothing of its own.
package screens

import (
	"context"

	"dianqin/app"
	"dianqin/app/seals"
	"dianqin/app/session"
	"dianqin/app/viewing"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/screens/conflict"
	"dianqin/screens/customer"
	"dianqin/screens/lookup"
	"dianqin/screens/me"
	"dianqin/screens/signin"
	"dianqin/screens/syncstate"
	"dianqin/screens/task"
	"dianqin/screens/today"
	"dianqin/screens/ui"
	"dianqin/screens/verdict"
	"dianqin/screens/viewfinder"
	"dianqin/screens/way"
)

// phone is the phone's screens in a window.
type phone struct {
	a      *app.App
	c      *ui.Context
	view   *viewing.Viewing
	server string
	shell  *ui.PhoneShell // nil while nobody is signed in
	enter  *signin.Page   // nil while somebody is
	going  *work.Task     // the task that was started last and is not done
}

// Phone fills the context's window with the phone: signing in, then the day. server
// is the address that a new device is offered, it may be empty.
func Phone(a *app.App, c *ui.Context, server string) {
	p := &phone{a: a, c: c, view: viewing.New(viewing.Devices{Camera: a.Camera, Feel: a.Feel, Ask: a.Ask, Screen: a.Screen}, a.Seals), server: server}
	KeepSettings(a, c)
	c.OnSettings(func(ui.Settings) {
		if p.enter != nil {
			p.fill()
		}
	})
	a.Records.On(func([]model.Kind) { c.Do(p.follow) })
	a.Session.Changed.On(func(s session.State) { c.Do(func() { p.turn(s) }) })
	p.turn(a.Session.State())
	guard(a, c)
}

// turn follows the session: out of the day when the person leaves.
func (p *phone) turn(s session.State) {
	switch {
	case s == session.SignedIn && p.shell == nil && p.a.Sync.State().HasData:
		p.day()
	case s != session.SignedIn && p.enter == nil, p.shell == nil && p.enter == nil:
		p.c.Nav.Clear()
		p.shell = nil
		p.enter = signin.New(p.a, p.c, p.view, p.server, p.day)
		p.c.Alone(p.enter)
		p.fill()
		p.enter.OnShown()
	}
}

func (p *phone) fill() { p.c.Window().SetContent(p.enter.Content()) }

// day opens the shell on today.
func (p *phone) day() {
	if p.shell != nil { // both the session and the download say that it may begin
		return
	}
	if p.enter != nil {
		p.enter.OnHidden()
		p.enter = nil
	}
	p.shell = ui.NewPhoneShell(p.c, [5]ui.Place{
		{Icon: ui.IcToday, Word: "phone.today", Page: func() ui.Page { return today.New(p.a, p.c, today.Go{Task: p.task, Sync: p.sync}) }},
		{Icon: ui.IcMap, Word: "phone.map", Page: p.atlas},
		{Icon: ui.IcScan, Word: "phone.scan", Page: p.scan},
		{Icon: ui.IcSearch, Word: "phone.lookup", Page: func() ui.Page {
			return lookup.New(p.a, p.c, lookup.Go{Seal: p.seal, Customer: p.customer, Scan: func() { p.shell.Go(2) }})
		}},
		{Icon: ui.IcPerson, Word: "phone.me", Page: func() ui.Page {
			return me.New(p.a, p.c, me.Go{Seals: p.held, Sync: p.sync, Maps: maps(p.a, p.c), Ways: func() ui.Page { return way.Choose(p.a, p.c) }})
		}},
	})
	p.follow()
}

// follow keeps in mind which task is under way: the scan button belongs to it.
func (p *phone) follow() {
	if p.shell == nil {
		return
	}
	p.c.Go(func() func() {
		tasks, err := p.a.Work.Today(context.Background())
		var going *work.Task
		for _, t := range tasks {
			if t.State == work.Started && (going == nil || t.StartedAt > going.StartedAt) {
				going = &t
			}
		}
		return func() {
			if err == nil {
				p.going = going
			}
		}
	})
}

func (p *phone) task(id string) {
	p.c.Open(task.New(p.a, p.c, id, task.Go{Scan: p.viewfinder, Seal: p.verdict, Shoot: p.shoot, Pictures: p.pictures, Way: p.way, Track: p.track}))
}

// scan is what the big button opens: the box of the task under way, else a look-up.
func (p *phone) scan() ui.Page {
	if t := p.going; t != nil && t.BoxID != "" {
		return p.finder(seals.Visit{TaskID: t.ID, StationID: t.StationID, BoxID: t.BoxID}, t.Name)
	}
	return p.finder(seals.Visit{}, p.c.T("scan.title", nil))
}

func (p *phone) finder(v seals.Visit, title string) ui.Page {
	return viewfinder.New(p.a, p.c, p.view, v, title, viewfinder.Go{Seal: p.scanned, Else: p.owner})
}

func (p *phone) viewfinder(v seals.Visit, title string) { p.c.Nav.Push(p.finder(v, title)) }

// verdict is a seal of a visit, opened from the task: scanning on opens the viewfinder
// in its place.
func (p *phone) verdict(v seals.Visit, number, place string, found *seal.Verdict) {
	title := p.c.T("scan.title", nil)
	if t := p.going; t != nil && t.ID == v.TaskID {
		title = t.Name
	}
	p.judged(v, number, place, found, func() { p.c.Nav.Replace(p.finder(v, title)) }, p.c.Back)
}

// scanned is a seal opened from the viewfinder: scanning on goes back to it, and being
// done past it.
func (p *phone) scanned(v seals.Visit, number, place string, found *seal.Verdict) {
	finder := p.c.Nav.Current()
	p.judged(v, number, place, found, p.c.Back, func() { p.c.Nav.BackPast(finder) })
}

func (p *phone) judged(v seals.Visit, number, place string, found *seal.Verdict, scan, done func()) {
	p.c.Nav.Push(verdict.New(p.a, p.c, verdict.About{Visit: v, Number: number, Place: place, Verdict: found}, verdict.Go{Shoot: p.shoot, Pictures: p.pictures, Scan: scan, Done: done}))
}

// owner is whom a meter or a box belongs to.
func (p *phone) owner(kind model.Kind, number string) {
	lookup.Owners(p.a, p.c, kind, number, p.customer)
}

// sync is how syncing stands in full.
func (p *phone) sync() {
	p.c.Open(syncstate.New(p.a, p.c, syncstate.Go{Conflict: func(opID string) ui.Page { return conflict.New(p.a, p.c, opID) }, Seal: p.seal, Task: p.task}))
}

func (p *phone) customer(id string) {
	p.c.Open(customer.New(p.a, p.c, id, customer.Go{Seal: p.seal, Way: p.way, Pictures: seen(p.a, p.c)}))
}

// way leads there in another program.
func (p *phone) way(to geo.Point, name string) { way.To(p.a, p.c, to, name) }

func (p *phone) seal(number string) { p.verdict(seals.Visit{}, number, "", nil) }
