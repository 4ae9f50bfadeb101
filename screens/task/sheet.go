package task

import (
	"context"
	"slices"

	appwork "dianqin/app/work"
	"dianqin/data/model/inspection"
	"dianqin/data/model/policy"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// sheet is the checklist: a question, three answers, a picture where one is wanted.
func (p *Page) sheet() []fyne.CanvasObject {
	if len(p.site.Sheet.Items) == 0 || !p.open() {
		return nil
	}
	parts := []fyne.CanvasObject{p.section("task.sheet")}
	if n := len(p.unanswered()); n > 1 {
		parts = append(parts, ui.NewTonal(ui.IcCheck, p.c.N("task.rest", n, nil), p.restIsFine))
	}
	for _, item := range p.site.Sheet.Items {
		parts = append(parts, p.question(item))
	}
	return parts
}

func (p *Page) question(item policy.SheetItem) fyne.CanvasObject {
	answer := p.answer(item.Code)
	words := []string{}
	for _, a := range inspection.Answers {
		words = append(words, p.c.T("task.answer."+string(a), nil))
	}
	tone := ui.ToneRight
	switch answer {
	case inspection.Abnormal:
		tone = ui.ToneWrong
	case inspection.NotApplicable:
		tone = ui.ToneUnknown
	}
	text := show.Question(p.c.Words(), item)
	if !item.Required {
		text += " (" + p.c.T("task.optional", nil) + ")"
	}
	parts := []fyne.CanvasObject{
		ui.NewText(text, ui.Body, ui.ColInk).Wrap(),
		ui.NewSegments(words, slices.Index(inspection.Answers, answer), tone, func(i int) { p.set(item.Code, inspection.Answers[i]) }),
	}
	if shown := p.picturesOf(item.Code); len(shown) > 0 || answer == inspection.Abnormal && item.Photo {
		parts = append(parts, p.photos(item.Code, shown)...)
	}
	if answer == inspection.Abnormal {
		parts = append(parts, p.note(item.Code))
	}
	return ui.Card(ui.Col(10, parts...))
}

// note is what a person writes about an item that is not in order; it is kept at
// every letter.
func (p *Page) note(code string) fyne.CanvasObject {
	e := p.notes[code]
	if e == nil {
		e = ui.NewNoteEntry(p.noted(code), p.c.T("task.note", nil), 2)
		p.notes[code] = e
	}
	e.PlaceHolder = p.c.T("task.note", nil)
	e.OnChanged = func(text string) {
		items := slices.Clone(p.site.Draft.Items)
		if i := index(items, code); i >= 0 && items[i].Note != text {
			items[i].Note = text
			p.site.Draft.Items = items
			p.remember()
		}
	}
	return e
}

func (p *Page) noted(code string) string {
	if i := index(p.site.Draft.Items, code); i >= 0 {
		return p.site.Draft.Items[i].Note
	}
	return ""
}

func index(items []inspection.Item, code string) int {
	return slices.IndexFunc(items, func(i inspection.Item) bool { return i.Code == code })
}

// unanswered are the items that nobody has answered.
func (p *Page) unanswered() []string {
	var out []string
	for _, item := range p.site.Sheet.Items {
		if p.answer(item.Code) == "" {
			out = append(out, item.Code)
		}
	}
	return out
}

// restIsFine answers what is open with "in order", in one press; it can be undone.
func (p *Page) restIsFine() {
	before := p.site.Draft
	items := slices.Clone(before.Items)
	open := p.unanswered()
	for _, code := range open {
		if i := index(items, code); i >= 0 {
			items[i].Answer = inspection.OK
			continue
		}
		items = append(items, inspection.Item{Code: code, Answer: inspection.OK})
	}
	p.keep(appwork.Draft{Items: items, Persons: before.Persons})
	p.c.ToastUndo(p.c.N("task.rest.done", len(open), nil), p.c.T("common.undo", nil), func() { p.keep(before) })
}

func (p *Page) answer(code string) inspection.Answer {
	for _, i := range p.site.Draft.Items {
		if i.Code == code {
			return i.Answer
		}
	}
	return ""
}

// set answers a question and keeps the sheet; an answer that stood there before
// can be brought back.
func (p *Page) set(code string, a inspection.Answer) {
	before := p.site.Draft
	items := slices.Clone(before.Items)
	i := index(items, code)
	if i < 0 {
		items = append(items, inspection.Item{Code: code, Answer: a})
	} else {
		items[i].Answer = a
	}
	p.keep(appwork.Draft{Items: items, Persons: before.Persons})
	if i >= 0 && before.Items[i].Answer != "" && before.Items[i].Answer != a {
		said := p.c.T("task.changed", map[string]any{"answer": p.c.T("task.answer."+string(a), nil)})
		p.c.ToastUndo(said, p.c.T("common.undo", nil), func() { p.keep(before) })
	}
}

// keep saves the draft; the screen shows it at once. One save is under way at a
// time and the newest draft is what it ends with, however quick the fingers are.
func (p *Page) keep(d appwork.Draft) {
	p.site.Draft = d
	p.Paint()
	p.remember()
}

// remember saves the draft as it stands.
func (p *Page) remember() {
	p.unsaved = true
	if !p.saving {
		p.saving = true
		p.save()
	}
}

func (p *Page) save() {
	d := p.site.Draft
	p.unsaved = false
	p.c.Go(func() func() {
		err := p.a.Work.SaveDraft(context.Background(), p.id, d)
		return func() {
			if p.unsaved {
				p.save()
				return
			}
			p.saving = false
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
				return
			}
			if _, typing := p.c.Window().Canvas().Focused().(*ui.Entry); !typing { // a page is not built anew under the fingers
				p.load()
			}
		}
	})
}

// people is who is on site.
func (p *Page) people() []fyne.CanvasObject {
	if !p.open() {
		return nil
	}
	var rows []fyne.CanvasObject
	for _, name := range p.site.Draft.Persons {
		rows = append(rows, ui.Pad(12, 14, ui.Row(12, ui.NewIcon(ui.IcPerson, 22, ui.ColMuted), ui.Grow(ui.NewText(name, ui.Body, ui.ColInk).Clip()))))
	}
	rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcPeople, Title: p.c.T("task.people.change", nil), Open: true}, func() { p.c.Open(&companions{task: p}) }))
	return []fyne.CanvasObject{p.section("task.people"), ui.Group(rows...)}
}
