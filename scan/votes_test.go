package scan

import "testing"

func seen(f Format, text string, across float64) sighting {
	return sighting{
		format: f, text: text, across: across, lo: 10, hi: 110,
		a: Point{10, across}, b: Point{110, across},
	}
}

// settledOnes lists what enough lines agree on.
func (v *votes) settledOnes() (all []Symbol) {
	for i := range v.all {
		if v.settled(i) {
			all = append(all, Symbol{Format: v.all[i].format, Text: v.all[i].text})
		}
	}
	return all
}

func TestVotesAskForAsManyLinesAsTheFormatNeeds(t *testing.T) {
	for _, c := range []struct {
		format Format
		text   string
		need   int
	}{
		{Code128, "4130101", 2},
		{EAN13, "8413000065504", 3}, {UPCA, "036602301467", 3}, {ITF, "30712345000010", 3}, {Code39, "SEAL", 3},
		{EAN8, "48512343", 4}, {UPCE, "01234565", 4}, {Code39, "AB", 4},
	} {
		var v votes
		for i := 1; i <= c.need; i++ {
			if got := v.settledOnes(); len(got) > 0 {
				t.Errorf("%s %q: settled after %d lines", c.format, c.text, i-1)
			}
			v.add(seen(c.format, c.text, float64(5*i)))
		}
		wantOnly(t, v.settledOnes(), c.format, c.text)
	}
}

func TestVotesCountALineOnce(t *testing.T) {
	var v votes
	for range 10 {
		v.add(seen(Code128, "1", 50))
		v.add(seen(Code128, "1", 51.4))
	}
	if got := v.settledOnes(); len(got) > 0 || !v.open() {
		t.Errorf("one line was believed: %v", got)
	}
}

func TestVotesForTwoPlacesDoNotAddUp(t *testing.T) {
	var v votes
	for i := range 3 {
		s := seen(EAN13, "8413000065504", float64(10*i))
		s.lo, s.hi = s.lo+float64(200*i), s.hi+float64(200*i)
		v.add(s)
	}
	if got := v.settledOnes(); len(got) > 0 {
		t.Errorf("read %v", got)
	}
}

func TestVotesForARivalAtTheSamePlaceMustBeOutvoted(t *testing.T) {
	var v votes
	v.add(seen(Code128, "wrong", 20))
	v.add(seen(Code128, "right", 10))
	v.add(seen(Code128, "right", 30))
	if got := v.settledOnes(); len(got) > 0 {
		t.Errorf("two against one was enough: %v", got)
	}
	v.add(seen(Code128, "right", 40))
	wantOnly(t, v.settledOnes(), Code128, "right")
}

func TestVotesOfStackedCodesDoNotDisturbEachOther(t *testing.T) {
	var v votes
	for i := range 2 {
		v.add(seen(Code128, "upper", float64(10+5*i)))
		v.add(seen(Code128, "lower", float64(110+5*i)))
	}
	if got := v.settledOnes(); len(got) != 2 {
		t.Errorf("read %v", got)
	}
}
