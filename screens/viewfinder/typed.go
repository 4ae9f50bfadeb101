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
	from  *Page
	draft *show.Draft[label]
	entry *ui.Entry
	place *fyne.Container
	field *ui.Field
}

// label is what was typed so far; it is kept until it is checked.
type label struct {
	Number string `json:"number"`
	Why    int    `json:"why"` // of reasons, from 1; 0 for none
}

func (p *Page) typeIt() {
	p.c.Nav.Push(&typing{from: p, draft: show.NewDraft[label](p.a, p.c, "typed:"+p.visit.TaskID)})
}

// Title implements ui.Page.
func (p *typing) Title() string { return p.from.c.T("scan.type.title", nil) }

// Content implements ui.Page.
func (p *typing) Content() fyne.CanvasObject {
	c := p.from.c
	p.entry = ui.NewEntry(p.draft.Value.Number, c.T("scan.type.hint", nil))
	p.entry.OnChanged = func(s string) {
		p.draft.Value.Number = s
		p.draft.Keep()
		p.field.SetError("")
	}
	p.field = ui.NewField(c.T("scan.number", nil), p.entry, "")
	p.place = ui.Col(0)
	form := ui.NewForm().Field(p.field)
	if p.from.visit.BoxID == "" {
		return form.Object()
	}
	p.paint()
	return form.Add(ui.NewText(c.T("scan.why", nil), ui.SmallBold, ui.ColMuted), p.place).Object()
}

// OnShown implements ui.Shown: what was begun comes back.
func (p *typing) OnShown() {
	p.draft.Load(func() {
		p.entry.SetText(p.draft.Value.Number)
		if p.from.visit.BoxID != "" {
			p.paint()
		}
	})
}

func (p *typing) paint() {
	var words []string
	for _, key := range reasons() {
		words = append(words, p.from.c.T(key, nil))
	}
	p.place.Objects = []fyne.CanvasObject{ui.NewChoices(words, p.draft.Value.Why-1, func(i int) {
		p.draft.Value.Why = i + 1
		p.draft.Keep()
		p.paint()
	})}
	p.place.Refresh()
}

// Foot implements ui.Footed.
func (p *typing) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcCheck, p.from.c.T("scan.check", nil), p.check)))
}

func (p *typing) check() {
	c, a, visit, number, why := p.from.c, p.from.a, p.from.visit, p.draft.Value.Number, ""
	if i := p.draft.Value.Why; i > 0 && i <= len(reasons()) {
		why = c.T(reasons()[i-1], nil)
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
			p.draft.Drop()
			c.Back()
			p.from.tell(f)
		}
	})
}
