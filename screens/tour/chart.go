package tour

import (
	"context"
	"fmt"
	"time"

	"dianqin/app/lookup"
	"dianqin/data/model/geo"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// tilesAtLeast is how many pictures a map is made of that fills a window.
const tilesAtLeast = 4

// mapDrawn waits until a map lies in a window.
func (h *hand) mapDrawn() error {
	return h.until("the map is drawn", func() bool { return h.photographs() >= tilesAtLeast })
}

// owner is the customer of the task that is played, as the phone knows them.
func (t *player) owner() (lookup.Customer, error) {
	ctx := context.Background()
	site, err := t.site()
	if err != nil {
		return lookup.Customer{}, err
	}
	return t.phone.Lookup.Customer(ctx, site.Task.CustomerID)
}

// chart opens the map of the phone: the town lies there without a download.
func (t *player) chart() error {
	return all(t.p.taps("phone.map"), t.p.sees(t.p.say("map.title")), t.p.mapDrawn)
}

// chartFind finds the customer on the map by their number.
func (t *player) chartFind() error {
	h := t.p
	who, err := t.owner()
	if err != nil {
		return err
	}
	if err := all(func() error { return h.tapHighest(ui.IcSearch) }, h.writes("map.find.hint", who.Number)); err != nil {
		return err
	}
	h.c.Tick(time.Second) // the search waits for the typing to rest
	return all(func() error { return h.tap(who.Address) }, h.sees(h.say("map.fix"), h.say("task.way")), h.mapDrawn)
}

// chartWay asks for the way there, and comes back.
func (t *player) chartWay() error {
	return all(t.p.taps("task.way"), t.p.sees(t.p.say("way.app.amap")))
}

// chartMove sets the customer's position right under the pin and lets it go up.
func (t *player) chartMove() error {
	h := t.p
	before := t.phone.Sync.State().MadeSeq
	err := all(func() error { return h.tapIcon(ui.IcBack) }, h.taps("map.fix"), h.sees(h.say("map.move.do")), func() error {
		test.Drag(h.w.Canvas(), fyne.NewPos(180, 240), 70, -40)
		return h.settle()
	}, h.taps("map.move.why.entrance"), h.taps("map.move.do"))
	if err != nil {
		return err
	}
	return h.until("the position is on the server", func() bool {
		t.phone.Sync.Wake()
		s := t.phone.Sync.State()
		return s.MadeSeq == before+1 && s.HeldSeq == s.MadeSeq && s.Pending == 0
	})
}

// deskProposal finds the position among what waits for the desk.
func (t *player) deskProposal() error {
	h := t.d
	t.o.Desk.Sync.Wake()
	return all(h.taps("cases.title"), h.taps("cases.view.disputes"), h.taps("cases.what.proposal"), h.sees(h.say("places.proposal.new"), h.say("places.accept")))
}

// deskChart looks at it on the map.
func (t *player) deskChart() error {
	return all(t.d.taps("places.proposal.map"), t.d.sees(t.d.say("map.title")), t.d.mapDrawn)
}

// deskAccept lets it count; the phone has it then.
func (t *player) deskAccept() error {
	h := t.d
	was, err := t.owner()
	if err != nil {
		return err
	}
	err = all(h.taps("cases.title"), h.taps("cases.what.proposal"), h.taps("places.accept"), h.taps("places.accepted.map"), h.taps("places.accept"))
	if err != nil {
		return err
	}
	return h.until("the phone has the position", func() bool {
		t.o.Desk.Sync.Wake()
		t.phone.Sync.Wake()
		now, err := t.owner()
		return err == nil && now.Position.Source == "map" &&
			geo.Distance(geo.Point{Lat: was.Position.Lat, Lon: was.Position.Lon}, geo.Point{Lat: now.Position.Lat, Lon: now.Position.Lon}) > 5
	})
}

// tapHighest presses the icon of a drawing that stands highest.
func (h *hand) tapHighest(g ui.Glyph) error {
	var best node
	found := false
	for _, n := range nodes(h.w.Canvas()) {
		if icon, ok := n.object.(*ui.Icon); ok && icon.Glyph() == g && (!found || n.at.y0 < best.at.y0) {
			best, found = n, true
		}
	}
	if !found {
		return fmt.Errorf("the icon is not there")
	}
	return h.press(best, "the icon")
}
