package suspicion

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
	"dianqin/data/model/policy"
)

var limits = policy.Suspicion{LineLossPercent: 6, EventDays: 7, EventCodes: []string{"cover_open", "reverse"}}

// china is a moment in civil time.
func china(month time.Month, day, hour int) model.Millis {
	return model.MillisOf(time.Date(2026, month, day, hour, 0, 0, 0, time.FixedZone("", 8*3600)))
}

func TestOfLoss_AboveTheLimitOnly(t *testing.T) {
	for sold, want := range map[int64]bool{1000: false, 940: false, 939: true, 0: true, 1200: false} {
		s, got := OfLoss(grid.LineLoss{SuppliedKWh: 1000, SoldKWh: sold, Month: "2026-10"}, limits)
		if got != want || s.Month != "2026-10" || s.Kind != LineLoss {
			t.Errorf("%d of 1000 sold: %v, %+v", sold, got, s)
		}
	}
	if _, got := OfLoss(grid.LineLoss{SoldKWh: 10}, limits); got {
		t.Error("an area that was supplied with nothing is a sign")
	}
}

func TestOfEvent_OfTheCodesForSoManyCivilDays(t *testing.T) {
	now := china(11, 23, 10)
	for name, c := range map[string]struct {
		code string
		at   model.Millis
		want bool
	}{
		"just now":                      {"cover_open", now, true},
		"on the first day that counts":  {"reverse", china(11, 17, 0), true},
		"on the day before that":        {"reverse", china(11, 16, 23), false},
		"of a code that nobody causes":  {"clock", now, false},
		"to come, by a meter's clock":   {"cover_open", now + 1, false},
		"of no code":                    {"", now, false},
		"of another case of the letter": {"COVER_OPEN", now, false},
	} {
		e := metering.Event{MeterID: "m", Code: c.code, At: c.at}
		if _, got := OfEvent(e, limits, now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
		if c.want && e.At < Since(limits, now) {
			t.Errorf("%s: is a sign and not asked for", name)
		}
	}
}

// year are readings of two years: each month so much, the last one another.
func year(usual, last float64) metering.Readings {
	r := metering.Readings{Months: []metering.Reading{{At: china(10, 1, 0) - 366*24*3600*1000, KWh: 100}}}
	register := 100.0
	for m := -11; m <= 1; m++ {
		use := usual
		if m == 1 {
			use = last
		}
		register += use
		at := model.MillisOf(time.Date(2026, time.Month(10+m), 1, 0, 0, 0, 0, time.FixedZone("", 8*3600)))
		r.Months = append(r.Months, metering.Reading{At: at, KWh: register})
	}
	return r
}

func TestOfUse_AgainstTheYearBefore(t *testing.T) {
	for name, c := range map[string]struct {
		usual, last float64
		want        bool
	}{
		"as ever":                {200, 200, false},
		"a little less":          {200, 90, false},
		"60 % less":              {200, 80, true},
		"nothing":                {200, 0, true},
		"a fridge's less":        {20, 1, false},
		"more than twice":        {200, 600, false},
		"a register that ran on": {200, -50, true},
	} {
		s, got := OfUse(year(c.usual, c.last))
		if got != c.want || got && (s.Percent > -60 || s.Month != "2026-10") {
			t.Errorf("%s: %v, %+v", name, got, s)
		}
	}
	if _, got := OfUse(metering.Readings{}); got {
		t.Error("a meter that was never read is a sign")
	}
}

func TestPoint_KeepsTheNewestEventOfACode(t *testing.T) {
	p := Point{MeterID: "m"}
	for _, s := range []Sign{{Kind: Event, Code: "reverse", At: 5}, {Kind: Event, Code: "cover_open", At: 7}, {Kind: Event, Code: "cover_open", At: 9},
		{Kind: Event, Code: "cover_open", At: 8}, {Kind: UseDrop, Percent: -80}} {
		p = p.Add(s)
	}
	want := []Sign{{Kind: UseDrop, Percent: -80}, {Kind: Event, Code: "cover_open", At: 9}, {Kind: Event, Code: "reverse", At: 5}}
	if !slices.Equal(p.Signs, want) {
		t.Errorf("signs %+v", p.Signs)
	}
}

func TestSort_PutsWhereTwoSignsAgreeFirst(t *testing.T) {
	drop, open, loss := Sign{Kind: UseDrop, Percent: -70}, Sign{Kind: Event, Code: "cover_open", At: 3}, Sign{Kind: LineLoss, Percent: 12}
	points := []Point{{AreaID: "a", Signs: []Sign{loss}}, {MeterID: "event", Signs: []Sign{open}}, {MeterID: "drop", Signs: []Sign{drop}},
		{MeterID: "deep", Signs: []Sign{{Kind: UseDrop, Percent: -90}}}, {MeterID: "both", Signs: []Sign{drop, open}}, {MeterID: "none"}}
	Sort(points)
	var got []string
	for _, p := range points {
		got = append(got, p.AreaID+p.MeterID)
	}
	if want := []string{"both", "deep", "drop", "event", "a", "none"}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
}

func TestSort_AnyOrderGivesTheSame(t *testing.T) {
	sign := rapid.Custom(func(t *rapid.T) Sign {
		return Sign{Kind: rapid.SampledFrom(append(slices.Clone(Kinds), "of_tomorrow")).Draw(t, "kind"), Percent: float64(rapid.IntRange(-2, 2).Draw(t, "percent")),
			At: model.Millis(rapid.IntRange(0, 2).Draw(t, "at"))}
	})
	rapid.Check(t, func(t *rapid.T) {
		var points []Point
		for i := range rapid.IntRange(0, 8).Draw(t, "n") {
			p := Point{MeterID: string(rune('a' + i))}
			for _, s := range rapid.SliceOfN(sign, 0, 3).Draw(t, "signs") {
				p = p.Add(s)
			}
			points = append(points, p)
		}
		other := rapid.Permutation(points).Draw(t, "other")
		Sort(points)
		Sort(other)
		if !slices.EqualFunc(points, other, func(a, b Point) bool { return a.MeterID == b.MeterID }) {
			t.Fatalf("%+v and %+v", points, other)
		}
	})
}
