package place

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/geo"
)

// walks draws a way of n samples with steps of a walker.
func walks(t *rapid.T, n int) []Sample {
	out := make([]Sample, n)
	at, p := model.Millis(1_700_000_000_000), geo.Point{Lat: rapid.Float64Range(-80, 80).Draw(t, "lat"), Lon: rapid.Float64Range(-179, 179).Draw(t, "lon")}
	for i := range out {
		out[i] = Sample{At: at, Point: p, AccuracyM: math.Round(rapid.Float64Range(0, 500).Draw(t, "accuracy"))}
		at += model.Millis(rapid.IntRange(0, 600).Draw(t, "seconds")) * 1000
		p = geo.Offset(p, rapid.Float64Range(-40, 40).Draw(t, "east"), rapid.Float64Range(-40, 40).Draw(t, "north"))
	}
	return out
}

func TestTrack_ComesBackAsItWasWithinAMetre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := walks(t, rapid.IntRange(0, MostSamples).Draw(t, "samples"))
		text, begin := Write(want)
		got, why := text.Read(begin)
		if why != nil || len(got) != len(want) {
			t.Fatalf("%d samples, want %d: %v", len(got), len(want), why)
		}
		for i := range want {
			if d := geo.Distance(got[i].Point, want[i].Point); d > 1 || got[i].At != want[i].At || got[i].AccuracyM != want[i].AccuracyM {
				t.Fatalf("sample %d is %+v, want %+v", i, got[i], want[i])
			}
		}
	})
}

func TestTrack_AnyTextIsReadOrMalformedAndNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		samples, why := Track(rapid.String().Draw(t, "text")).Read(0)
		if why != nil && why.Code != "track.malformed" {
			t.Fatal(why)
		}
		for _, s := range samples {
			if !s.Point.Valid() {
				t.Fatalf("%+v", s)
			}
		}
	})
	for _, bad := range []Track{"~", "?", "???", "____________________"} {
		if got, why := bad.Read(0); why == nil {
			t.Errorf("%q reads as %+v", bad, got)
		}
	}
	long, begin := Write(make([]Sample, MostSamples+1))
	if _, why := long.Read(begin); why == nil {
		t.Error("a track of more samples than are kept is read")
	}
}

func TestThin_KeepsTheEndsTheOrderAndTheCorners(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		way := walks(t, rapid.IntRange(2, 60).Draw(t, "samples"))
		most := rapid.IntRange(2, 30).Draw(t, "most")
		got := Thin(way, most)
		if len(got) > most && len(got) > 2 || got[0] != way[0] || got[len(got)-1] != way[len(way)-1] {
			t.Fatalf("%d of %d are left", len(got), most)
		}
		next := 0
		for _, s := range got {
			for next < len(way) && way[next] != s {
				next++
			}
			if next == len(way) {
				t.Fatal("a sample that was not walked, or out of order")
			}
		}
	})
	at := func(east, north float64) Sample {
		return Sample{Point: geo.Offset(geo.Point{Lat: 31, Lon: 121}, east, north)}
	}
	corner := []Sample{at(0, 0), at(50, 1), at(100, 0), at(100, 50), at(101, 100)}
	if got := Thin(corner, 3); got[1] != corner[2] {
		t.Errorf("the corner went: %+v", got)
	}
}
