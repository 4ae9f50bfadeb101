// Package verdict is one seal in full: what the scan means and why, what the record
// says of it, its history; and noting its condition and taking its picture.
package verdict

import (
	"context"
	"slices"

	"dianqin/app"
	"dianqin/app/evidence"
	"dianqin/app/seals"
	"dianqin/data/model"
	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// About is the seal that the screen is about.
type About struct {
	Visit   seals.Visit // empty outside of a task: nothing can be noted then
	Number  string
	Place   string        // where it is expected, empty where it is not
	Verdict *seal.Verdict // nil: not scanned
}

// Go is what the screen needs from elsewhere.
type Go struct {
	Shoot func(s evidence.Subject, then func()) // takes a picture
	Scan  func()                                // to the viewfinder of the visit
	Done  func()                                // to where scanning began

	Pictures func([]evidence.Item) fyne.CanvasObject // rows of pictures
}

// Page is the screen.
type Page struct {
	ui.PageBody
	show.Acts
	a     *app.App
	c     *ui.Context
	about About
	lead  Go

	story    seals.Story
	names    map[string]string // addresses of boxes by id
	pictures []evidence.Item   // of the seal, taken at this visit
	free     []metering.Place  // of the box, where no seal hangs
	left     int               // expected seals of the visit that nobody has seen yet
	all      bool              // every sighting is shown
}

// New makes the screen.
func New(a *app.App, c *ui.Context, about About, lead Go) *Page {
	p := &Page{a: a, c: c, about: about, lead: lead, names: map[string]string{}}
	p.Acts = show.NewActs(c, p.load)
	p.PageBody = show.NewBody(c, p, p.parts, p.load)
	p.Early = true // the verdict is known already
	return p
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("verdict.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	if p.about.Place == "" {
		return ""
	}
	return show.PlaceTitle(p.c.Words(), p.about.Place)
}

// Foot implements ui.Footed: what is to be done next, and the camera beside it.
func (p *Page) Foot() fyne.CanvasObject {
	if p.about.Visit.TaskID == "" || !p.Known() {
		return nil
	}
	camera := func() fyne.CanvasObject { return ui.NewTonal(ui.IcCamera, "", p.photograph) }
	action := func(g ui.Glyph, key string, do func()) fyne.CanvasObject {
		return ui.Grow(ui.NewAction(g, p.c.T(key, nil), do))
	}
	v := p.about.Verdict
	switch {
	case p.mine() && len(p.free) > 0:
		return ui.NewActionBar(action(ui.IcSeal, "verdict.apply", func() { p.push(&applying{p: p, at: -1}) }), camera())
	case v != nil && v.Tone != seal.Right && len(p.pictures) == 0:
		return ui.NewActionBar(action(ui.IcCamera, "verdict.picture", p.photograph))
	case v == nil:
		return ui.NewActionBar(action(ui.IcScan, "verdict.scan", p.lead.Scan), camera())
	}
	if p.left == 0 { // there is nothing to go back to the viewfinder for
		return ui.NewActionBar(action(ui.IcCheck, "scan.done", p.lead.Done), camera())
	}
	return ui.NewActionBar(action(ui.IcScan, "verdict.on", p.lead.Scan), camera())
}

// mine says that the person carries the seal and may put it on.
func (p *Page) mine() bool {
	s := p.story.Seal
	return s != nil && s.Custody == seal.Issued && s.HolderID == p.a.Session.User().ID && p.about.Visit.BoxID != ""
}

// hangsHere says that the seal is on the box of the visit.
func (p *Page) hangsHere() bool {
	s := p.story.Seal
	return s != nil && s.Custody == seal.Applied && s.BoxID == p.about.Visit.BoxID && p.about.Visit.TaskID != ""
}

// push shows a page over this one, on whichever stack it stands.
func (p *Page) push(page ui.Page) {
	if pane := p.c.Pane(); pane != nil && pane.Current() == ui.Page(p) {
		pane.Push(page)
		return
	}
	p.c.Nav.Push(page)
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }))
	p.load()
}

func (p *Page) load() {
	about := p.about
	p.Load(0, func() func() {
		story, err := p.a.Seals.Story(context.Background(), about.Number)
		verdict, left := p.now(about)
		var pictures []evidence.Item
		if err == nil && about.Visit.TaskID != "" {
			pictures, err = p.a.Evidence.Of(context.Background(), about.Visit.TaskID, about.Number)
		}
		names := p.boxes(story, verdict)
		var free []metering.Place
		if err == nil && about.Visit.BoxID != "" {
			free, err = p.a.Seals.Free(context.Background(), about.Visit.BoxID)
		}
		return func() {
			p.story, p.names, p.free = story, names, free
			p.about.Verdict, p.pictures, p.left = verdict, pictures, left
			p.Loaded(err)
		}
	})
}

// now is the newest verdict of the visit, and how many seals are left to be seen.
func (p *Page) now(about About) (v *seal.Verdict, left int) {
	if about.Visit.TaskID == "" {
		return about.Verdict, 0
	}
	site, err := p.a.Work.Site(context.Background(), about.Visit.TaskID)
	if err != nil {
		return about.Verdict, 0
	}
	left = len(site.Sweep.Unseen())
	for _, l := range site.Sweep.Lines {
		if l.Seal.Number == about.Number && l.Seen {
			return l.Verdict, left
		}
	}
	for _, f := range site.Sweep.Strange {
		if f.Number == about.Number {
			return &f.Verdict, left
		}
	}
	return about.Verdict, left
}

// boxes finds the addresses of the boxes that the texts speak of.
func (p *Page) boxes(s seals.Story, v *seal.Verdict) map[string]string {
	names := map[string]string{}
	ids := []string{}
	if s.Seal != nil {
		ids = append(ids, s.Seal.BoxID)
	}
	if v != nil {
		id, _ := v.Reason.Args["box"].(string)
		ids = append(ids, id)
	}
	for _, e := range s.Events {
		ids = append(ids, e.BoxID)
	}
	for _, id := range ids {
		if _, had := names[id]; had || id == "" {
			continue
		}
		names[id] = ""
		if b, ok, err := p.a.Lookup.Box(context.Background(), id); err == nil && ok {
			names[id] = b.Address
		}
	}
	return names
}

func (p *Page) name(kind model.Kind, id string) string {
	if kind == model.KindBox {
		return p.names[id]
	}
	return ""
}

// note records the condition that the person sees. What was seen at this visit before
// comes back by another press; a seal that nobody saw yet has nothing to come back to.
func (p *Page) note(c seal.Condition) {
	before := p.condition()
	p.record(c, func() {
		said := p.c.T("verdict.noted", map[string]any{"condition": show.Condition(p.c.Words(), c)})
		if before < 0 || seal.Conditions[before] == c {
			p.c.Toast(said)
			return
		}
		p.c.ToastUndo(said, p.c.T("common.undo", nil), func() { p.record(seal.Conditions[before], nil) })
	})
}

func (p *Page) record(c seal.Condition, then func()) {
	v, number, place := p.about.Visit, p.about.Number, p.about.Place
	p.Do(func(ctx context.Context) error { return p.a.Seals.Note(ctx, v, number, place, c, "") }, then)
}

// condition is what was noted at this visit, -1 where nothing was.
func (p *Page) condition() int {
	if p.about.Verdict == nil {
		return -1
	}
	return slices.Index(seal.Conditions, p.about.Verdict.Condition)
}
