package viewfinder

import (
	"context"

	"dianqin/app/seals"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// reasons are the keys of why a number is typed.
func reasons() []string { return []string{"scan.why.dirty", "scan.why.torn", "scan.why.dark"} }

// typing is the screen on which a number is typed, with what was wrong with the label.
type typing struct {
	from   *Page
	number string
	why    int
	field  *ui.Field
}

func (p *Page) typeIt() { p.c.Nav.Push(&typing{from: p, why: -1}) }

// Title implements ui.Page.
func (p *typing) Title() string { return p.from.c.T("scan.type.title", nil) }

// Content implements ui.Page.
func (p *typing) Content() fyne.CanvasObject {
	c := p.from.c
	e := ui.NewEntry(p.number, c.T("scan.type.hint", nil))
	e.OnChanged = func(s string) { p.number = s; p.field.SetError("") }
	p.field = ui.NewField(c.T("scan.number", nil), e, "")
	form := ui.NewForm().Field(p.field)
	if p.from.visit.BoxID == "" {
		return form.Object()
	}
	var words []string
	for _, key := range reasons() {
		words = append(words, c.T(key, nil))
	}
	place := ui.Col(0)
	var paint func()
	paint = func() {
		place.Objects = []fyne.CanvasObject{ui.NewChoices(words, p.why, func(i int) { p.why = i; paint() })}
		place.Refresh()
	}
	paint()
	return form.Add(ui.NewText(c.T("scan.why", nil), ui.SmallBold, ui.ColMuted), place).Object()
}

// Foot implements ui.Footed.
func (p *typing) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcCheck, p.from.c.T("scan.check", nil), p.check)))
}

func (p *typing) check() {
	c, a, visit, number, why := p.from.c, p.from.a, p.from.visit, p.number, ""
	if p.why >= 0 {
		why = c.T(reasons()[p.why], nil)
	}
	c.Go(func() func() {
		var f seals.Finding
		var err error
		if visit.BoxID == "" {
			f, err = a.Seals.Judge(visit, number, "")
		} else {
			f, err = a.Seals.Type(context.Background(), visit, number, why)
		}
		return func() {
			if err != nil {
				p.field.SetError(show.Line(c.Words(), err))
				return
			}
			c.Back()
			p.from.tell(f)
		}
	})
}
