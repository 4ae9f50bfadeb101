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
	sorted  *ui.Filtered
	column  int
	down    bool
	open    string // id of the person in the pane
	read    bool
	fault   error

	table  *ui.Table
	line   *ui.Text
	search *ui.Entry
	body   *fyne.Container
	load   *ui.Latest
	ask    *ui.Latest
	off    []func()
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	return &Page{a: a, c: c, lead: lead, column: -1, load: ui.NewLatest(c.Bridge), ask: ui.NewLatest(c.Bridge)}
}

// LookAt narrows the list to those whose device wants looking at.
func (p *Page) LookAt() {
	p.narrow, p.text = toLookAt, ""
	p.paint()
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("people.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	if !p.read || p.fault != nil {
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
	p.search = ui.NewSearch(p.text, p.c.T("people.search", nil), func(text string) {
		p.text = text
		p.show()
	})
	return []fyne.CanvasObject{ui.AtLeast(280, 0, p.search)}
}

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(0)
	p.paint()
	return ui.Frame(nil, nil, nil, nil, p.body)
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.off = []func(){
		p.a.Records.On(func([]model.Kind) { p.c.Do(p.reload) }),
		p.c.Every(again, p.askAgain),
	}
	p.reload()
	p.askAgain()
}

// OnHidden implements ui.Hidden.
func (p *Page) OnHidden() {
	for _, f := range p.off {
		f()
	}
	p.off = nil
	p.load.Drop()
	p.ask.Drop()
}

// OnKey implements ui.Keyed.
func (p *Page) OnKey(k fyne.KeyName) bool { return p.table != nil && p.table.OnKey(k) }

// OnRune implements ui.Keyed: / goes to the search.
func (p *Page) OnRune(r rune) bool {
	if r == '/' {
		p.c.Focus(p.search)
		return true
	}
	return p.table != nil && p.table.OnRune(r)
}

// reload reads the people.
func (p *Page) reload() {
	wait := pause
	if !p.read {
		wait = 0
	}
	p.load.Go(wait, func() func() {
		all, err := p.a.People.List(context.Background())
		return func() {
			p.all, p.fault, p.read = all, err, true
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
	if p.table == nil || p.fault != nil || len(p.all) == 0 {
		p.paint()
	} else {
		p.paintFrame()
	}
	if p.c.Nav.Current() == ui.Page(p) && p.c.Window().Canvas().Focused() == nil {
		p.c.Nav.Update()
	}
}

// paint builds what is below the title.
func (p *Page) paint() {
	if p.body == nil {
		return
	}
	p.table = nil
	switch {
	case p.fault != nil:
		problem := show.Error(p.c.Words(), p.fault, false)
		problem.Action, problem.Do = p.c.T("common.retry", nil), p.reload
		p.fill(ui.NewProblem(problem))
	case !p.read:
		p.fill(ui.Space(0, 0))
	case len(p.all) == 0:
		p.fill(ui.NewEmpty(ui.Empty{Icon: ui.IcPeople, Why: p.c.T("people.empty", nil)}))
	default:
		p.show()
		p.table = ui.NewTable(p.columns(), p.sorted, p.press)
		p.table.OnSort(func(column int, down bool) {
			p.column, p.down = column, down
			p.show()
		})
		p.table.Sorted(p.column, p.down)
		p.table.Keep(p.c, "people")
		p.paintFrame()
	}
}

// paintFrame puts chips above and a line below the table.
func (p *Page) paintFrame() {
	p.line = ui.NewText("", ui.Caption, ui.ColMuted).Clip()
	foot := ui.Inset(6, 4, 0, 4, p.line)
	if p.lacking != nil && p.a.People.MaySee() {
		foot = ui.Col(0, ui.Inset(8, 0, 0, 0, p.lack()), foot)
	}
	p.fill(ui.Frame(p.filters(), foot, nil, nil, ui.Inset(8, 0, 0, 0, p.table)))
	p.show()
}

func (p *Page) fill(o fyne.CanvasObject) {
	p.body.Objects = []fyne.CanvasObject{ui.Grow(o)}
	p.body.Refresh()
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
	if !p.read {
		return
	}
	p.rows = &rows{p: p}
	for _, person := range p.all {
		if p.fits(person, p.narrow) {
			p.rows.add(person)
		}
	}
	p.sorted = ui.NewFiltered(p.rows, len(p.columns()))
	p.sorted.Filter(p.text)
	if p.column >= 0 {
		p.sorted.Sort(p.column, p.down)
	}
	if p.table == nil {
		return
	}
	p.table.SetRows(p.sorted)
	if p.line != nil {
		p.line.Set(p.counted())
	}
	if p.c.Pane() == nil || p.c.Pane().Depth() == 0 {
		return
	}
	for i := range p.sorted.Len() {
		if p.rows.rows[p.sorted.Source(i)].person.ID == p.open {
			p.table.Select(i)
		}
	}
}

// counted says how many are listed, and the keys.
func (p *Page) counted() string {
	parts := p.c.N("people.shown", p.sorted.Len(), nil) + " · " + p.c.T("people.keys", nil)
	var e *model.Error
	if errors.As(p.lacking, &e) && !p.a.People.MaySee() {
		parts += " · " + p.c.T("people.forbidden", nil)
	}
	return parts
}

func (p *Page) press(row int) {
	person := p.rows.rows[p.sorted.Source(row)].person
	p.open = person.ID
	p.lead.Person(person)
}
