package customer

import (
	"context"
	"fmt"
	"math"

	"dianqin/app"
	"dianqin/app/patches"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/model/place"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// changing leads to the sheet, for those who may change a customer.
func (p *Page) changing() []fyne.CanvasObject {
	if !p.a.Session.User().Has(people.Inspector, people.Surveyor, people.SealKeeper, people.Supervisor) {
		return nil
	}
	return []fyne.CanvasObject{ui.NewItemRow(ui.Item{Icon: ui.IcPen, Title: p.c.T("customer.edit", nil), Sub: p.c.T("customer.edit.sub", nil), Open: true},
		func() { p.open(newEdit(p.a, p.c, p.id)) })}
}

// open shows a page over this one, on whichever stack it stands.
func (p *Page) open(page ui.Page) {
	if pane := p.c.Pane(); pane != nil && pane.Current() == ui.Page(p) {
		pane.Push(page)
		return
	}
	p.c.Nav.Push(page)
}

// written is what is typed and what it was typed against: the version that the
// person saw goes up with it, also when it is sent tomorrow.
type written struct {
	Sheet  patches.Sheet
	Change patches.Change
}

// edit is the sheet on which a customer is changed by hand.
type edit struct {
	a *app.App
	c *ui.Context

	id     string
	draft  *show.Draft[written]
	read   bool
	fault  error
	busy   bool
	seeks  bool // the position is waited for
	nohere bool // and was not found
	body   *fyne.Container
	whole  fyne.CanvasObject
}

func newEdit(a *app.App, c *ui.Context, id string) *edit {
	return &edit{a: a, c: c, id: id, draft: show.NewDraft[written](a, c, "customer."+id)}
}

// Title implements ui.Page.
func (p *edit) Title() string { return p.c.T("customer.edit", nil) }

// Subtitle implements ui.Subtitled.
func (p *edit) Subtitle() string { return p.draft.Value.Sheet.Customer.Name }

// Foot implements ui.Footed.
func (p *edit) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcCheck, p.c.T("customer.edit.save", nil), p.save)))
}

// Content implements ui.Page.
func (p *edit) Content() fyne.CanvasObject {
	p.body = ui.Col(14)
	p.whole = ui.Scroll(ui.Inset(12, ui.Edge, 24, ui.Edge, p.body))
	p.paint()
	return p.whole
}

// OnShown implements ui.Shown.
func (p *edit) OnShown() {
	if p.read {
		return
	}
	p.c.Go(func() func() {
		s, err := p.a.Patches.Open(context.Background(), p.id)
		return func() {
			if p.fault = err; err != nil {
				p.paint()
				return
			}
			p.draft.Value = written{s, patches.Change{Phone: s.Customer.Phone, Note: s.Customer.Note}}
			p.read = true
			p.paint()
			p.draft.Load(p.paint) // what was typed before, against what was seen then
		}
	})
}

func (p *edit) paint() {
	if p.body == nil {
		return
	}
	switch {
	case p.fault != nil:
		p.body.Objects = []fyne.CanvasObject{ui.NewProblem(show.Error(p.c.Words(), p.fault, false))}
	case p.read:
		p.body.Objects = p.fields()
	}
	p.body.Refresh()
	p.whole.Refresh()
}

func (p *edit) fields() []fyne.CanvasObject {
	c, v := p.c, &p.draft.Value.Change
	phone := ui.NewNumberEntry(v.Phone, "", "+- ")
	phone.OnChanged = func(s string) { v.Phone = s; p.draft.Keep() }
	note := ui.NewNoteEntry(v.Note, "", 3)
	note.OnChanged = func(s string) { v.Note = s; p.draft.Keep() }
	field := func(key string, o ...fyne.CanvasObject) fyne.CanvasObject {
		return ui.Col(4, append([]fyne.CanvasObject{ui.NewText(c.T(key, nil), ui.SmallBold, ui.ColMuted).Clip()}, o...)...)
	}
	return []fyne.CanvasObject{field("customer.edit.phone", phone), field("customer.edit.note", note), field("customer.edit.position", p.position()...)}
}

// position is where the customer is, and a way to say that it is here.
func (p *edit) position() []fyne.CanvasObject {
	c, at := p.c, p.draft.Value.Sheet.Customer.Position
	ink := ui.ColInk
	if now := p.draft.Value.Change.Position; now != nil {
		at, ink = *now, ui.ToneRight.OnWash()
	}
	line := fmt.Sprintf("%.5f, %.5f", at.Lat, at.Lon)
	switch {
	case !at.Valid():
		line = c.T("place.unknown", nil)
	case at.AccuracyM > 0:
		line = c.T("customer.edit.found", map[string]any{"at": line, "m": int(math.Ceil(at.AccuracyM))})
	}
	out := []fyne.CanvasObject{ui.NewText(line, ui.Body, ink).Wrap(), ui.NewTonal(ui.IcPin, c.T("customer.edit.here", nil), p.here)}
	if p.nohere {
		out = append(out, ui.NewText(c.T("customer.edit.nowhere", nil), ui.Small, ui.ToneLook.OnWash()).Wrap())
	}
	return out
}

func (p *edit) here() {
	if p.seeks {
		return
	}
	p.seeks = true
	p.c.Unfocus()
	p.c.Go(func() func() {
		at := p.a.Patches.Here(context.Background())
		return func() {
			p.seeks, p.nohere = false, at == nil
			if at != nil {
				p.draft.Value.Change.Position = at
				p.draft.Keep()
			}
			p.paint()
		}
	})
}

func (p *edit) save() {
	if p.busy || !p.read {
		return
	}
	p.busy = true
	p.c.Unfocus()
	v := p.draft.Value
	p.c.Go(func() func() {
		changed, err := p.a.Patches.Save(context.Background(), v.Sheet, v.Change)
		var doubt error
		if at := v.Change.Position; err == nil && at != nil {
			changed = true
			doubt, err = p.propose(*at)
		}
		return func() {
			p.busy = false
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
				return
			}
			p.draft.Drop()
			p.c.Back()
			if !changed {
				p.c.Toast(p.c.T("customer.edit.same", nil))
				return
			}
			p.a.Sync.Wake()
			if doubt != nil { // it is kept, and the office looks at it
				p.c.Toast(show.Line(p.c.Words(), doubt))
				return
			}
			p.c.Toast(p.c.T("customer.edit.saved", nil))
		}
	})
}

// propose says that the customer is where the device was; doubt is why the office looks
// at it first.
func (p *edit) propose(at model.Position) (doubt, err error) {
	why, err := p.a.Places.Propose(context.Background(), model.KindCustomer, p.id, place.Proposed{Position: at, How: place.Site})
	if why != nil {
		return why, err
	}
	return nil, err
}
