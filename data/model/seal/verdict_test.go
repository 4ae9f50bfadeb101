package seal

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/policy"
)

func here() (Scan, Known) {
	s := Seal{ID: "s", StationID: "east", Number: "07", Custody: Applied, Condition: Intact, BoxID: "box", Place: "door", AppliedAt: 10}
	return Scan{Number: "07", Target: policy.TargetSeal, StationID: "east", BoxID: "box", At: 20}, Known{Seal: &s}
}

func TestJudge_EveryIdentityIsReached(t *testing.T) {
	reached := map[Identity]bool{}
	for _, c := range []struct {
		name string
		turn func(*Scan, *Known)
		want Identity
		tone Tone
	}{
		{"Here", func(*Scan, *Known) {}, Here, Right},
		{"HereAtThePlaceTicked", func(s *Scan, _ *Known) { s.Place = "door" }, Here, Right},
		{"AtAnotherPlaceOfTheBox", func(s *Scan, _ *Known) { s.Place = "m1.cover.left" }, OtherPlace, Look},
		{"AtAnotherBox", func(s *Scan, _ *Known) { s.BoxID = "next" }, Elsewhere, Wrong},
		{"AtAnotherBoxOfAnotherStation", func(s *Scan, _ *Known) { s.BoxID, s.StationID = "next", "west" }, OtherStation, Look},
		{"OfAnotherStationsLot", func(_ *Scan, k *Known) { *k = Known{Lot: &Lot{StationID: "west"}} }, OtherStation, Look},
		{"OfOurLotNeverEntered", func(_ *Scan, k *Known) { *k = Known{Lot: &Lot{StationID: "east"}} }, NotInService, Wrong},
		{"OfNoLot", func(_ *Scan, k *Known) { *k = Known{} }, NoLot, Wrong},
		{"NoLayoutFitsButTheLotHoldsIt", func(s *Scan, k *Known) {
			s.Target, *k = policy.TargetOther, Known{Lot: &Lot{StationID: "west"}}
		}, OtherStation, Look},
		{"NoLayoutFitsButTheStoreKnowsIt", func(s *Scan, _ *Known) { s.Target = policy.TargetOther }, Here, Right},
		{"AMeter", func(s *Scan, k *Known) { s.Target, *k = policy.TargetMeter, Known{} }, NotASeal, Unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			scan, known := here()
			c.turn(&scan, &known)
			v := Judge(scan, known)
			reached[v.Identity] = true
			if v.Identity != c.want || v.Tone != c.tone {
				t.Fatalf("%s (%s), want %s (%s)", v.Identity, v.Tone, c.want, c.tone)
			}
		})
	}
	for _, i := range Identities {
		if !reached[i] {
			t.Errorf("%s is never the answer", i)
		}
	}
}

func TestJudge_OnlyAnAppliedSealIsInService(t *testing.T) {
	for _, c := range Custodies {
		scan, known := here()
		known.Seal.Custody = c
		v := Judge(scan, known)
		if (v.Identity == NotInService) == (c == Applied) {
			t.Errorf("%s: %s", c, v.Identity)
		}
		if c != Applied && v.Reason.Args["custody"] != string(c) {
			t.Errorf("%s: the reason says %v", c, v.Reason.Args)
		}
	}
}

func TestJudge_ConditionIsWhatThePersonSaw(t *testing.T) {
	for saw, want := range map[Condition]struct {
		is   Condition
		tone Tone
		code string
	}{
		"":      {Intact, Right, "here"},
		Intact:  {Intact, Right, "here"},
		Worn:    {Worn, Look, "condition_worn"},
		Broken:  {Broken, Wrong, "condition_broken"},
		Missing: {Missing, Wrong, "condition_missing"},
	} {
		scan, known := here()
		known.Seal.Condition = Broken // the record's own condition is not asked
		scan.Condition = saw
		if v := Judge(scan, known); v.Condition != want.is || v.Tone != want.tone || v.Reason.Code != want.code {
			t.Errorf("%q: %+v", saw, v)
		}
	}
}

func TestJudge_TheSameNumberInTwoPlacesIsAClone(t *testing.T) {
	for _, c := range []struct {
		name   string
		seen   *Sight
		at     string
		scanAt model.Millis
		clone  bool
	}{
		{"NeverSeen", nil, "box", 20, false},
		{"SeenHere", &Sight{BoxID: "box", At: 15}, "box", 20, false},
		{"SeenAtAnotherBoxSinceApplied", &Sight{BoxID: "next", At: 15}, "box", 20, true},
		{"SeenElsewhereInTheSameMoment", &Sight{BoxID: "next", At: 10}, "box", 20, true},
		{"SeenElsewhereBeforeItWasApplied", &Sight{BoxID: "next", At: 9}, "box", 20, false},
		{"CarriedOffAndNeverSeenThere", nil, "next", 20, false},
		{"SeenWhereItBelongsAndNowAtAnotherBox", &Sight{BoxID: "box", At: 15}, "next", 20, true},
		{"TheOlderScanArrivesLast", &Sight{BoxID: "next", At: 30}, "box", 20, true},
		{"BoxOfTheSightNotKnown", &Sight{At: 15}, "box", 20, false},
		{"ScannedAtNoBox", &Sight{BoxID: "box", At: 15}, "", 20, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			scan, known := here()
			known.Seal.Seen, scan.BoxID, scan.At = c.seen, c.at, c.scanAt
			v := Judge(scan, known)
			if v.Clone != c.clone {
				t.Fatalf("%+v", v)
			}
			if c.clone && (v.Tone != Wrong || v.Reason.Code != "clone" || v.Reason.Args["box"] != c.seen.BoxID) {
				t.Fatalf("a clone is shown as %+v", v)
			}
		})
	}
}

func TestJudge_AnyInputGivesAWholeVerdictAndRightIsEarned(t *testing.T) {
	ids := []string{"", "box", "next", "east", "west"}
	tones := []Tone{Right, Unknown, Look, Wrong}
	rapid.Check(t, func(t *rapid.T) {
		id := func(name string) string { return rapid.SampledFrom(ids).Draw(t, name) }
		ms := func(name string) model.Millis { return model.Millis(rapid.Int64Range(0, 9).Draw(t, name)) }
		scan := Scan{Number: rapid.String().Draw(t, "number"), StationID: id("station"), BoxID: id("at box"), Place: id("at place"), At: ms("at"),
			Target:    rapid.SampledFrom([]string{"", policy.TargetSeal, policy.TargetMeter, policy.TargetOther, "?"}).Draw(t, "target"),
			Condition: rapid.SampledFrom(append([]Condition{"", "melted"}, Conditions...)).Draw(t, "saw")}
		var known Known
		if rapid.Bool().Draw(t, "has record") {
			known.Seal = &Seal{StationID: id("own station"), BoxID: id("own box"), Place: id("own place"), AppliedAt: ms("applied"),
				Custody: rapid.SampledFrom(append([]Custody{"", "melted"}, Custodies...)).Draw(t, "custody")}
			if rapid.Bool().Draw(t, "seen") {
				known.Seal.Seen = &Sight{BoxID: id("seen box"), At: ms("seen at")}
			}
		}
		if rapid.Bool().Draw(t, "has lot") {
			known.Lot = &Lot{StationID: id("lot station")}
		}
		v := Judge(scan, known)
		if !slices.Contains(Identities, v.Identity) || v.Condition == "" || v.Expected == "" || !slices.Contains(tones, v.Tone) || v.Reason.Code == "" {
			t.Fatalf("not whole: %+v", v)
		}
		right := v.Identity == Here && v.Condition == Intact && !v.Clone
		if right != (v.Tone == Right) {
			t.Fatalf("tone %s of %+v", v.Tone, v)
		}
		if bad := v.Clone || v.Condition == Broken || v.Condition == Missing; bad && v.Tone != Wrong {
			t.Fatalf("tone %s of %+v", v.Tone, v)
		}
		if (v.Expected == ExpectedYes) != (v.Identity == Here) || v.Expected == ExpectedMissing {
			t.Fatalf("expected %s, identity %s", v.Expected, v.Identity)
		}
		if !reflect.DeepEqual(v, Judge(scan, known)) {
			t.Fatal("not the same twice")
		}
	})
}

func TestMissingVerdict_IsWrongAndNamesThePlace(t *testing.T) {
	v := MissingVerdict(Seal{Place: "door"})
	if v.Tone != Wrong || v.Condition != Missing || v.Expected != ExpectedMissing || v.Reason.Code == "" || v.Reason.Args["place"] != "door" {
		t.Errorf("%+v", v)
	}
}

func TestLot_HoldsItsRangeAndOnlyNumbersOfItsLength(t *testing.T) {
	l := Lot{From: "0100", To: "0199"}
	for number, want := range map[string]bool{"0100": true, "0150": true, "0199": true, "0099": false, "0200": false,
		"150": false, "01500": false, "": false} {
		if l.Holds(number) != want {
			t.Errorf("%q: %v", number, !want)
		}
	}
	if (Lot{}).Holds("1") {
		t.Error("an empty lot holds something")
	}
}
