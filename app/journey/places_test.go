package journey_test

import (
	"context"
	"testing"

	"dianqin/app"
	"dianqin/app/atlas"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/people"
	"dianqin/data/model/place"
	"dianqin/data/model/work"
)

// TestAPositionThatIsProposedReachesEverybodyOnceAccepted: one phone stands somewhere
// else than the records say; the desk accepts it; another phone is led there.
func TestAPositionThatIsProposedReachesEverybodyOnceAccepted(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	srv := startServer(ctx, t)
	phone := enrol(ctx, t, t.TempDir(), "http://"+srv.addr, srv.codes["inspector"], "inspector")
	t.Cleanup(func() { _ = phone.Close() })
	desk := enrol(ctx, t, t.TempDir(), "http://"+srv.addr, srv.codes["desk"], "desk")
	t.Cleanup(func() { _ = desk.Close() })
	colleague := enrolColleague(ctx, t, desk, phone.Session.User(), "http://"+srv.addr)
	t.Cleanup(func() { _ = colleague.Close() })

	site, err := firstSealCheck(ctx, phone)
	must(t, err)
	box := site.Box
	there := geo.Offset(geo.Point{Lat: box.Position.Lat, Lon: box.Position.Lon}, 400, 0)
	found := model.Position{Lat: there.Lat, Lon: there.Lon, AccuracyM: 6, Source: "gps"}
	doubt, err := phone.Places.Propose(ctx, model.KindBox, box.ID, place.Proposed{Position: found, How: place.Site})
	must(t, err)
	if doubt == nil || doubt.Code != "position.far" {
		t.Fatalf("doubt %v", doubt)
	}
	must(t, phone.Sync.Now(ctx))
	if at := boxOf(ctx, t, phone, box.ID); at.Lon != box.Position.Lon {
		t.Errorf("the box moved to %+v before anybody agreed", at)
	}

	must(t, desk.Sync.Now(ctx))
	all, err := desk.Work.Disputes(ctx)
	must(t, err)
	if len(all) != 1 || !all[0].Proposal() || all[0].Name != box.Number || all[0].Author == "" {
		t.Fatalf("the desk is asked about %+v", all)
	}
	if v := atlas.ProposalOf(all[0].Exception); v.DistanceM < 395 || v.DistanceM > 405 || v.To.At == 0 {
		t.Errorf("%+v", v)
	}
	must(t, desk.Work.Accept(ctx, all[0].ID, "seen in the picture"))
	must(t, desk.Sync.Now(ctx))
	for name, a := range map[string]*app.App{"phone": phone, "colleague": colleague, "desk": desk} {
		must(t, a.Sync.Now(ctx))
		if at := boxOf(ctx, t, a, box.ID); at.Lon != found.Lon {
			t.Errorf("%s: the box is at %+v", name, at)
		}
	}
	stops, err := phone.Places.Stops(ctx, "")
	must(t, err)
	for _, s := range stops {
		if s.BoxID == box.ID && s.Position.Lon != found.Lon {
			t.Errorf("task %s leads to %+v", s.Task.Number, s.Position)
		}
	}
	items, err := phone.Sync.Items(ctx)
	must(t, err)
	if len(items) != 1 || items[0].Ruling == nil || !items[0].Ruling.Accepted || items[0].Ruling.Reason != "seen in the picture" {
		t.Errorf("the proposer is told %+v", items)
	}
}

// TestADayThatIsPutInOrderIsTheSameAtTheDesk: the phone orders its day, the desk sees it
// and changes it, and the phone follows.
func TestADayThatIsPutInOrderIsTheSameAtTheDesk(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	srv := startServer(ctx, t)
	phone := enrol(ctx, t, t.TempDir(), "http://"+srv.addr, srv.codes["inspector"], "inspector")
	t.Cleanup(func() { _ = phone.Close() })
	desk := enrol(ctx, t, t.TempDir(), "http://"+srv.addr, srv.codes["desk"], "desk")
	t.Cleanup(func() { _ = desk.Close() })
	me := phone.Session.User().ID

	site, err := firstSealCheck(ctx, phone)
	must(t, err)
	for range 2 {
		must(t, desk.Work.Create(ctx, work.Create{StationID: site.Task.StationID, Kind: work.Survey, CustomerID: site.Task.CustomerID, AssigneeID: me}))
	}
	must(t, desk.Sync.Now(ctx))
	must(t, phone.Sync.Now(ctx))

	plan, err := phone.Places.Arrange(ctx, "", atlas.FromStation)
	must(t, err)
	if len(plan.Stops) < 3 || plan.Metres <= 0 {
		t.Fatalf("%d stops, %.0f m", len(plan.Stops), plan.Metres)
	}
	must(t, phone.Places.SetOrder(ctx, "", plan.IDs()))
	last := plan.Stops[len(plan.Stops)-1].Task
	must(t, phone.Work.Start(ctx, last))
	must(t, phone.Places.NotFound(ctx, last, "no such door"))
	must(t, phone.Sync.Now(ctx))
	must(t, desk.Sync.Now(ctx))
	seen, err := desk.Places.Stops(ctx, me)
	must(t, err)
	for i, s := range seen {
		if s.ID != plan.Stops[i].ID {
			t.Fatalf("stop %d at the desk is %s, want %s", i+1, s.Task.Number, plan.Stops[i].Task.Number)
		}
	}
	back, err := desk.Work.Site(ctx, last.ID)
	must(t, err)
	if back.Task.Code != work.NotFound || back.Task.Arrival == nil {
		t.Errorf("the desk sees %q, begun %+v", back.Task.Code, back.Task.Arrival)
	}
	order := []string{seen[1].ID, seen[0].ID}
	for _, s := range seen[2:] {
		order = append(order, s.ID)
	}
	must(t, desk.Places.SetOrder(ctx, me, order))
	must(t, desk.Sync.Now(ctx))
	must(t, phone.Sync.Now(ctx))
	now, err := phone.Places.Stops(ctx, "")
	must(t, err)
	if now[0].ID != seen[1].ID || now[1].ID != seen[0].ID {
		t.Error("the phone did not follow the desk's order")
	}
}

func boxOf(ctx context.Context, t *testing.T, a *app.App, id string) model.Position {
	t.Helper()
	b, found, err := a.Lookup.Box(ctx, id)
	if err != nil || !found {
		t.Fatal(found, err)
	}
	return b.Position
}

// enrolColleague signs a colleague of the same station in on another phone.
func enrolColleague(ctx context.Context, t *testing.T, desk *app.App, of people.User, server string) *app.App {
	t.Helper()
	mates, err := desk.Work.People(ctx, of.Stations[0])
	must(t, err)
	for _, u := range mates {
		if u.ID == of.ID {
			continue
		}
		code, err := desk.People.IssueCode(ctx, u.ID)
		must(t, err)
		return enrol(ctx, t, t.TempDir(), server, code.Text, u.Login)
	}
	t.Fatal("nobody else works there")
	return nil
}
