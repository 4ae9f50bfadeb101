// Package conflict is a change that met another's: both values side by side with who
// set them and when, and the choice between them or a third. Nothing is decided
// until a person has chosen.
package conflict

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"dianqin/app"
	"dianqin/app/patches"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/people"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// What is chosen for a field.
const (
	mine = iota + 1
	theirs
	other
)

// choice is what a person chose for a field.
type choice struct {
	side int
	text string // of other
}

// Page is the screen.
type Page struct {
	ui.PageBody
	a    *app.App
	c    *ui.Context
	opID string

	conflict patches.Conflict
	chosen   map[string]choice
	wrong    error // of sending
	busy     bool
}

// New makes the page of the conflict that an operation met.
func New(a *app.App, c *ui.Context, opID string) *Page {
	p := &Page{a: a, c: c, opID: opID, chosen: map[string]choice{}}
	p.PageBody = ui.NewPageBody(c, p, p.parts, func(err error) ui.Problem {
		problem := show.Retry(c, err, p.load)
		problem.Kept = c.T("conflict.kept", nil)
		return problem
	})
	return p
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("conflict.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string { return p.conflict.Title }

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }))
	p.load()
}

func (p *Page) load() {
	p.Load(0, func() func() {
		found, err := p.a.Patches.Conflict(context.Background(), p.opID)
		return func() {
			if p.busy { // it is being resolved: what is shown stays until that has ended
				return
			}
			p.conflict = found
			p.Loaded(err)
		}
	})
}

func (p *Page) parts() []fyne.CanvasObject {
	c, w := p.c, p.c.Words()
	var parts []fyne.CanvasObject
	if p.settled() {
		tone, said := ui.Right, c.T("conflict.settled", nil)
		if p.conflict.OvertakenBy != "" { // decided, and met another change in its turn
			tone, said = ui.LookAt, c.T("conflict.overtaken", nil)
		}
		parts = append(parts, ui.NewVerdictBanner(tone, said, p.settledBy()))
	} else {
		parts = append(parts, ui.NewText(c.T("conflict.why", nil), ui.Body, ui.ColInk).Wrap())
	}
	for _, f := range p.conflict.Fields {
		parts = append(parts, ui.NewSectionTitle(p.field(f.Name)), p.sides(f))
		if !p.settled() {
			parts = append(parts, p.third(f)...)
		}
	}
	if p.wrong != nil {
		parts = append(parts, ui.NewText(show.Line(w, p.wrong), ui.Small, ui.ToneWrong.OnWash()).Wrap())
	}
	return parts
}

func (p *Page) settled() bool { return p.conflict.State == cases.Closed }

// settledBy is who resolved it and when.
func (p *Page) settledBy() string {
	when := show.When(p.c.Words(), p.conflict.DecidedAt, p.c.Now())
	if p.conflict.Decider == "" {
		return when
	}
	return p.conflict.Decider + " · " + when
}

// field names a field, or shows the name that a newer server gives it.
func (p *Page) field(name string) string {
	if key := "conflict.field." + name; p.c.Words().Has(key) {
		return p.c.T(key, nil)
	}
	return name
}

// sides are both values beside each other; a press chooses one.
func (p *Page) sides(f patches.Field) fyne.CanvasObject {
	return ui.Cells(ui.Gap, p.side(f, mine, "conflict.mine", f.Mine, p.conflict.Mine), p.side(f, theirs, "conflict.theirs", f.Theirs, p.conflict.Theirs))
}

func (p *Page) side(f patches.Field, which int, key string, value json.RawMessage, by patches.Side) fyne.CanvasObject {
	c, w := p.c, p.c.Words()
	on := !p.settled() && p.chosen[f.Name].side == which
	look := ui.Look{Fill: ui.ColSurface, Stroke: ui.ColLine, Radius: ui.Radius, Top: 10, Bottom: 10, Left: 12, Right: 12, Min: fyne.NewSize(0, 96)}
	mark := ui.NewIcon(ui.IcPerson, 20, ui.ColMuted)
	if on {
		look.Fill, look.Stroke = ui.TonePrimary.Wash(), ui.ColPrimary
		mark = ui.NewIcon(ui.IcCheck, 20, ui.ColPrimary)
	}
	text := []fyne.CanvasObject{ui.Row(6, mark, ui.Grow(ui.NewText(c.T(key, nil), ui.SmallBold, ui.ColMuted).Wrap())),
		ui.NewText(p.value(value), ui.BodyBold, ui.ColInk).Wrap()}
	if len(value) == 0 { // who set another field has not set this one
		by = patches.Side{}
	}
	if by.Name != "" {
		text = append(text, ui.NewText(by.Name, ui.Small, ui.ColMuted).Wrap())
	}
	if by.At != 0 {
		text = append(text, ui.NewText(show.When(w, by.At, c.Now()), ui.Small, ui.ColMuted).Wrap())
	}
	if p.settled() {
		return ui.NewBlock(look, ui.Col(2, text...))
	}
	return ui.NewTap(look, ui.Col(2, text...), func() { p.choose(f.Name, choice{side: which}) })
}

// value is a value as people read it.
func (p *Page) value(raw json.RawMessage) string {
	var text string
	var at model.Position
	switch {
	case len(raw) == 0 || json.Unmarshal(raw, &text) == nil && strings.TrimSpace(text) == "":
		return p.c.T("conflict.nothing", nil)
	case text != "":
		return text
	case json.Unmarshal(raw, &at) == nil:
		return fmt.Sprintf("%.5f, %.5f", at.Lat, at.Lon)
	}
	return string(raw)
}

// third is a field for something else than either, where it can be typed.
func (p *Page) third(f patches.Field) []fyne.CanvasObject {
	var text string
	if json.Unmarshal(f.Mine, &text) != nil {
		return nil
	}
	now := p.chosen[f.Name]
	if now.side != other {
		return []fyne.CanvasObject{ui.NewPlain(ui.IcPen, p.c.T("conflict.other", nil), func() { p.choose(f.Name, choice{side: other, text: text}) })}
	}
	entry := ui.NewNoteEntry(now.text, "", 2)
	if f.Name == "phone" {
		entry = ui.NewNumberEntry(now.text, "", "+- ")
	}
	entry.OnChanged = func(s string) { p.chosen[f.Name] = choice{side: other, text: s} }
	return []fyne.CanvasObject{ui.Col(4, ui.NewText(p.c.T("conflict.other", nil), ui.SmallBold, ui.ColMuted).Clip(), entry)}
}

func (p *Page) choose(field string, to choice) {
	p.chosen[field], p.wrong = to, nil
	p.c.Unfocus()
	p.Paint()
}

// Foot implements ui.Footed.
func (p *Page) Foot() fyne.CanvasObject {
	switch {
	case !p.Known():
		return nil
	case p.settled():
		return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcCheck, p.c.T("sync.away", nil), p.away)))
	case !p.a.Session.User().Has(people.Inspector, people.Surveyor, people.SealKeeper, people.Supervisor):
		return nil
	}
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcCheck, p.c.T("conflict.take", nil), p.resolve)))
}

// values are what is chosen, by field.
func (p *Page) values() map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for _, f := range p.conflict.Fields {
		switch now := p.chosen[f.Name]; now.side {
		case mine:
			out[f.Name] = f.Mine
		case theirs:
			out[f.Name] = f.Theirs
		case other:
			if raw, err := json.Marshal(strings.TrimSpace(now.text)); err == nil {
				out[f.Name] = raw
			}
		}
	}
	return out
}

func (p *Page) resolve() {
	if p.busy {
		return
	}
	p.c.Unfocus()
	p.busy = true
	values := p.values()
	p.send(func(ctx context.Context) error { return p.a.Patches.Resolve(ctx, p.conflict, values) }, "conflict.done")
}

// away puts the item off the list: a person has seen how it ended.
func (p *Page) away() { p.send(nil, "sync.away.done") }

func (p *Page) send(do func(context.Context) error, done string) {
	p.c.Go(func() func() {
		ctx := context.Background()
		var err error
		if do != nil {
			err = do(ctx)
		}
		if err == nil {
			err = p.a.Sync.PutAway(ctx, p.opID)
		}
		return func() {
			p.busy = false
			if p.wrong = err; err != nil {
				p.Paint()
				return
			}
			p.a.Sync.Wake()
			p.c.Back()
			p.c.Toast(p.c.T(done, nil))
		}
	})
}
