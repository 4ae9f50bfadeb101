package dispatch

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	appwork "dianqin/app/work"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// day is a board of two free tasks and three people, the second without work.
func day() appwork.Board {
	at := func(id string, from int) appwork.Block {
		return appwork.Block{Task: work.Task{ID: id, Number: "N" + id, Address: "张江路", State: work.Todo, Kind: work.SealCheck}, From: from, To: from + 45}
	}
	return appwork.Board{
		Free: []work.Task{{ID: "f1", Name: "赵敏", State: work.Todo, Kind: work.Survey}, {ID: "f2", State: work.Returned, Kind: work.SealCheck}},
		People: []appwork.PersonDay{
			{Person: people.User{Name: "李敏"}, Blocks: []appwork.Block{at("a1", 480), at("a2", 600), at("a3", 900)}},
			{Person: people.User{Name: "王强"}},
			{Person: people.User{Name: "陈晨"}, Blocks: []appwork.Block{at("c1", 540), at("c2", 880)}},
		},
	}
}

func TestArrowsWalkTheBoard(t *testing.T) {
	for _, c := range []struct {
		from string
		key  fyne.KeyName
		want string
	}{
		{"", fyne.KeyDown, "f1"}, {"f1", fyne.KeyDown, "f2"}, {"f2", fyne.KeyDown, "f2"}, {"f1", fyne.KeyUp, "f1"}, {"f1", fyne.KeyLeft, "f1"},
		{"f2", fyne.KeyRight, "a1"}, {"a1", fyne.KeyRight, "a2"}, {"a3", fyne.KeyRight, "a3"}, {"a1", fyne.KeyLeft, "f1"}, {"a2", fyne.KeyLeft, "a1"},
		{"a3", fyne.KeyDown, "c2"}, {"a1", fyne.KeyDown, "c1"}, {"c2", fyne.KeyUp, "a3"}, {"c1", fyne.KeyDown, "c1"}, {"gone", fyne.KeyDown, "f1"},
	} {
		if got, ok := step(day(), c.from, c.key); !ok || got != c.want {
			t.Errorf("%s from %q leads to %q (%v), want %q", c.key, c.from, got, ok, c.want)
		}
	}
	if _, ok := step(day(), "a1", fyne.KeyTab); ok {
		t.Error("Tab is taken for an arrow")
	}
}

func TestEveryStepLeadsToATaskOfTheBoard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := day()
		if rapid.Bool().Draw(t, "nothing free") {
			b.Free = nil
		}
		at := ""
		for _, k := range rapid.SliceOf(rapid.SampledFrom([]fyne.KeyName{fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight})).Draw(t, "keys") {
			at, _ = step(b, at, k)
			if find(b, at).at < 0 {
				t.Fatalf("%s leads to %q", k, at)
			}
		}
	})
}

func TestSearchLeavesWhatFits(t *testing.T) {
	kind := func(k work.Kind) string { return map[work.Kind]string{work.Survey: "勘察"}[k] }
	for search, want := range map[string][]string{
		"赵敏": {"f1"}, "勘察": {"f1"}, "陈晨": {"c1", "c2"}, "na2": {"a2"}, "张江 c2": {"c2"}, "nobody": nil, " ": {"f1", "f2", "a1", "a2", "a3", "c1", "c2"},
	} {
		var got []string
		for _, x := range tasksOf(narrowed(day(), search, kind)) {
			got = append(got, x.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q leaves %v, want %v", search, got, want)
		}
	}
}

func TestShiftTakesAllBetweenThatCanBeGiven(t *testing.T) {
	b := day()
	b.People[0].Blocks[0].Task.State = work.Done
	if got := span(b, "f2", "a2"); !slices.Equal(got, []string{"f2", "a2"}) {
		t.Errorf("got %v", got)
	}
	if got := span(b, "a3", "a2"); !slices.Equal(got, []string{"a2", "a3"}) {
		t.Errorf("backwards it is %v", got)
	}
	if got := span(b, "", "f1"); !slices.Equal(got, []string{"f1"}) {
		t.Errorf("without a beginning it is %v", got)
	}
}

func TestHoursStandInOrderWithinTheBoard(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(ui.NewTheme(ui.Light, 1))
	last := float32(0)
	for minute := appwork.BoardFrom; minute <= appwork.BoardTo; minute += 30 {
		x := across(900, minute)
		if x <= last || x > 900 {
			t.Fatalf("%d stands at %v, after %v", minute, x, last)
		}
		last = x
	}
	if rowHeight(3)-rowRoom < 3*laneHeight {
		t.Error("three lanes do not fit their row")
	}
}
