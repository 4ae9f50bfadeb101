package inspection

import (
	"slices"
	"testing"

	"dianqin/data/model/policy"
)

var sheet = policy.Sheet{Items: []policy.SheetItem{
	{Code: "wiring", Required: true, Photo: true},
	{Code: "load", Required: true},
	{Code: "remark", Photo: true},
}}

func TestLacking_WantsRequiredItemsAndPicturesOfTheAbnormal(t *testing.T) {
	for _, c := range []struct {
		name   string
		items  []Item
		photos map[string]int
		want   []string
	}{
		{"Blank", nil, nil, []string{"finish.item_open /items/wiring", "finish.item_open /items/load"}},
		{"AllWell", []Item{{Code: "wiring", Answer: OK}, {Code: "load", Answer: NotApplicable}}, nil, nil},
		{"TouchedButNotAnswered", []Item{{Code: "wiring", Answer: OK}, {Code: "load", Note: "later"}}, nil,
			[]string{"finish.item_open /items/load"}},
		{"AbnormalWithoutPicture", []Item{{Code: "wiring", Answer: Abnormal}, {Code: "load", Answer: Abnormal}}, nil,
			[]string{"finish.photo_missing /photos/wiring"}},
		{"AbnormalWithPicture", []Item{{Code: "wiring", Answer: Abnormal}, {Code: "load", Answer: OK}}, map[string]int{"wiring": 1}, nil},
		{"OptionalAbnormalWithoutPicture", []Item{{Code: "wiring", Answer: OK}, {Code: "load", Answer: OK}, {Code: "remark", Answer: Abnormal}},
			map[string]int{"wiring": 1}, []string{"finish.photo_missing /photos/remark"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, e := range Lacking(sheet, c.items, c.photos) {
				got = append(got, e.Code+" "+e.Field)
			}
			if !slices.Equal(got, c.want) {
				t.Fatalf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestLacking_WithoutASheetNothing(t *testing.T) {
	if got := Lacking(policy.Sheet{}, []Item{{Code: "x", Answer: Abnormal}}, nil); len(got) != 0 {
		t.Error(got)
	}
}

func TestCheck_OfASheetRefusesWhatCannotBeKept(t *testing.T) {
	for _, c := range []struct {
		name string
		r    Recorded
		code string // empty: fine
	}{
		{"Empty", Recorded{}, ""},
		{"Filled", Recorded{Items: []Item{{Code: "wiring", Answer: OK}}, Seals: []SealLine{{Number: "07"}}}, ""},
		{"ItemWithoutCode", Recorded{Items: []Item{{Answer: OK}}}, "field.required"},
		{"ItemWithoutAnswer", Recorded{Items: []Item{{Code: "wiring"}}}, "inspection.unknown_answer"},
		{"UnknownAnswer", Recorded{Items: []Item{{Code: "wiring", Answer: "perhaps"}}}, "inspection.unknown_answer"},
		{"SealWithoutNumber", Recorded{Seals: []SealLine{{Condition: "missing"}}}, "field.required"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := c.r.Check(); (err == nil) != (c.code == "") || err != nil && err.Code != c.code {
				t.Fatalf("%v, want %q", err, c.code)
			}
		})
	}
}
