package me

import (
	"strings"

	"dianqin/app"
	"dianqin/app/settings"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

type settingsValues = settings.Values

// about is what this program is: its version, what it is made of, its log.
type about struct {
	a     *app.App
	c     *ui.Context
	open  func(ui.Page)
	lines []string
	read  bool // the log was asked for
	body  *fyne.Container
	whole fyne.CanvasObject
}

// Title implements ui.Page.
func (p *about) Title() string { return p.c.T("about.title", nil) }

// Content implements ui.Page.
func (p *about) Content() fyne.CanvasObject {
	p.body = ui.Col(12)
	p.whole = ui.Scroll(ui.Inset(12, ui.Edge, 24, ui.Edge, p.body))
	p.paint()
	return p.whole
}

func (p *about) paint() {
	c := p.c
	info := ui.Group(
		ui.NewKeyText(c.T("common.app", nil), app.Version()),
		ui.NewKeyText(c.T("sync.address", nil), p.a.Session.Server()))
	others := ui.Group(ui.NewItemRow(ui.Item{Icon: ui.IcReport, Title: c.T("about.parts", nil), Open: true}, func() { p.open(&licences{c}) }))
	p.body.Objects = append([]fyne.CanvasObject{info, others, ui.NewSectionTitle(c.T("about.log", nil))}, p.log()...)
	p.body.Refresh()
	p.whole.Refresh()
}

// shownLines is how much of the log is shown.
const shownLines = 40

// log is the end of the log, once it is asked for, and the way to hand it on.
func (p *about) log() []fyne.CanvasObject {
	c := p.c
	if !p.read {
		return []fyne.CanvasObject{ui.NewTonal(ui.IcReport, c.T("about.log.show", nil), p.load)}
	}
	if len(p.lines) == 0 {
		return []fyne.CanvasObject{ui.Card(ui.NewText(c.T("about.log.none", nil), ui.Small, ui.ColMuted).Wrap())}
	}
	var rows []fyne.CanvasObject
	for _, l := range p.lines {
		rows = append(rows, ui.NewText(l, ui.Caption, ui.ColInk).Wrap())
	}
	return []fyne.CanvasObject{ui.Card(ui.Col(6, rows...)),
		ui.NewTonal(ui.IcCopy, c.T("about.log.copy", nil), func() {
			c.Copy(strings.Join(p.lines, "\n"))
			c.Toast(c.T("about.log.copied", nil))
		})}
}

func (p *about) load() {
	p.c.Go(func() func() {
		lines, err := p.a.LogTail(shownLines)
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
				return
			}
			p.lines, p.read = lines, true
			p.paint()
		}
	})
}
