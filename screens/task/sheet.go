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
	if answer == inspection.Abnormal && item.Photo {
		word := p.c.T("task.picture", nil)
		if n := p.site.Photos[item.Code]; n > 0 {
			word = p.c.N("task.pictures", n, nil)
		}
		parts = append(parts, ui.NewTonal(ui.IcCamera, word, func() { p.photograph(item.Code) }))
	}
	return ui.Card(ui.Col(10, parts...))
}

func (p *Page) answer(code string) inspection.Answer {
	for _, i := range p.site.Draft.Items {
		if i.Code == code {
			return i.Answer
		}
	}
	return ""
}

// set answers a question and keeps the sheet.
func (p *Page) set(code string, a inspection.Answer) {
	items := slices.Clone(p.site.Draft.Items)
	i := slices.IndexFunc(items, func(i inspection.Item) bool { return i.Code == code })
	if i < 0 {
		items = append(items, inspection.Item{Code: code, Answer: a})
	} else {
		items[i].Answer = a
	}
	p.keep(appwork.Draft{Items: items, Persons: p.site.Draft.Persons})
}

// keep saves the draft; the screen shows it at once. One save is under way at a
// time and the newest draft is what it ends with, however quick the fingers are.
func (p *Page) keep(d appwork.Draft) {
	p.site.Draft = d
	p.paint()
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
			p.load()
		}
	})
}

// photograph takes a picture of what is shown and keeps it with the task.
func (p *Page) photograph(shows string) {
	visit := p.visit()
	p.do(func(ctx context.Context) error {
		jpeg, err := p.lead.Still(ctx)
		if err != nil {
			return err
		}
		return p.a.Seals.Photo(ctx, visit, shows, shows+".jpg", jpeg)
	}, func() { p.c.Toast(p.c.T("task.picture.kept", nil)) })
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
