package screens_test

import (
	"math"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/people"
	"dianqin/data/model/place"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/screens/ui/uitest"
)

// lostAt is where the records say that nobody found anything.
func lostAt() model.Position { return townPoint(700, -520) }

// lost is a task that was given back, with the way of who looked for its place: along
// the streets, and twice round a block.
func lost() work.Task {
	var way []place.Sample
	for i := range 90 {
		turn := float64(i) / 12
		at := townPoint(470+2.2*float64(i)+70*math.Cos(turn), -380-0.8*float64(i)+60*math.Sin(turn))
		way = append(way, place.Sample{At: looking(i), Point: geo.Point{Lat: at.Lat, Lon: at.Lon}, AccuracyM: 9})
	}
	track, begin := place.Write(way)
	return work.Task{ID: "t7", StationID: "s1", OrderID: "o7", Number: "0047", Kind: work.Inspection, State: work.Returned, AssigneeID: "u1",
		Name: "李宝山", Address: "滨江路 9 弄 7 号", Position: lostAt(), Sequence: 7, DueAt: at(7),
		Code: work.NotFound, Reason: "没有这条弄堂", Track: track, TrackBegin: begin}
}

// looking is the i-th third of a minute of this morning.
func looking(i int) model.Millis {
	return model.MillisOf(uitest.Now().Add(-2*time.Hour + time.Duration(i)*20*time.Second))
}

// theSearched is the demo's town with that task.
func theSearched() stock {
	return stock{name: "searched", rows: func(t testing.TB, _ string) []wire.PullRow {
		return append(town(t), row(t, model.KindTask, "t7", model.StationLane("s1"), lost()))
	}}
}

// lastPlaces is what the office's server tells of where people were last: one minutes
// ago, one hours ago.
func lastPlaces() wire.LastPlaceList {
	seen := func(id string, ago time.Duration, where model.Position) people.LastPlace {
		return people.LastPlace{UserID: id, At: model.MillisOf(uitest.Now().Add(-ago)), Position: where}
	}
	return wire.LastPlaceList{ServerTime: uitest.Now().UnixMilli(), Places: []people.LastPlace{
		seen("u23", 6*time.Minute, townPoint(1450, 900)), seen("u21", 3*time.Hour, townPoint(-900, -1500)), seen("u2", 14*time.Minute, townPoint(-1350, 1150))}}
}

// theWatched is a supervisor's desk over the demo's town.
func theWatched() stock {
	return stock{name: "watched", user: supervisor, server: officeServer().URL, refresh: "r", rows: func(t testing.TB, _ string) []wire.PullRow {
		rows := town(t)
		for _, u := range staff() {
			rows = append(rows, row(t, model.KindUser, u.ID, model.OrgLane, u))
		}
		return rows
	}}
}

// searchScenes are where somebody looked in vain, and where people are.
func searchScenes() []scene {
	return []scene{
		{name: "phone-task-searched", store: theSearched(), steps: theLost},
		{name: "phone-map-track", store: theSearched(), steps: theTrack},
		{name: "desk-map-track", store: theSearched(), steps: theTrack},
		{name: "desk-map-people", store: theWatched(), steps: func(p *player) {
			theMap(p)
			tapGround(p, townPoint(1450, 900))
		}},
	}
}

// theLost opens that task, theTrack where somebody looked for it.
func theLost(p *player) { p.Tap("滨江路 9 弄 7 号") }

func theTrack(p *player) {
	p.typed += " 虚构的示例地图,非真实地理"
	theLost(p)
	p.Press("map.track")
}

func TestBackFromTheTrackLeadsToItsTask(t *testing.T) {
	p := newTheatre(t, 1).play(t, scene{name: "phone-x", store: theSearched()}, looks()[0])
	theTrack(p)
	p.See(p.Say("map.track.title"))
	at := lostAt()
	if c := theWidget(p).Camera(); geo.Distance(c.Centre, geo.Point{Lat: at.Lat, Lon: at.Lon}) > 600 {
		t.Errorf("it looks at %v", c.Centre)
	}
	p.Ctx.Back()
	p.Settle()
	p.See(p.Say("map.track")) // on the task
}

func TestTheTrackGoesWithItsSheet(t *testing.T) {
	p := newTheatre(t, 1).play(t, scene{name: "desk-x", store: theSearched()}, looks()[0])
	theTrack(p)
	p.Wear(looks()[1])
	p.See(p.Say("map.track.title"))
	p.Ctx.Back()
	p.Settle()
	if p.Has(p.Say("map.track.title")) {
		t.Error("the track is still told of")
	}
}
