package atlas

import (
	"dianqin/app/atlas"
	"dianqin/data/model/geo"
	"dianqin/data/model/work"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// searched is where somebody looked who did not find the place of a task.
type searched struct {
	way   []geo.Point
	place *geo.Point // where the records say that it is; nil: they do not
}

// points are all that is to be seen at once.
func (s *searched) points() []geo.Point {
	if s.place == nil {
		return s.way
	}
	return append([]geo.Point{*s.place}, s.way...)
}

// ShowTrack shows where somebody looked who did not find the place of a task, and where
// the records say that it is; the shell leads here. It does nothing where nobody looked.
func (p *Page) ShowTrack(t work.Task) {
	samples := atlas.Looked(t)
	if len(samples) == 0 {
		return
	}
	s := &searched{}
	for _, at := range samples {
		s.way = append(s.way, at.Point)
	}
	if t.Position.Valid() {
		s.place = &geo.Point{Lat: t.Position.Lat, Lon: t.Position.Lon}
	}
	look := func() {
		p.searched, p.left = s, false // the view goes there, once it is known how large it is
		p.show()
	}
	p.choose(nil)
	p.open(&sheet{title: p.word("map.track.title"), done: p.searchedNoMore, back: look, parts: func() []fyne.CanvasObject {
		w := p.c.Words()
		return []fyne.CanvasObject{
			ui.Group(ui.NewItemRow(ui.Item{Icon: show.KindIcon(t.Kind), Tone: ui.TonePrimary, Title: show.Kind(w, t.Kind) + " · " + t.Name, Sub: t.Address, Open: true}, func() { p.searchedFor(t.ID) })),
			ui.NewText(show.Looked(w, samples), ui.Small, ui.ColInk).Wrap(),
			ui.NewText(p.c.T("map.track.key", nil), ui.Small, ui.ColMuted).Wrap(),
		}
	}})
	look()
}

// searchedFor opens the task; on the phone the map lies over it.
func (p *Page) searchedFor(taskID string) {
	if p.c.Phone() {
		p.c.Back()
		return
	}
	p.lead.Task(taskID)
}

// showSearched brings the way onto the map.
func (p *Page) showSearched() {
	s := p.searched
	if s == nil {
		return
	}
	p.m.SetTrack(s.way)
	if s.place != nil {
		p.call(&slippy.Callout{At: *s.place, Label: p.c.T("places.proposal.old", nil), Bare: true})
	}
}

// searchedNoMore takes it away.
func (p *Page) searchedNoMore() {
	if p.searched == nil || p.m == nil {
		return
	}
	p.searched = nil
	p.m.SetTrack(nil)
	p.call(nil)
}
