// Package people is the desk's list of staff and of the devices that they carry:
// who has one, when the server last heard of it, what of it is missing; enrolling
// another one and revoking a lost one. Devices are asked of the server each time;
// without it the people are listed all the same.
package people

import (
	"context"
	"errors"
	"strconv"
	"time"

	"dianqin/app"
	apppeople "dianqin/app/people"
	"dianqin/data/model"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Go is where the screen leads.
type Go struct {
	Person func(apppeople.Person) // a person in the details pane
	Amiss  func(devices int)      // is told how many devices want looking at; may be nil
}

const (
	pause = 50 * time.Millisecond // lets a burst of changed records become one reading
	again = time.Minute           // how often devices are asked for while the screen is there
)

// narrow is what the list is narrowed to.
type narrow int

const (
	everybody narrow = iota
	toLookAt
	withoutDevice
)

// Page is the screen.
type Page struct {
	ui.Listing
	a    *app.App
	c    *ui.Context
	lead Go

	all     []apppeople.Person
	devices apppeople.Devices
	known   bool // devices were told
	lacking error
	narrow  narrow
	text    string
	rows    *rows
	open    string // id of the person in the pane
	line    *ui.Text
	ask     *ui.Latest
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	p := &Page{a: a, c: c, lead: lead, ask: ui.NewLatest(c.Bridge)}
	p.Listing = show.NewListing(c, p.middle, p.reload)
	return p
}

// LookAt narrows the list to those whose device wants looking at.
func (p *Page) LookAt() {
	p.narrow, p.text = toLookAt, ""
	p.Paint()
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("people.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	if !p.Read || p.Fault != nil {
		return ""
	}
	text := p.c.N("people.count", len(p.all), nil)
	if p.known {
		all, amiss := p.devices.Trusted()
		text += " · " + p.c.N("people.devices", all, nil)
		if amiss > 0 {
			text += " · " + p.c.N("people.amiss", amiss, nil)
		}
	}
	return text
}

// Actions implements ui.Acting.
func (p *Page) Actions() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.NewSearch(280, p.text, p.c.T("people.search", nil), func(text string) {
		p.text = text
		p.show()
	})}
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(p.a.Records.On(func([]model.Kind) { p.c.Do(p.reload) }), p.c.Every(again, p.askAgain), p.ask.Drop)
	p.reload()
	p.askAgain()
}

// reload reads the people.
func (p *Page) reload() {
	p.Load(p.Pause(pause), func() func() {
		all, err := p.a.People.List(context.Background())
		return func() {
			p.all, p.Fault, p.Read = all, err, true
			p.again()
		}
	})
}

// askAgain asks the server for the devices. What it told before stands until it
// tells again: only its age grows.
func (p *Page) askAgain() {
	p.ask.Go(0, func() func() {
		d, err := p.a.People.Devices(context.Background())
		return func() {
			p.lacking = err
			if err == nil {
				p.devices, p.known = d, true
				p.tell()
			}
			p.again()
		}
	})
}

// tell says how many devices want looking at.
func (p *Page) tell() {
	if p.lead.Amiss != nil {
		_, amiss := p.devices.Trusted()
		p.lead.Amiss(amiss)
	}
}

// again shows what is known now. Where the table stands, its rows alone change.
func (p *Page) again() {
	if p.Table == nil || p.Fault != nil || len(p.all) == 0 {
		p.Paint()
	} else {
		p.paintFrame()
	}
	if p.c.Nav.Current() == ui.Page(p) && p.c.Window().Canvas().Focused() == nil {
		p.c.Nav.Update()
	}
}

// middle is the table in its frame, which fills the page itself: a row that is open
// comes into view only where the table stands.
func (p *Page) middle() fyne.CanvasObject {
	if len(p.all) == 0 {
		return ui.NewEmpty(ui.Empty{Icon: ui.IcPeople, Why: p.c.T("people.empty", nil)})
	}
	p.show()
	p.NewTable("people", p.columns(), p.Sorted, p.press, p.show)
	p.paintFrame()
	return nil
}

// paintFrame puts chips above and a line below the table.
func (p *Page) paintFrame() {
	p.line = ui.NewText("", ui.Caption, ui.ColMuted).Clip()
	foot := ui.Inset(6, 4, 0, 4, p.line)
	if p.lacking != nil && p.a.People.MaySee() {
		foot = ui.Col(0, ui.Inset(8, 0, 0, 0, p.lack()), foot)
	}
	p.Fill(ui.Frame(p.filters(), foot, nil, nil, ui.Inset(8, 0, 0, 0, p.Table)))
	p.show()
}

// lack says why the devices are not told, and how old what is shown is.
func (p *Page) lack() fyne.CanvasObject {
	w := p.c.Words()
	more := show.Line(w, p.lacking)
	if p.known {
		more = p.c.T("people.asof", map[string]any{"time": show.When(w, p.devices.AsOf, p.c.Now())}) + " · " + more
	}
	text := ui.Col(0, ui.NewText(p.c.T("people.offline", nil), ui.SmallBold, ui.ToneLook.OnWash()).Clip(), ui.NewText(more, ui.Small, ui.ColInk).Clip())
	return ui.NewBlock(ui.Look{Fill: ui.ToneLook.Wash(), Stroke: ui.ToneLook.Edge(), Radius: ui.Radius, Left: 14, Right: 10, Top: 6, Bottom: 6},
		ui.Row(12, ui.NewIcon(ui.IcCloudOff, 22, ui.ToneLook.OnWash()), ui.Grow(text), ui.NewCompact(ui.IcSync, p.c.T("common.retry", nil), false, p.askAgain)))
}

// filters are the chips above the table.
func (p *Page) filters() fyne.CanvasObject {
	var counts [3]int
	for _, person := range p.all {
		for n := range counts {
			if p.fits(person, narrow(n)) {
				counts[n]++
			}
		}
	}
	chips := []ui.Chip{{Word: p.c.T("people.all", nil), Count: strconv.Itoa(counts[everybody])}}
	if p.known {
		chips = append(chips, ui.Chip{Word: p.c.T("people.look", nil), Count: strconv.Itoa(counts[toLookAt])},
			ui.Chip{Word: p.c.T("people.without", nil), Count: strconv.Itoa(counts[withoutDevice])})
	}
	for i := range chips {
		chips[i].On = narrow(i) == p.narrow
	}
	return ui.NewFilterBar(chips, func(i int) {
		p.narrow = narrow(i)
		p.paintFrame()
	})
}

// show narrows and sorts what was read and puts it into the table.
func (p *Page) show() {
	if !p.Read {
		return
	}
	p.rows = &rows{p: p}
	for _, person := range p.all {
		if p.fits(person, p.narrow) {
			p.rows.add(person)
		}
	}
	p.ShowRows(p.rows, len(p.columns()), p.text)
	if p.Table == nil {
		return
	}
	if p.line != nil {
		p.line.Set(p.counted())
	}
	p.Mark(func(row int) bool { return p.rows.rows[row].person.ID == p.open })
}

// counted says how many are listed, and the keys.
func (p *Page) counted() string {
	parts := p.c.N("people.shown", p.Sorted.Len(), nil) + " · " + p.c.T("people.keys", nil)
	var e *model.Error
	if errors.As(p.lacking, &e) && !p.a.People.MaySee() {
		parts += " · " + p.c.T("people.forbidden", nil)
	}
	return parts
}

func (p *Page) press(row int) {
	person := p.rows.rows[p.Sorted.Source(row)].person
	p.open = person.ID
	p.lead.Person(person)
}
