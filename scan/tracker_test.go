package scan

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func told(sights []Sight) (texts []string) {
	for _, s := range sights {
		if s.New {
			texts = append(texts, s.Text)
		}
	}
	return texts
}

func TestTrackerTellsALikelyNumberAtItsFirstFrameAndOthersAtTheSecond(t *testing.T) {
	tr := NewTracker(func(s Symbol) bool { return s.Text == "known" })
	frame := []Symbol{{Format: Code128, Text: "known"}, {Format: Code128, Text: "other"}, {Format: EAN8, Text: "48512343"}}
	for i, want := range []string{"[known]", "[other]", "[48512343]", "[]", "[]"} {
		if got := fmt.Sprint(told(tr.Next(frame))); got != want {
			t.Errorf("frame %d tells %v, want %v", i+1, got, want)
		}
	}
}

func TestTrackerDoesNotTellWhatIsSeenOnceInAWhile(t *testing.T) {
	tr := NewTracker(nil)
	for range 5 {
		if got := told(tr.Next([]Symbol{{Format: Code128, Text: "a"}})); len(got) > 0 {
			t.Fatalf("told %v", got)
		}
		for range patience + 1 {
			tr.Next(nil)
		}
	}
}

func TestTrackerKeepsACountOverFramesThatMissIt(t *testing.T) {
	tr := NewTracker(nil)
	tr.Next([]Symbol{{Format: Code128, Text: "a"}})
	tr.Next(nil)
	if got := told(tr.Next([]Symbol{{Format: Code128, Text: "a"}})); len(got) != 1 {
		t.Errorf("told %v", got)
	}
}

func TestTrackerCountsATextOnceAFrame(t *testing.T) {
	tr := NewTracker(nil)
	a := Symbol{Format: Code128, Text: "a"}
	if got := told(tr.Next([]Symbol{a, a, a})); len(got) > 0 {
		t.Errorf("told %v", got)
	}
}

func TestTrackerTellsAnewAfterReset(t *testing.T) {
	tr := NewTracker(func(Symbol) bool { return true })
	a := []Symbol{{Format: Code128, Text: "a"}}
	tr.Next(a)
	tr.Reset()
	if got := told(tr.Next(a)); len(got) != 1 {
		t.Errorf("told %v", got)
	}
}

func TestTrackerTellsEachTextOnceWhateverComes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		likely := rapid.Bool().Draw(t, "likely")
		tr := NewTracker(func(Symbol) bool { return likely })
		times, seen := map[string]int{}, map[string]int{}
		for range rapid.IntRange(1, 40).Draw(t, "frames") {
			var frame []Symbol
			shown := map[string]bool{}
			for _, text := range rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 4).Draw(t, "frame") {
				frame = append(frame, Symbol{Format: Code128, Text: text})
				shown[text] = true
			}
			for text := range shown {
				seen[text]++
			}
			for i, s := range tr.Next(frame) {
				if s.Text != frame[i].Text || s.New && !s.Sure {
					t.Fatalf("%+v for %+v", s, frame[i])
				}
				if s.New {
					times[s.Text]++
				}
			}
		}
		for text, n := range seen {
			want := 0
			if likely || n >= framesUnlikely {
				want = 1
			}
			if times[text] != want {
				t.Fatalf("%q in %d frames was told %d times", text, n, times[text])
			}
		}
	})
}
