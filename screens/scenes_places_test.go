package screens_test

import (
	"context"
	"encoding/json"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/device/place"
	"dianqin/device/sim"
	"dianqin/screens/ui/uitest"
)

// elsewhere is a device that knows that it is 830 m south-west of the street.
func elsewhere() place.Source {
	return sim.NewWalk(place.Fix{Lat: 31.19472, Lon: 121.59383, AccuracyM: 12, Source: place.SourceGPS})
}

// scenesPlaces are what a person sees who is not where the records say.
func scenesPlaces() []scene {
	open := func(p *player) { p.Press("taskkind.seal_check") }
	return []scene{
		{name: "phone-task-away", place: elsewhere(), steps: open},
		{name: "phone-task-away-why", place: elsewhere(), steps: func(p *player) { open(p); p.Press("task.start") }},
		{name: "phone-task-began-away", place: elsewhere(), again: true, steps: func(p *player) {
			open(p)
			p.Press("task.start", "places.away.gate", "places.away.start")
		}},
	}
}

// theProposed is an office that is asked about a position.
func theProposed() stock {
	return stock{name: "proposed", user: chief, rows: func(t testing.TB, files string) []wire.PullRow {
		position := func(lat, lon, accuracy float64, source string, when model.Millis) json.RawMessage {
			raw, err := json.Marshal(model.Position{Lat: lat, Lon: lon, AccuracyM: accuracy, Source: source, At: when})
			if err != nil {
				t.Fatal(err)
			}
			return raw
		}
		return append(theOffice().rows(t, files), row(t, model.KindException, "x9", model.StationLane("s1"), cases.Exception{ID: "x9", StationID: "s1",
			What: "disputed", State: cases.Open, OpID: "op9", OpKind: "position.proposed", Author: "u1", At: at(-1),
			Why:        model.Error{Code: "position.far", Args: map[string]any{"distance": 307, "max": 120}},
			RecordKind: model.KindBox, RecordID: "b1",
			Mine:   map[string]json.RawMessage{"position": position(31.2021, 121.6021, 8, "gps", at(-1))},
			Theirs: map[string]json.RawMessage{"position": position(31.2, 121.6, 0, "register", 0)}}))
	}}
}

// proposalScenes are the desk that is asked about a position.
func proposalScenes() []scene {
	asked := inPlace("cases.title", "v", func(p *player) { p.Press("sync.op.position.proposed") })
	return []scene{
		{name: "desk-proposal", store: theProposed(), steps: asked},
		{name: "desk-proposal-accept", store: theProposed(), steps: func(p *player) { asked(p); p.Press("places.accept") }},
	}
}

func TestASupervisorAcceptsAPosition(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "desk-x", store: theProposed()}, looks()[0])
	proposalScenes()[1].steps(p)
	p.Press("places.accepted.site")
	p.Tap(p.Say("places.accept"))
	left, err := p.App.Work.Disputes(context.Background())
	if err != nil || len(left) != 0 {
		t.Fatalf("%+v %v", left, err)
	}
	b, _, err := p.App.Lookup.Box(context.Background(), "b1")
	if err != nil || b.Position.Lat != 31.2021 {
		t.Errorf("the box is at %+v: %v", b.Position, err)
	}
}

func TestATaskThatIsBegunElsewhereSaysSoToTheOffice(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "phone-x", place: elsewhere()}, looks()[0])
	scenesPlaces()[2].steps(p)
	tasks, err := p.App.Work.Today(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		if task.State != work.Started || task.Arrival == nil {
			continue
		}
		if a := task.Arrival; a.Where != work.Away || a.DistanceM < 700 || a.DistanceM > 950 || a.Reason != p.Say("places.away.gate") {
			t.Errorf("%+v", a)
		}
		return
	}
	t.Error("no task was begun")
}
