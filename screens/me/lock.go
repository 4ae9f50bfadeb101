package me

import (
	"dianqin/app"
	applock "dianqin/app/lock"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// locking is the page on which the number of the lock is set, changed or taken away.
type locking struct {
	a      *app.App
	c      *ui.Context
	fields map[string]*ui.Field
	typed  map[string]string
	busy   bool
}

// Title implements ui.Page.
func (p *locking) Title() string { return p.c.T("lock.title", nil) }

// Content implements ui.Page.
func (p *locking) Content() fyne.CanvasObject {
	c := p.c
	p.fields, p.typed = map[string]*ui.Field{}, map[string]string{}
	form := ui.NewForm().Add(ui.NewText(c.T("lock.why", map[string]any{"minutes": int(applock.Grace.Minutes())}), ui.Body, ui.ColMuted).Wrap())
	keys := []string{"lock.new", "lock.again"}
	if p.a.Lock.On() {
		keys = append([]string{"lock.now"}, keys...)
	}
	for _, key := range keys {
		e := ui.NewNumberEntry("", "", "")
		e.Password = true
		e.OnChanged = func(s string) {
			p.typed[key] = s
			p.fields[key].SetError("")
		}
		p.fields[key] = ui.NewField(c.T(key, nil), e, "")
		form.Field(p.fields[key])
	}
	if p.a.Lock.On() {
		form.Add(ui.NewPlain("", c.T("lock.off", nil), p.off))
	}
	return form.Object()
}

// Foot implements ui.Footed.
func (p *locking) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcLock, p.c.T("lock.set", nil), p.set)))
}

func (p *locking) set() {
	if p.typed["lock.new"] != p.typed["lock.again"] {
		p.fields["lock.again"].SetError(p.c.T("lock.differ", nil))
		return
	}
	number := p.typed["lock.new"]
	p.change(func() error { return p.a.Lock.Set(number) }, "lock.new", "lock.is.on")
}

func (p *locking) off() { p.change(p.a.Lock.Remove, "lock.now", "lock.is.off") }

// change does it where the present number is right, and says under which field not.
func (p *locking) change(do func() error, field, said string) {
	if p.busy {
		return
	}
	p.busy = true
	now := p.typed["lock.now"]
	p.c.Go(func() func() {
		var err error
		if p.a.Lock.On() {
			if err = p.a.Lock.Unlock(now); err != nil {
				field = "lock.now"
			}
		}
		if err == nil {
			err = do()
		}
		return func() {
			p.busy = false
			if err != nil {
				p.fields[field].SetError(show.Line(p.c.Words(), err))
				return
			}
			p.c.Back()
			p.c.Toast(p.c.T(said, nil))
		}
	})
}
