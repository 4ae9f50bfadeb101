package cases

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model/seal"
)

func TestOfSighting_OpensOnlyWhatAPersonMustLookInto(t *testing.T) {
	for _, c := range []struct {
		name  string
		v     seal.Verdict
		kind  Kind
		opens bool
	}{
		{"Right", seal.Verdict{Identity: seal.Here, Condition: seal.Intact}, "", false},
		{"Worn", seal.Verdict{Identity: seal.Here, Condition: seal.Worn}, "", false},
		{"Broken", seal.Verdict{Identity: seal.Here, Condition: seal.Broken}, SealBroken, true},
		{"Missing", seal.MissingVerdict(seal.Seal{}), SealMissing, true},
		{"OtherPlaceOfTheBox", seal.Verdict{Identity: seal.OtherPlace, Condition: seal.Intact}, "", false},
		{"OtherStation", seal.Verdict{Identity: seal.OtherStation, Condition: seal.Intact}, "", false},
		{"OtherStationBroken", seal.Verdict{Identity: seal.OtherStation, Condition: seal.Broken}, SealBroken, true},
		{"Elsewhere", seal.Verdict{Identity: seal.Elsewhere, Condition: seal.Intact}, SealForeign, true},
		{"NotInService", seal.Verdict{Identity: seal.NotInService, Condition: seal.Intact}, SealForeign, true},
		{"NoLot", seal.Verdict{Identity: seal.NoLot, Condition: seal.Intact}, SealForeign, true},
		{"CloneComesBeforeBroken", seal.Verdict{Identity: seal.Here, Condition: seal.Broken, Clone: true}, SealCloned, true},
		{"AnotherThingsCode", seal.Verdict{Identity: seal.NotASeal, Condition: seal.Intact}, "", false},
		{"AnotherThingsCodeCalledBroken", seal.Verdict{Identity: seal.NotASeal, Condition: seal.Broken}, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if kind, opens := OfSighting(c.v); kind != c.kind || opens != c.opens {
				t.Fatalf("%q %v", kind, opens)
			}
		})
	}
}

func TestOfSighting_ARightVerdictOpensNothingAndABrokenOneAlwaysSomething(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := seal.Verdict{Identity: rapid.SampledFrom(seal.Identities).Draw(t, "identity"),
			Condition: rapid.SampledFrom(seal.Conditions).Draw(t, "condition"), Clone: rapid.Bool().Draw(t, "clone")}
		kind, opens := OfSighting(v)
		if opens != (kind != "") {
			t.Fatalf("%q %v", kind, opens)
		}
		if opens && v.Identity == seal.Here && v.Condition == seal.Intact && !v.Clone {
			t.Fatal("nothing is wrong, yet a case")
		}
		if !opens && v.Condition == seal.Broken && v.Identity != seal.NotASeal {
			t.Fatalf("broken, and no case: %+v", v)
		}
		if strings.Contains(string(kind), "theft") {
			t.Fatal("a case is never a verdict of theft")
		}
	})
}

func TestOfCondition_OnlyBrokenAndMissingOpen(t *testing.T) {
	want := map[seal.Condition]Kind{seal.Broken: SealBroken, seal.Missing: SealMissing}
	for _, c := range append([]seal.Condition{"", "melted"}, seal.Conditions...) {
		if kind, opens := OfCondition(c); kind != want[c] || opens != (want[c] != "") {
			t.Errorf("%q: %q %v", c, kind, opens)
		}
	}
}

func TestJoin_KeepsEachFactOnceInOrderAndNothingElseChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ops := rapid.SliceOf(rapid.SampledFrom([]string{"a", "b", "c", "d"})).Draw(t, "ops")
		c := Case{ID: "c", Kind: SealBroken, State: Open, Facts: []string{"a"}}
		want := []string{"a"}
		for _, op := range ops {
			before := slices.Clone(c.Facts)
			next := Join(c, op)
			if !slices.Equal(before, c.Facts) {
				t.Fatal("the case that was given is changed")
			}
			if c = next; !slices.Contains(want, op) {
				want = append(want, op)
			}
		}
		if !slices.Equal(c.Facts, want) || c.ID != "c" || c.Kind != SealBroken || c.State != Open {
			t.Fatalf("%+v, want facts %v", c, want)
		}
	})
}

func TestJoin_TwoThatJoinTheSameCaseDoNotShareTheirList(t *testing.T) {
	c := Case{Facts: append(make([]string, 0, 8), "a")} // room behind the last fact
	x, y := Join(c, "x"), Join(c, "y")
	if x.Facts[1] != "x" || y.Facts[1] != "y" {
		t.Errorf("%v %v", x.Facts, y.Facts)
	}
}
