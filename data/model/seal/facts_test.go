package seal

import (
	"strings"
	"testing"

	"dianqin/data/model"
)

func TestCheck_OfSealFactsNamesTheField(t *testing.T) {
	long := strings.Repeat("7", 129)
	for _, c := range []struct {
		name  string
		err   *model.Error
		code  string // empty: fine
		field string
	}{
		{"Sighted", Sighted{Number: "07", BoxID: "box"}.Check(), "", ""},
		{"SightedWithCondition", Sighted{Number: "07", BoxID: "box", Condition: Broken}.Check(), "", ""},
		{"SightedWithoutNumber", Sighted{BoxID: "box"}.Check(), "field.required", "/body/number"},
		{"SightedWithoutBox", Sighted{Number: "07"}.Check(), "field.required", "/body/box_id"},
		{"SightedTooLong", Sighted{Number: long, BoxID: "box"}.Check(), "field.too_long", "/body/number"},
		{"SightedMelted", Sighted{Number: "07", BoxID: "box", Condition: "melted"}.Check(), "seal.unknown_condition", "/body/condition"},
		{"Inspected", Inspected{Number: "07", BoxID: "box", Condition: Worn}.Check(), "", ""},
		{"InspectedWithoutCondition", Inspected{Number: "07", BoxID: "box"}.Check(), "seal.unknown_condition", "/body/condition"},
		{"PutOn", PutOn{Number: "07", BoxID: "box", Place: "door"}.Check(), "", ""},
		{"PutOnNowhere", PutOn{Number: "07", BoxID: "box"}.Check(), "field.required", "/body/place"},
		{"TakenOff", TakenOff{Number: "07", BoxID: "box"}.Check(), "", ""},
		{"TakenOffWithoutBox", TakenOff{Number: "07"}.Check(), "field.required", "/body/box_id"},
		{"Issue", Issue{Numbers: []string{"07"}, ToID: "ann"}.Check(), "", ""},
		{"IssueNothing", Issue{ToID: "ann"}.Check(), "field.required", "/body/numbers"},
		{"IssueToNobody", Issue{Numbers: []string{"07"}}.Check(), "field.required", "/body/to_id"},
	} {
		t.Run(c.name, func(t *testing.T) {
			switch {
			case c.code == "" && c.err != nil:
				t.Fatal(c.err)
			case c.code != "" && (c.err == nil || c.err.Code != c.code || c.err.Field != c.field):
				t.Fatalf("%v, want %s at %s", c.err, c.code, c.field)
			}
		})
	}
}
