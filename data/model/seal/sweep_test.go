package seal

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func drawSweep(t *rapid.T) ([]Seal, []Found) {
	var expected []Seal
	for i := range rapid.IntRange(0, 6).Draw(t, "expected") {
		expected = append(expected, Seal{Number: fmt.Sprint(i), Place: fmt.Sprint("p", i)})
	}
	found := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Found {
		return Found{Number: fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "number")),
			Verdict: Verdict{Identity: Here, Condition: rapid.SampledFrom(Conditions).Draw(t, "saw")}}
	})).Draw(t, "found")
	return expected, found
}

func TestSweepOf_ScanningAllAgainChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		expected, found := drawSweep(t)
		once := SweepOf(expected, found)
		twice := SweepOf(expected, append(append([]Found(nil), found...), found...))
		if !reflect.DeepEqual(once, twice) {
			t.Fatalf("once %+v\ntwice %+v", once, twice)
		}
	})
}

func TestSweepOf_KeepsTheOrderAndLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		expected, found := drawSweep(t)
		sw := SweepOf(expected, found)
		newest := map[string]Verdict{}
		for _, f := range found {
			newest[f.Number] = f.Verdict
		}
		if len(sw.Lines) != len(expected) {
			t.Fatalf("%d lines of %d seals", len(sw.Lines), len(expected))
		}
		for i, l := range sw.Lines {
			v, scanned := newest[l.Seal.Number]
			if l.Seal.Number != expected[i].Number || l.Seen != scanned || (l.Verdict != nil) != scanned {
				t.Fatalf("line %d: %+v", i, l)
			}
			if scanned && !reflect.DeepEqual(*l.Verdict, v) {
				t.Fatalf("line %d has not the newest verdict", i)
			}
			delete(newest, l.Seal.Number)
		}
		if len(sw.Strange) != len(newest) {
			t.Fatalf("%d strange numbers, want %d", len(sw.Strange), len(newest))
		}
		for _, f := range sw.Strange {
			if v, ok := newest[f.Number]; !ok || !reflect.DeepEqual(v, f.Verdict) {
				t.Fatalf("strange %+v", f)
			}
		}
		seen, all := sw.Counts()
		if all != len(expected) || seen+len(sw.Unseen()) != all {
			t.Fatalf("%d seen, %d unseen of %d", seen, len(sw.Unseen()), all)
		}
	})
}

func TestSweepOf_TheNewestStrangeNumberStandsFirst(t *testing.T) {
	sw := SweepOf(nil, []Found{{Number: "1"}, {Number: "2"}, {Number: "3"}, {Number: "1"}})
	var got []string
	for _, f := range sw.Strange {
		got = append(got, f.Number)
	}
	if !reflect.DeepEqual(got, []string{"1", "3", "2"}) {
		t.Error(got)
	}
}
