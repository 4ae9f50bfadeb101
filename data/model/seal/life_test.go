package seal

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
)

var custodyEvents = []What{WhatReceived, WhatIssued, WhatApplied, WhatRemoved, WhatReturned, WhatRestocked,
	WhatScrapped, WhatLost, WhatDamaged}

// documented is the line of the package comment, written down a second time as
// pairs: from custody and event to custody. What is not here is refused.
var documented = map[Custody]map[What]Custody{
	Purchased: {WhatReceived: InStore, WhatLost: Lost, WhatDamaged: Damaged},
	InStore:   {WhatIssued: Issued, WhatLost: Lost, WhatDamaged: Damaged},
	Issued:    {WhatApplied: Applied, WhatRestocked: InStore, WhatReturned: Returned, WhatLost: Lost, WhatDamaged: Damaged},
	Applied:   {WhatRemoved: Removed, WhatLost: Lost, WhatDamaged: Damaged},
	Removed:   {WhatReturned: Returned, WhatLost: Lost, WhatDamaged: Damaged},
	Returned:  {WhatScrapped: Scrapped, WhatLost: Lost, WhatDamaged: Damaged},
	Lost:      {WhatReturned: Returned},
	Damaged:   {WhatReturned: Returned, WhatScrapped: Scrapped, WhatLost: Lost},
	Scrapped:  {},
}

// complete is an act that carries all that any event may want.
func complete(w What) Act {
	return Act{What: w, At: 100, By: "ann", To: "ann", BoxID: "box", MeterID: "meter", Place: "door"}
}

func TestNext_AllowsExactlyTheDocumentedLine(t *testing.T) {
	if len(documented) != len(Custodies) {
		t.Fatalf("%d of %d custodies are in the table", len(documented), len(Custodies))
	}
	for _, from := range Custodies {
		for _, w := range custodyEvents {
			t.Run(fmt.Sprintf("%s/%s", from, w), func(t *testing.T) {
				before := Seal{ID: "s", Number: "07", Custody: from, Condition: Intact, ChangedAt: 1}
				after, why := Next(before, complete(w))
				to, allowed := documented[from][w]
				switch {
				case allowed && (why != nil || after.Custody != to):
					t.Fatalf("became %s (%v), want %s", after.Custody, why, to)
				case !allowed && why == nil:
					t.Fatalf("allowed, became %s", after.Custody)
				case !allowed && why.Code != "seal.cannot_"+string(w):
					t.Fatalf("refused with %q", why.Code)
				case !allowed && !reflect.DeepEqual(before, after):
					t.Fatalf("refused, yet changed: %+v", after)
				}
			})
		}
	}
}

func TestNext_SaysWhyAnActIsIncomplete(t *testing.T) {
	issued := Seal{Number: "07", Custody: Issued, HolderID: "ann"}
	for _, c := range []struct {
		name string
		s    Seal
		a    Act
		code string
	}{
		{"NobodyReceives", Seal{Custody: InStore}, Act{What: WhatIssued}, "seal.no_receiver"},
		{"NoBox", issued, Act{What: WhatApplied, By: "ann", Place: "door"}, "seal.no_place"},
		{"NoPlace", issued, Act{What: WhatApplied, By: "ann", BoxID: "box"}, "seal.no_place"},
		{"AnotherHoldsIt", issued, Act{What: WhatApplied, By: "bob", BoxID: "box", Place: "door"}, "seal.not_holder"},
		{"EventOfANewerProgram", issued, Act{What: "melted"}, "seal.unknown_event"},
		{"NoEvent", issued, Act{}, "seal.unknown_event"},
	} {
		t.Run(c.name, func(t *testing.T) {
			after, why := Next(c.s, c.a)
			if why == nil || why.Code != c.code {
				t.Fatalf("%v, want %s", why, c.code)
			}
			if !reflect.DeepEqual(after, c.s) {
				t.Fatalf("refused, yet changed: %+v", after)
			}
		})
	}
}

func TestNext_KeepsWhoHoldsItAndWhereItHangs(t *testing.T) {
	s := Seal{Number: "07", Custody: InStore, Condition: Intact}
	step := func(a Act) {
		t.Helper()
		var why *model.Error
		if s, why = Next(s, a); why != nil {
			t.Fatal(why)
		}
	}
	step(Act{What: WhatIssued, At: 1, By: "keeper", To: "ann"})
	if s.HolderID != "ann" {
		t.Fatalf("issued to ann, held by %q", s.HolderID)
	}
	step(Act{What: WhatApplied, At: 2, By: "ann", BoxID: "box", MeterID: "meter", Place: "door"})
	if s.HolderID != "" || s.BoxID != "box" || s.MeterID != "meter" || s.Place != "door" || s.AppliedAt != 2 {
		t.Fatalf("applied: %+v", s)
	}
	step(Act{What: WhatRemoved, At: 3, By: "bob", Condition: Broken})
	if s.HolderID != "bob" || s.BoxID != "" || s.MeterID != "" || s.Place != "" || s.Condition != Broken {
		t.Fatalf("removed: %+v", s)
	}
	if s.AppliedAt != 2 || s.ChangedAt != 3 {
		t.Fatalf("removed at %d, applied at %d", s.ChangedAt, s.AppliedAt)
	}
	step(Act{What: WhatReturned, At: 4, By: "bob"})
	if s.HolderID != "" {
		t.Fatalf("handed back, still held by %q", s.HolderID)
	}
}

func drawSeal(t *rapid.T) Seal {
	return Seal{
		ID: "s", Number: "07", Custody: rapid.SampledFrom(Custodies).Draw(t, "custody"),
		Condition: rapid.SampledFrom(Conditions).Draw(t, "condition"),
		HolderID:  rapid.SampledFrom([]string{"", "ann", "bob"}).Draw(t, "holder"),
		BoxID:     rapid.SampledFrom([]string{"", "box", "other"}).Draw(t, "box"),
		ChangedAt: model.Millis(rapid.Int64Range(0, 9).Draw(t, "changed")),
	}
}

func drawAct(t *rapid.T) Act {
	any := append(slices.Clone(custodyEvents), WhatSighted, WhatInspected, "melted", "")
	return Act{
		What:      rapid.SampledFrom(any).Draw(t, "what"),
		At:        model.Millis(rapid.Int64Range(0, 9).Draw(t, "at")),
		By:        rapid.SampledFrom([]string{"", "ann", "bob"}).Draw(t, "by"),
		To:        rapid.SampledFrom([]string{"", "ann", "bob"}).Draw(t, "to"),
		BoxID:     rapid.SampledFrom([]string{"", "box", "other"}).Draw(t, "at box"),
		Place:     rapid.SampledFrom([]string{"", "door"}).Draw(t, "place"),
		Condition: rapid.SampledFrom(append([]Condition{""}, Conditions...)).Draw(t, "saw"),
	}
}

func TestNext_NeverChangesASealWhenItRefuses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, a := drawSeal(t), drawAct(t)
		after, why := Next(before, a)
		if why != nil && !reflect.DeepEqual(before, after) {
			t.Fatalf("%v changed %+v to %+v", why, before, after)
		}
	})
}

func TestNext_ScrappedIsFinalAndAUsedSealIsNeverAppliedAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Seal{Number: "07", Custody: Purchased, Condition: Intact}
		applied := 0
		for range rapid.IntRange(1, 60).Draw(t, "acts") {
			a := drawAct(t)
			next, why := Next(s, a)
			if s.Custody == Scrapped && next.Custody != Scrapped {
				t.Fatalf("%s brought a scrapped seal back", a.What)
			}
			if why == nil && a.What == WhatApplied {
				applied++
			}
			s = next
		}
		if applied > 1 {
			t.Fatalf("applied %d times", applied)
		}
	})
}

// TestNext_EveryCustodyIsReached guards the test above: a life that cannot be
// lived would satisfy it too.
func TestNext_EveryCustodyIsReached(t *testing.T) {
	reached := map[Custody]bool{Purchased: true}
	for grown := true; grown; {
		grown = false
		for _, c := range Custodies {
			for _, w := range custodyEvents {
				if next, why := Next(Seal{Custody: c}, complete(w)); reached[c] && why == nil && !reached[next.Custody] {
					reached[next.Custody], grown = true, true
				}
			}
		}
	}
	for _, c := range Custodies {
		if !reached[c] {
			t.Errorf("%s is never reached", c)
		}
	}
}

func TestNext_CustodyAndConditionAreIndependent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, a := drawSeal(t), drawAct(t)
		other := s
		other.Condition = rapid.SampledFrom(Conditions).Draw(t, "other condition")
		x, whyX := Next(s, a)
		y, whyY := Next(other, a)
		if x.Custody != y.Custody || (whyX == nil) != (whyY == nil) {
			t.Fatalf("%s: %s is %s, %s is %s", a.What, s.Condition, x.Custody, other.Condition, y.Custody)
		}
		look := a.What == WhatSighted || a.What == WhatInspected
		if look && (x.Custody != s.Custody || x.HolderID != s.HolderID || x.BoxID != s.BoxID || whyX != nil) {
			t.Fatalf("a look changed more than the condition: %+v", x)
		}
		if a.Condition == "" && x.Condition != s.Condition {
			t.Fatalf("nobody looked, yet %s became %s", s.Condition, x.Condition)
		}
	})
}

func TestNext_LooksArriveOutOfOrderAndTheNewestCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		looks := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) Act {
			return Act{What: WhatInspected, At: model.Millis(rapid.Int64Range(10, 99).Draw(t, "at")),
				Condition: rapid.SampledFrom(Conditions).Draw(t, "saw")}
		}), 1, 6, func(a Act) model.Millis { return a.At }).Draw(t, "looks")
		s := Seal{Custody: Applied, Condition: Intact, ChangedAt: 5}
		for _, a := range looks {
			s, _ = Next(s, a)
		}
		newest := slices.MaxFunc(looks, func(a, b Act) int { return int(a.At - b.At) })
		if s.Condition != newest.Condition || s.ChangedAt != newest.At {
			t.Fatalf("%s at %d, the newest look said %s at %d", s.Condition, s.ChangedAt, newest.Condition, newest.At)
		}
	})
}
