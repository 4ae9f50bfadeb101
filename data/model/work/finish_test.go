package work

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model/inspection"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
)

// finished is a site where nothing is left to do: a broken and an intact seal, a
// strange number, a sheet, two people.
func finished() Site {
	expected := []seal.Seal{{Number: "1", Place: "door"}, {Number: "2", Place: "m1.cover.left"}}
	found := []seal.Found{
		{Number: "1", Verdict: seal.Verdict{Tone: seal.Right}},
		{Number: "2", Verdict: seal.Verdict{Tone: seal.Wrong, Condition: seal.Broken}},
		{Number: "9", Verdict: seal.Verdict{Tone: seal.Wrong, Identity: seal.NoLot}},
		{Number: "8", Verdict: seal.Verdict{Tone: seal.Look, Identity: seal.OtherStation}},
	}
	return Site{
		Task:    Task{Kind: SealCheck},
		Sweep:   seal.SweepOf(expected, found),
		Sheet:   policy.Sheet{Items: []policy.SheetItem{{Code: "wiring", Required: true, Photo: true}, {Code: "remark"}}},
		Items:   []inspection.Item{{Code: "wiring", Answer: inspection.Abnormal}},
		Photos:  map[string]int{"2": 1, "9": 1, "wiring": 1},
		Persons: 2, Needed: 2,
	}
}

func lacking(s Site) []string {
	var out []string
	for _, e := range Lacking(s) {
		out = append(out, e.Code+" "+e.Field)
	}
	return out
}

func TestLacking_NothingWhereAllIsDone(t *testing.T) {
	if got := lacking(finished()); len(got) != 0 {
		t.Error(got)
	}
}

func TestLacking_LeadsToWhatIsLeft(t *testing.T) {
	for _, c := range []struct {
		name string
		undo func(*Site)
		want string
	}{
		{"ASealUnseen", func(s *Site) { s.Sweep.Lines[0].Seen = false }, "finish.seal_unseen /seals/1"},
		{"NoPictureOfTheBrokenSeal", func(s *Site) { delete(s.Photos, "2") }, "finish.photo_missing /photos/2"},
		{"NoPictureOfTheStrangeSeal", func(s *Site) { delete(s.Photos, "9") }, "finish.photo_missing /photos/9"},
		{"AnItemOpen", func(s *Site) { s.Items = nil }, "finish.item_open /items/wiring"},
		{"NoPictureOfTheAbnormalItem", func(s *Site) { delete(s.Photos, "wiring") }, "finish.photo_missing /photos/wiring"},
		{"OnePersonTooFew", func(s *Site) { s.Persons = 1 }, "finish.persons /persons"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := finished()
			c.undo(&s)
			if got := lacking(s); !slices.Equal(got, []string{c.want}) {
				t.Fatalf("%q, want %q alone", got, c.want)
			}
		})
	}
}

func TestLacking_ASurveyDoesNotAskForSeals(t *testing.T) {
	s := finished()
	s.Task.Kind = Survey
	s.Sweep.Lines[0].Seen, s.Photos["2"], s.Photos["9"] = false, 0, 0
	if got := lacking(s); len(got) != 0 {
		t.Error(got)
	}
}

func TestLacking_DoingMoreNeverLeavesMoreToDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := finished()
		s.Sweep.Lines[0].Seen = rapid.Bool().Draw(t, "seen")
		s.Persons = rapid.IntRange(0, 3).Draw(t, "persons")
		s.Photos = map[string]int{"2": rapid.IntRange(0, 1).Draw(t, "photos")}
		before := lacking(s)
		switch rapid.IntRange(0, 2).Draw(t, "do") {
		case 0:
			s.Sweep.Lines[0].Seen = true
		case 1:
			s.Persons++
		case 2:
			s.Photos["2"]++
		}
		for _, e := range lacking(s) {
			if !slices.Contains(before, e) {
				t.Fatalf("%s is new", e)
			}
		}
	})
}
