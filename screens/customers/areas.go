package customers

import (
	"context"
	"strings"

	"dianqin/data/model/grid"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// mostAreas is how many areas are offered: beyond it one types.
const mostAreas = 60

// areas is the choice of a transformer area, in the details pane.
type areas struct {
	p     *Page
	all   []grid.Area
	some  []grid.Area // that fit what is typed
	text  string
	body  *fyne.Container
	whole fyne.CanvasObject
}

// Title implements ui.Page.
func (x *areas) Title() string { return x.p.c.T("customers.area", nil) }

// Content implements ui.Page.
func (x *areas) Content() fyne.CanvasObject {
	search := ui.NewSearch(x.text, x.p.c.T("customers.area.search", nil), func(text string) { x.text = text; x.paint() })
	x.body = ui.Col(0)
	x.whole = ui.Scroll(ui.Inset(0, ui.Edge, 24, ui.Edge, x.body))
	x.paint()
	return ui.Frame(ui.Inset(0, ui.Edge, ui.Gap, ui.Edge, search), nil, nil, nil, x.whole)
}

// OnShown implements ui.Shown.
func (x *areas) OnShown() {
	x.p.c.Go(func() func() {
		all, err := x.p.a.Lookup.Areas(context.Background())
		return func() {
			if err != nil {
				x.p.c.Toast(show.Line(x.p.c.Words(), err))
			}
			x.all = all
			x.paint()
		}
	})
}

func (x *areas) paint() {
	x.some = []grid.Area{{Name: x.p.c.T("common.all", nil)}}
	for _, a := range x.all {
		if strings.Contains(a.Name+" "+a.Code, strings.TrimSpace(x.text)) && len(x.some) <= mostAreas {
			x.some = append(x.some, a)
		}
	}
	var names []string
	at := -1
	for i, a := range x.some {
		names = append(names, a.Name)
		if a.ID == x.p.area.ID {
			at = i
		}
	}
	x.body.Objects = []fyne.CanvasObject{ui.NewChoices(names, at, func(i int) {
		a := x.some[i]
		if i == 0 {
			a = grid.Area{}
		}
		x.p.of(a)
		x.p.c.Pane().Clear()
	})}
	x.body.Refresh()
	x.whole.Refresh()
}
