package work

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
)

// noon is 18 March 2026, 12:00 in China; clock is a moment of that day.
var noon = time.Date(2026, 3, 18, 4, 0, 0, 0, time.UTC)

func clock(hour, minute int) model.Millis {
	return midnight(noon) + model.Millis(hour*60+minute)*60_000
}

func field(id string) people.User {
	return people.User{ID: id, Name: id, Roles: []people.Role{people.Inspector}}
}

func TestMidnightIsOfTheCivilDay(t *testing.T) {
	if got := midnight(time.Date(2026, 3, 17, 17, 0, 0, 0, time.UTC)); got != midnight(noon) {
		t.Errorf("1:00 in China is of the day %v", got.Time())
	}
}

func TestBoardSharesTasksAmongPeople(t *testing.T) {
	tasks := []work.Task{
		{ID: "mine", AssigneeID: "a", State: work.Todo, Kind: work.SealCheck, DueAt: clock(14, 0)},
		{ID: "done", AssigneeID: "a", State: work.Done, Kind: work.Inspection, DueAt: clock(9, 0)},
		{ID: "late", AssigneeID: "a", State: work.Started, Kind: work.Survey, DueAt: clock(11, 0)},
		{ID: "old", AssigneeID: "b", State: work.Todo, Kind: work.SealCheck, DueAt: clock(-30, 0)},
		{ID: "tomorrow", AssigneeID: "b", State: work.Todo, Kind: work.SealCheck, DueAt: clock(33, 0)},
		{ID: "off", AssigneeID: "b", State: work.Cancelled, Kind: work.SealCheck, DueAt: clock(13, 0)},
		{ID: "free", State: work.Todo, Kind: work.SealCheck, DueAt: clock(33, 0)},
		{ID: "back", AssigneeID: "a", State: work.Returned, Kind: work.SealCheck, DueAt: clock(10, 0)},
		{ID: "left", AssigneeID: "gone", State: work.Todo, Kind: work.SealCheck, DueAt: clock(15, 0)},
	}
	keeper := people.User{ID: "k", Name: "k", Roles: []people.Role{people.SealKeeper}}
	gone := field("gone")
	gone.Inactive = true
	b := boardOf(tasks, []people.User{field("a"), field("b"), keeper, gone, field("z")}, midnight(noon), model.MillisOf(noon))
	ids := func(p PersonDay) (out []string) {
		for _, x := range p.Blocks {
			out = append(out, x.Task.ID)
		}
		return out
	}
	if len(b.People) != 4 {
		t.Fatalf("%d people, want a, b, gone and z", len(b.People))
	}
	for i, want := range [][]string{{"done", "late", "mine"}, {"old"}, {"left"}, nil} {
		if got := ids(b.People[i]); !slices.Equal(got, want) {
			t.Errorf("%s has %v, want %v", b.People[i].Person.ID, got, want)
		}
	}
	if p := b.People[0]; p.Late != 1 || p.Open != 2 || p.Minutes != 45+60+90 {
		t.Errorf("%d late, %d open, %d minutes", p.Late, p.Open, p.Minutes)
	}
	if b.Free[0].ID != "back" || b.Free[1].ID != "free" || len(b.Free) != 2 {
		t.Errorf("free are %v", b.Free)
	}
	next := boardOf(tasks, []people.User{field("b")}, midnight(noon.AddDate(0, 0, 1)), model.MillisOf(noon))
	if got := ids(next.People[0]); !slices.Equal(got, []string{"tomorrow"}) {
		t.Errorf("tomorrow has %v: what is left undone is today's", got)
	}
}

func TestTheMostUrgentComesFirst(t *testing.T) {
	tasks := []work.Task{
		{ID: "none", State: work.Todo, Kind: work.Reconnection},
		{ID: "noon", State: work.Todo, Kind: work.SealCheck, Number: "1", DueAt: clock(12, 0)},
		{ID: "power", State: work.Todo, Kind: work.Reconnection, Number: "2", DueAt: clock(12, 0)},
		{ID: "early", State: work.Todo, Kind: work.Survey, DueAt: clock(8, 0)},
	}
	b := boardOf(tasks, nil, midnight(noon), model.MillisOf(noon))
	for i, want := range []string{"early", "power", "noon", "none"} {
		if b.Free[i].ID != want {
			t.Errorf("%d is %s, want %s", i, b.Free[i].ID, want)
		}
	}
}

func TestBlocksNeverHideEachOtherAndStayInTheirHours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tasks []work.Task
		for i := range rapid.IntRange(0, 12).Draw(t, "n") {
			due := model.Millis(0)
			if rapid.Bool().Draw(t, "has an hour") {
				due = clock(0, rapid.IntRange(-3000, 3000).Draw(t, "due"))
			}
			tasks = append(tasks, work.Task{ID: fmt.Sprint(i), State: work.Todo, DueAt: due, Kind: rapid.SampledFrom(work.Kinds).Draw(t, "kind")})
		}
		p := dayOf(field("a"), tasks, midnight(noon), model.MillisOf(noon))
		if len(p.Blocks) != len(tasks) {
			t.Fatalf("%d blocks of %d tasks", len(p.Blocks), len(tasks))
		}
		used := map[int]bool{}
		for i, a := range p.Blocks {
			used[a.Lane] = true
			if a.From < BoardFrom || a.To > BoardTo || a.To-a.From < leastLong || a.Lane < 0 || a.Lane >= p.Lanes {
				t.Fatalf("block %+v of %d lanes", a, p.Lanes)
			}
			for _, b := range p.Blocks[:i] {
				if a.Lane == b.Lane && a.From < b.To && b.From < a.To {
					t.Fatalf("%+v hides %+v", a, b)
				}
			}
		}
		if len(tasks) > 0 && len(used) != p.Lanes {
			t.Fatalf("%d lanes, %d used", p.Lanes, len(used))
		}
	})
}

func TestTheWayGoesThroughThePlacesInTheDaysOrder(t *testing.T) {
	at := func(seq int, lat float64) work.Task {
		return work.Task{Sequence: seq, Position: model.Position{Lat: lat, Lon: 121}}
	}
	direct := wayOf([]work.Task{at(1, 31), at(3, 31.02), at(2, 31.01)})
	if direct < 2200 || direct > 2250 {
		t.Errorf("two hundredths of a degree are %.0f m", direct)
	}
	if got := wayOf([]work.Task{at(1, 31), {Sequence: 2}, at(3, 31.02)}); got != direct {
		t.Errorf("an unknown place changes the way to %.0f", got)
	}
	if got := wayOf([]work.Task{at(1, 31)}); got != 0 {
		t.Errorf("one place is a way of %.0f", got)
	}
}

func TestOnlyTheOwnStationsPeopleAreOnTheBoardWithoutWork(t *testing.T) {
	here, there, busy := field("here"), field("there"), field("busy")
	here.Stations, there.Stations, busy.Stations = []string{"s1", "s2"}, []string{"s3"}, []string{"s3"}
	all := mates([]people.User{here, there, busy}, people.User{Stations: []string{"s2"}})
	b := boardOf([]work.Task{{ID: "t", AssigneeID: "busy", State: work.Todo, DueAt: clock(10, 0)}}, all, midnight(noon), model.MillisOf(noon))
	if len(b.People) != 2 || b.People[0].Person.ID != "here" || b.People[1].Person.ID != "busy" {
		t.Errorf("%+v", b.People)
	}
}

func TestAnAppointmentStandsAtItsHoursOnItsDay(t *testing.T) {
	agreed := work.Task{ID: "agreed", AssigneeID: "a", State: work.Todo, Kind: work.SealCheck, DueAt: clock(3*24+17, 0),
		AppointmentFrom: clock(24+9, 0), AppointmentUntil: clock(24+12, 0)}
	on := func(days int) []Block {
		return boardOf([]work.Task{agreed}, []people.User{field("a")}, midnight(noon.AddDate(0, 0, days)), model.MillisOf(noon)).People[0].Blocks
	}
	if b := on(1); len(b) != 1 || b[0].From != 9*60 || b[0].To != 12*60 {
		t.Errorf("on its day: %+v", b)
	}
	if len(on(0)) != 0 || len(on(3)) != 0 {
		t.Error("it stands on another day")
	}
	agreed.AppointmentFrom, agreed.AppointmentUntil = clock(-15, 0), clock(-14, 0)
	if len(on(0)) != 1 {
		t.Error("nobody came to the appointment, and it is not on today's board")
	}
}
