package work

import (
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/place"
	"dianqin/data/model/policy"
)

var rule = policy.Place{RadiusM: 150, WorstM: 500}

var home = model.Position{Lat: 31.2, Lon: 121.6}

// fixEast is a fix so many metres from the place.
func fixEast(m, accuracy float64) *model.Position {
	p := geo.Offset(geo.Point{Lat: home.Lat, Lon: home.Lon}, m, 0)
	return &model.Position{Lat: p.Lat, Lon: p.Lon, AccuracyM: accuracy}
}

func TestNear_SaysHowFarOrWhyNot(t *testing.T) {
	for _, c := range []struct {
		name string
		at   model.Position
		fix  *model.Position
		want Arrival
	}{
		{"There", home, fixEast(40, 5), Arrival{Where: Here, DistanceM: 40, AccuracyM: 5}},
		{"WithinItsError", home, fixEast(190, 50), Arrival{Where: Here, DistanceM: 190, AccuracyM: 50}},
		{"Away", home, fixEast(800, 50), Arrival{Where: Away, DistanceM: 800, AccuracyM: 50}},
		{"NoFix", home, nil, Arrival{Where: NoFix}},
		{"NullIsland", home, &model.Position{}, Arrival{Where: NoFix}},
		{"TooVague", home, fixEast(800, 3000), Arrival{Where: NoFix, AccuracyM: 3000}},
		{"NoPlace", model.Position{}, fixEast(0, 5), Arrival{Where: NoPlace}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Near(c.at, c.fix, rule); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

// TestStep_TheDistanceNeverStopsAnybody: with any fix at all a start is as good as
// without one, and says how it was.
func TestStep_TheDistanceNeverStopsAnybody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var fix *model.Position
		if rapid.Bool().Draw(t, "fix") {
			fix = &model.Position{Lat: rapid.Float64().Draw(t, "lat"), Lon: rapid.Float64().Draw(t, "lon"), AccuracyM: rapid.Float64().Draw(t, "accuracy")}
		}
		task := Task{ID: "t", State: Todo, AssigneeID: "ann", Position: home}
		next, why := Step(task, Move{To: Started, By: "ann", At: 1, Pos: fix, Rule: rule})
		if why != nil || next.State != Started || next.Arrival == nil {
			t.Fatalf("%+v %v", next, why)
		}
		if next.Arrival.Where == Away && float64(next.Arrival.DistanceM) < rule.RadiusM-1 {
			t.Fatalf("away at %+v", next.Arrival)
		}
	})
}

func TestStep_AStartAwayKeepsItsReasonWithTheArrivalAlone(t *testing.T) {
	task := Task{ID: "t", State: Todo, Position: home}
	next, why := Step(task, Move{To: Started, At: 1, Reason: "gate is round the corner", Pos: fixEast(900, 5), Rule: rule})
	if why != nil || next.Arrival == nil || next.Arrival.Reason != "gate is round the corner" || next.Reason != "" {
		t.Fatalf("%+v %+v %v", next, next.Arrival, why)
	}
	if next, _ = Step(task, Move{To: Started, At: 1, Pos: fixEast(900, 5)}); next.Arrival != nil {
		t.Errorf("a utility without a rule about places has %+v", next.Arrival)
	}
}

func TestStep_WhatWasNotFoundKeepsWhereOneLooked(t *testing.T) {
	way, begin := place.Write([]place.Sample{{At: 5000, Point: geo.Point{Lat: 31, Lon: 121}}})
	task := Task{ID: "t", State: Started, AssigneeID: "ann"}
	back, why := Step(task, Move{To: Returned, By: "ann", At: 9, Code: NotFound, Track: way, Begin: begin})
	if why != nil || back.Code != NotFound || back.Track != way || back.TrackBegin != begin || back.EndedBy != "ann" {
		t.Fatalf("%+v %v", back, why)
	}
	again, _ := Assign(back, "bob", 0)
	if again.Code != "" || again.Track != way {
		t.Errorf("who looks next should see where others looked: %+v", again)
	}
	started, _ := Step(again, Move{To: Started, By: "bob", At: 10})
	if done, _ := Step(started, Move{To: Done, By: "bob", At: 11}); done.Track != "" {
		t.Error("it was found, and still says where it is not")
	}
}

func TestMoved_TakesATrackOnlyOfWhatWasNotFound(t *testing.T) {
	way, begin := place.Write([]place.Sample{{At: 5000, Point: geo.Point{Lat: 31, Lon: 121}}})
	for _, c := range []struct {
		name string
		body Moved
		want string
	}{
		{"NotFound", Moved{To: Returned, Code: NotFound, Track: way, TrackBegin: begin}, ""},
		{"NotFoundWithoutATrack", Moved{To: Returned, Code: NotFound}, ""},
		{"Started", Moved{To: Started, Code: NotFound}, "task.unknown_code"},
		{"OfNoCode", Moved{To: Returned, Code: "tired"}, "task.unknown_code"},
		{"TrackOfNothing", Moved{To: Returned, Reason: "x", Track: way}, "task.track_of_nothing"},
		{"Rubbish", Moved{To: Returned, Code: NotFound, Track: "~~"}, "track.malformed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if why := c.body.Check(); why != nil {
				got = why.Code
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
