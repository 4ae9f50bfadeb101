package scan

import "testing"

func seen(f Format, text string, across float64) sighting {
	return sighting{
		format: f, text: text, across: across, lo: 10, hi: 110,
		a: Point{10, across}, b: Point{110, across},
	}
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
			if got := v.symbols(nil); len(got) > 0 {
				t.Errorf("%s %q: settled after %d lines", c.format, c.text, i-1)
			}
			v.add(seen(c.format, c.text, float64(5*i)))
		}
		wantOnly(t, v.symbols(nil), c.format, c.text)
	}
}

func TestVotesCountALineOnce(t *testing.T) {
	var v votes
	for range 10 {
		v.add(seen(Code128, "1", 50))
		v.add(seen(Code128, "1", 51.4))
	}
	if got := v.symbols(nil); len(got) > 0 || !v.open() {
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
	if got := v.symbols(nil); len(got) > 0 {
		t.Errorf("read %v", got)
	}
}

func TestVotesForARivalAtTheSamePlaceMustBeOutvoted(t *testing.T) {
	var v votes
	v.add(seen(Code128, "wrong", 20))
	v.add(seen(Code128, "right", 10))
	v.add(seen(Code128, "right", 30))
	if got := v.symbols(nil); len(got) > 0 {
		t.Errorf("two against one was enough: %v", got)
	}
	v.add(seen(Code128, "right", 40))
	wantOnly(t, v.symbols(nil), Code128, "right")
}

func TestVotesOfStackedCodesDoNotDisturbEachOther(t *testing.T) {
	var v votes
	for i := range 2 {
		v.add(seen(Code128, "upper", float64(10+5*i)))
		v.add(seen(Code128, "lower", float64(110+5*i)))
	}
	if got := v.symbols(nil); len(got) != 2 {
		t.Errorf("read %v", got)
	}
}

func TestCornersGoClockwiseFromTheStart(t *testing.T) {
	var v votes
	for _, y := range []float64{30, 10, 20} {
		v.add(seen(Code128, "ltr", y))
		s := seen(Code128, "rtl", y+100)
		s.a, s.b = s.b, s.a
		v.add(s)
	}
	got := v.symbols(nil)
	want := [][4]Point{
		{{10, 10}, {110, 10}, {110, 30}, {10, 30}},
		{{110, 130}, {10, 130}, {10, 110}, {110, 110}},
	}
	for i, w := range want {
		if len(got) != 2 || got[i].Corners != w {
			t.Fatalf("got %v, want corners %v", got, want)
		}
	}
}
