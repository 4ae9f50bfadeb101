package metering

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"dianqin/data/model"
)

// endOf is midnight after a month in Shanghai; month 0 is January 2025.
func endOf(month int) model.Millis {
	zone := model.CivilTime(0).Location()
	return model.MillisOf(time.Date(2025, time.Month(month+2), 1, 0, 0, 0, 0, zone))
}

// of makes readings from uses; the first use is January 2025's.
func of(use ...float64) Readings {
	r := Readings{Months: []Reading{{At: endOf(-1), KWh: 100}}}
	kWh := 100.0
	for i, u := range use {
		kWh += u
		r.Months = append(r.Months, Reading{At: endOf(i), KWh: kWh})
	}
	return r
}

func year(kWh float64) []float64 {
	out := make([]float64, 12)
	for i := range out {
		out[i] = kWh
	}
	return out
}

func TestMonthsOf_NamesTheMonthThatEnded(t *testing.T) {
	got := MonthsOf([]Readings{of(10, 20)}, 13)
	if len(got) != 2 || got[0].Month() != time.January || got[1].Month() != time.February || got[1].Year() != 2025 || got[1].KWh != 20 {
		t.Fatalf("%+v", got)
	}
	late := of(10)
	late.Months[1].At += 8 * 3600 * 1000 // read in the morning after
	if m := MonthsOf([]Readings{late}, 13); m[0].Month() != time.January {
		t.Errorf("a reading of the morning after counts for %s", m[0].Month())
	}
}

func TestMonthsOf_AddsMetersAndFindsTheYearBefore(t *testing.T) {
	one, two := of(append(year(100), 40)...), of(append(year(50), 10)...)
	got := MonthsOf([]Readings{one, two}, 13)
	last := got[len(got)-1]
	if len(got) != 13 || last.KWh != 50 || last.Last != 150 || !last.Known {
		t.Fatalf("%d months, the last %+v", len(got), last)
	}
	if got[0].Known {
		t.Error("the first month has a year before")
	}
	if n := len(MonthsOf([]Readings{one}, 3)); n != 3 {
		t.Errorf("%d months, wanted 3", n)
	}
}

func TestMonthsOf_ABackwardRegisterUsedNothing(t *testing.T) {
	got := MonthsOf([]Readings{of(10, -5, 7)}, 13)
	if got[1].KWh != 0 || got[2].KWh != 7 {
		t.Errorf("%+v", got)
	}
	if MonthsOf(nil, 13) != nil || len(MonthsOf([]Readings{{}}, 13)) != 0 {
		t.Error("months without readings")
	}
}

func TestStandout_IsTheNewestChangeThatWeatherDoesNotExplain(t *testing.T) {
	for _, c := range []struct {
		name string
		last float64 // January of the year before
		now  float64
		want bool
	}{
		{"EightyLess", 205, 41, true},
		{"SixtyLess", 100, 40, true},
		{"FiftyNineLess", 100, 41, false},
		{"Nothing", 100, 0, true},
		{"TwiceAndAHalf", 100, 250, true},
		{"Twice", 100, 200, false},
		{"AnEmptyFlat", 29, 0, false},
		{"NothingTheYearBefore", 0, 500, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			use := year(100)
			use[0] = c.last
			months := MonthsOf([]Readings{of(append(use, c.now)...)}, 13)
			m, ok := Standout(months)
			if ok != c.want || ok && m.Number != 2026*12 {
				t.Fatalf("%v %+v", ok, m)
			}
		})
	}
	two := MonthsOf([]Readings{of(append(year(100), 10, 10, 95)...)}, 13)
	if m, ok := Standout(two); !ok || m.Month() != time.February {
		t.Errorf("of two the older stands out: %+v", m)
	}
	if m := (Month{KWh: 41, Last: 205, Known: true}); m.Change() != 41.0/205-1 {
		t.Errorf("change %v", m.Change())
	}
}

func TestMonthsOf_AnyReadingsGiveOrderedMonthsThatAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		use := rapid.SliceOfN(rapid.Float64Range(0, 1000), 0, 40).Draw(t, "use")
		months := MonthsOf([]Readings{of(use...)}, 100)
		sum, want := 0.0, 0.0
		for i, m := range months {
			sum += m.KWh
			if i > 0 && m.Number <= months[i-1].Number {
				t.Fatal("months out of order")
			}
			if m.Known != (i >= 12) {
				t.Fatalf("month %d: known %v", i, m.Known)
			}
		}
		for _, u := range use {
			want += u
		}
		if len(months) != len(use) || sum < want-0.01 || sum > want+0.01 {
			t.Fatalf("%d months with %v, want %d with %v", len(months), sum, len(use), want)
		}
	})
}
