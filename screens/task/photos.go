package task

import (
	"dianqin/app/evidence"
	model "dianqin/data/model/evidence"
	"dianqin/data/model/work"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// picturesOf are those that show an item of the sheet; "" the site as it is.
func (p *Page) picturesOf(shows string) []evidence.Item {
	var out []evidence.Item
	for _, it := range p.pics {
		if it.Shows == shows {
			out = append(out, it)
		}
	}
	return out
}

// photos is pictures and the ways to more of them.
func (p *Page) photos(shows string, have []evidence.Item) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if len(have) > 0 {
		out = append(out, p.lead.Pictures(have))
	}
	if p.open() {
		take := ui.NewTonal(ui.IcCamera, p.c.T("evidence.take", nil), func() { p.photograph(shows) })
		pick := ui.NewTonal(ui.IcPicture, p.c.T("evidence.pick", nil), func() { p.Pick(p.a, p.subject(shows)) })
		if p.c.Settings().TextScale > 1 { // side by side large words have no room
			return append(out, take, pick)
		}
		out = append(out, ui.Cells(ui.Gap, take, pick))
	}
	return out
}

// around is the pictures of the site that belong to no item of the sheet.
func (p *Page) around() []fyne.CanvasObject {
	have := p.picturesOf("")
	if !p.open() && len(have) == 0 {
		return nil
	}
	return append([]fyne.CanvasObject{p.section("evidence.site")}, p.photos("", have)...)
}

// ahead says whether the way to the box is to be looked at first: the person has not
// begun, and somebody has shown it.
func (p *Page) ahead() bool { return p.site.Task.State == work.Todo && len(p.ways) > 0 }

// shown is the pictures of the way in, and what is to be known of those that are not here.
func (p *Page) shown() []fyne.CanvasObject {
	out := []fyne.CanvasObject{p.lead.Pictures(p.ways)}
	var lines []fyne.CanvasObject
	if p.gone.Unsent > 0 {
		lines = append(lines, p.lacks("places.approach.unsent", p.gone.Unsent))
	}
	if p.gone.Coming > 0 && p.a.Sync.State().LastErr != nil { // else they come while one looks
		lines = append(lines, p.lacks("places.approach.coming", p.gone.Coming))
	}
	if len(lines) > 0 {
		out = append(out, ui.Col(4, lines...))
	}
	return out
}

func (p *Page) lacks(key string, n int) fyne.CanvasObject {
	return ui.NewText(p.c.N(key, n, nil), ui.Small, ui.ToneLook.OnWash()).Wrap()
}

// approach is how one gets to the place: pictures of every visit, for who comes next.
func (p *Page) approach() []fyne.CanvasObject {
	takes := p.open() && p.site.Task.BoxID != ""
	if !takes && len(p.ways) == 0 {
		return nil
	}
	out := []fyne.CanvasObject{p.section("places.approach")}
	if len(p.ways) > 0 {
		out = append(out, p.shown()...)
	}
	if takes {
		out = append(out, ui.NewTonal(ui.IcCamera, p.c.T("places.approach.take", nil), func() { p.photograph(model.ShowsApproach) }))
	}
	return out
}

// photograph takes a picture of what is shown and keeps it with the task.
func (p *Page) photograph(shows string) { p.lead.Shoot(p.subject(shows), nil) }

func (p *Page) subject(shows string) evidence.Subject {
	return evidence.Subject{TaskID: p.site.Task.ID, BoxID: p.site.Task.BoxID, Shows: shows}
}
