package people

import (
	"context"
	"slices"
	"strings"

	"dianqin/app"
	apppeople "dianqin/app/people"
	"dianqin/data/model/people"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Details is a person in the details pane: who it is, the devices, and what can be
// done with them.
type Details struct {
	a      *app.App
	c      *ui.Context
	person apppeople.Person

	devices apppeople.Devices
	known   bool
	fault   error
	sure    string // id of the device that is about to be revoked
	busy    bool
	body    *fyne.Container
	whole   fyne.CanvasObject
	ask     *ui.Latest
	off     func()
}

// NewDetails makes the pane's page of a person.
func NewDetails(a *app.App, c *ui.Context, person apppeople.Person) *Details {
	return &Details{a: a, c: c, person: person, ask: ui.NewLatest(c.Bridge)}
}

// Title implements ui.Page.
func (p *Details) Title() string { return p.person.Name }

// Subtitle implements ui.Subtitled.
func (p *Details) Subtitle() string { return rolesOf(p.c, p.person) }

// Content implements ui.Page.
func (p *Details) Content() fyne.CanvasObject {
	p.body = ui.Col(10)
	p.whole = ui.Scroll(ui.Inset(4, 12, 24, 12, p.body))
	p.paint()
	return p.whole
}

// Foot implements ui.Footed.
func (p *Details) Foot() fyne.CanvasObject {
	if p.person.Manage != nil {
		return nil
	}
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcDevice, p.c.T("people.enrol", nil), p.enrol)))
}

// OnShown implements ui.Shown.
func (p *Details) OnShown() {
	p.off = p.c.Every(again, p.reload)
	p.reload()
}

// OnHidden implements ui.Hidden.
func (p *Details) OnHidden() {
	p.off()
	p.ask.Drop()
}

func (p *Details) reload() {
	p.ask.Go(0, func() func() {
		d, err := p.a.People.Devices(context.Background())
		return func() {
			p.fault = err
			if err == nil {
				p.devices, p.known = d, true
			}
			p.paint()
		}
	})
}

func (p *Details) paint() {
	if p.body == nil {
		return
	}
	p.body.Objects = slices.Concat([]fyne.CanvasObject{p.card()}, p.carried())
	p.body.Refresh()
	p.whole.Refresh()
}

// card is who it is.
func (p *Details) card() fyne.CanvasObject {
	rows := []fyne.CanvasObject{ui.NewKeyText(p.c.T("people.login", nil), p.person.Login)}
	if p.person.Phone != "" {
		number := p.person.Phone
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcPhone, Title: number, Sub: p.c.T("people.phone", nil), End: ui.NewIcon(ui.IcCopy, 18, ui.ColFaint)},
			func() { p.c.Copy(number) }))
	}
	if len(p.person.StationNames) > 0 {
		rows = append(rows, ui.NewKeyText(p.c.T("people.col.station", nil), strings.Join(p.person.StationNames, "、")))
	}
	return ui.Group(rows...)
}

// carried are the devices, or why they are not told.
func (p *Details) carried() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("people.col.device", nil))}
	switch {
	case !p.a.People.MaySee():
		return append(parts, ui.NewText(p.c.T("people.forbidden", nil), ui.Small, ui.ColMuted).Wrap())
	case p.fault != nil:
		parts = append(parts, ui.NewProblem(show.Retry(p.c, p.fault, p.reload)))
	}
	if !p.known {
		return parts
	}
	mine := p.devices.Of(p.person.ID)
	if len(mine) == 0 {
		parts = append(parts, ui.NewText(p.c.T("people.nodevice", nil), ui.Small, ui.ColMuted).Wrap())
	}
	for _, d := range mine {
		parts = append(parts, p.device(d))
	}
	if p.person.Manage != nil {
		parts = append(parts, ui.NewText(p.c.T("people.notyours", nil), ui.Small, ui.ColMuted).Wrap())
	}
	return parts
}

func (p *Details) device(d apppeople.Device) fyne.CanvasObject {
	c, w := p.c, p.c.Words()
	name := ui.Row(8, ui.NewIcon(ui.IcDevice, 22, ui.ColMuted), ui.Grow(ui.NewText(d.Name, ui.BodyBold, ui.ColInk).Clip()),
		ui.NewStateBadge(show.Health(w, d.Health, d.HeardAt(), p.devices.AsOf)))
	rows := []fyne.CanvasObject{ui.Pad(10, 14, name)}
	row := func(key, value string) { rows = append(rows, ui.NewKeyText(c.T("people."+key, nil), value)) }
	row("col.seen", show.Heard(w, d.Device, p.devices.AsOf))
	row("enrolled", show.When(w, d.EnrolledAt, c.Now()))
	if d.RevokedAt != 0 {
		row("revoked", show.When(w, d.RevokedAt, c.Now()))
	}
	row("seq", c.N("common.rows", int(d.DevSeq), nil))
	if d.Held > 0 {
		row("held", c.N("common.rows", d.Held, nil))
	}
	switch {
	case d.Own:
		rows = append(rows, ui.Pad(8, 14, ui.Row(0, ui.NewTag(c.T("people.this", nil)), ui.Spring())))
	case d.Health != people.HealthRevoked && p.person.Manage == nil:
		rows = append(rows, p.revoking(d))
	}
	return ui.Group(rows...)
}

// revoking asks twice: it cannot be taken back.
func (p *Details) revoking(d apppeople.Device) fyne.CanvasObject {
	if p.sure != d.ID {
		return ui.NewPlain(ui.IcLock, p.c.T("people.revoke", nil), func() { p.sure = d.ID; p.paint() })
	}
	return ui.Pad(10, 14, ui.Col(ui.Gap,
		ui.NewText(p.c.T("people.revoke.sure", map[string]any{"device": d.Name}), ui.Small, ui.ColInk).Wrap(),
		ui.NewToneAction(ui.IcLock, p.c.T("people.revoke.do", nil), ui.ToneWrong, func() { p.revoke(d) }),
		ui.NewTonal("", p.c.T("common.cancel", nil), func() { p.sure = ""; p.paint() })))
}

func (p *Details) revoke(d apppeople.Device) {
	if p.busy {
		return
	}
	p.busy = true
	p.c.Go(func() func() {
		err := p.a.People.Revoke(context.Background(), d.ID)
		return func() {
			p.busy, p.sure = false, ""
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
			} else {
				p.c.Toast(p.c.T("people.revoke.done", map[string]any{"device": d.Name}))
			}
			p.paint()
			p.reload()
		}
	})
}

func (p *Details) enrol() { p.c.Pane().Push(NewCode(p.a, p.c, p.person)) }
