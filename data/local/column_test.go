package local

import (
	"maps"
	"slices"
	"testing"

	"dianqin/data/model"
)

func TestTallyAll_IsTallyOverTheWholeView(t *testing.T) {
	s := opened(t)
	same := func() {
		t.Helper()
		for kind, column := range map[model.Kind]string{model.KindSeal: "custody", model.KindTask: "state", model.KindCustomer: "class"} {
			want, err := s.Tally(ctx, kind, column, "1 = 1")
			if err != nil {
				t.Fatal(err)
			}
			if got, err := s.TallyAll(ctx, kind, column); err != nil || !maps.Equal(got, want) {
				t.Errorf("%s by %s: %v, %v, want %v", kind, column, got, err, want)
			}
		}
	}
	same()
	record(t, s, removed("1"))
	same()
	record(t, s, removed("2"))
	same()
	for kind, column := range map[model.Kind]string{model.KindSeal: "1; DROP TABLE outbox", "of_tomorrow": "id"} {
		if _, err := s.TallyAll(ctx, kind, column); err == nil {
			t.Errorf("%s is tallied by %q", kind, column)
		}
	}
}

func TestColumn_ListsWhatTheViewSays(t *testing.T) {
	s := opened(t)
	applied := func() []string {
		t.Helper()
		got, err := s.Column(ctx, model.KindSeal, "number", "custody = ? ORDER BY number", "applied")
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	before := applied()
	if len(before) != 3 || !slices.IsSorted(before) {
		t.Fatalf("%v", before)
	}
	record(t, s, removed("1"))
	if after := applied(); len(after) != 2 || slices.Contains(after, "1") {
		t.Errorf("after one was removed: %v", after)
	}
	if got, err := s.Column(ctx, model.KindSeal, "holder_id", "number = ?", before[2]); err != nil || !slices.Equal(got, []string{""}) {
		t.Errorf("without a value: %q, %v", got, err)
	}
	if _, err := s.Column(ctx, "of_tomorrow", "id", "1 = 1"); err == nil {
		t.Error("a kind that is not known has a column")
	}
}
