// Package verdict is one seal in full: what the scan means and why, what the record
// says of it, its history; and noting its condition and taking its picture.
package verdict

import (
	"context"
	"slices"

	"dianqin/app"
	"dianqin/app/seals"
	"dianqin/data/model"
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
	Still func(ctx context.Context) ([]byte, error) // takes a photograph
}

// Page is the screen.
type Page struct {
	a     *app.App
	c     *ui.Context
	about About
	lead  Go

	story    seals.Story
	names    map[string]string // addresses of boxes by id
	pictures int               // taken at this visit
	read     bool
	busy     bool
	fault    error
	body     *fyne.Container
	whole    fyne.CanvasObject
	off      []func()
}

// New makes the screen.
func New(a *app.App, c *ui.Context, about About, lead Go) *Page {
	return &Page{a: a, c: c, about: about, lead: lead, names: map[string]string{}}
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

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(12)
	p.whole = ui.Scroll(ui.Inset(12, ui.Edge, 24, ui.Edge, p.body))
	p.paint()
	return p.whole
}

// Foot implements ui.Footed.
func (p *Page) Foot() fyne.CanvasObject {
	if p.about.Visit.TaskID == "" {
		return nil
	}
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcCamera, p.c.T("verdict.picture", nil), p.photograph)))
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.off = append(p.off, p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }))
	p.load()
}

// OnHidden implements ui.Hidden.
func (p *Page) OnHidden() {
	for _, f := range p.off {
		f()
	}
	p.off = nil
}

func (p *Page) load() {
	about := p.about
	p.c.Go(func() func() {
		story, err := p.a.Seals.Story(context.Background(), about.Number)
		verdict, at := p.now(about)
		names := p.boxes(story, verdict)
		return func() {
			p.story, p.fault, p.read, p.names = story, err, true, names
			p.about.Verdict, p.pictures = verdict, at
			p.paint()
		}
	})
}

// now is the newest verdict of the visit, and how many pictures were taken of the seal.
func (p *Page) now(about About) (*seal.Verdict, int) {
	if about.Visit.TaskID == "" {
		return about.Verdict, 0
	}
	site, err := p.a.Work.Site(context.Background(), about.Visit.TaskID)
	if err != nil {
		return about.Verdict, 0
	}
	for _, l := range site.Sweep.Lines {
		if l.Seal.Number == about.Number && l.Seen {
			return l.Verdict, site.Photos[about.Number]
		}
	}
	for _, f := range site.Sweep.Strange {
		if f.Number == about.Number {
			return &f.Verdict, site.Photos[about.Number]
		}
	}
	return about.Verdict, site.Photos[about.Number]
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

// note records the condition that the person sees.
func (p *Page) note(c seal.Condition) {
	v, number, place := p.about.Visit, p.about.Number, p.about.Place
	word := show.Condition(p.c.Words(), c)
	p.do(func(ctx context.Context) error { return p.a.Seals.Note(ctx, v, number, place, c, "") },
		p.c.T("verdict.noted", map[string]any{"condition": word}))
}

func (p *Page) photograph() {
	v, number := p.about.Visit, p.about.Number
	p.do(func(ctx context.Context) error {
		jpeg, err := p.lead.Still(ctx)
		if err != nil {
			return err
		}
		return p.a.Seals.Photo(ctx, v, number, number+".jpg", jpeg)
	}, p.c.T("verdict.picture.kept", nil))
}

// do records an act beside the screen and says so when it is on the disk.
func (p *Page) do(act func(context.Context) error, said string) {
	if p.busy {
		return
	}
	p.busy = true
	p.c.Go(func() func() {
		err := act(context.Background())
		return func() {
			p.busy = false
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
				return
			}
			p.c.Toast(said)
			p.load()
		}
	})
}

// condition is what was noted at this visit, -1 where nothing was.
func (p *Page) condition() int {
	if p.about.Verdict == nil {
		return -1
	}
	return slices.Index(seal.Conditions, p.about.Verdict.Condition)
}
