package seal

import "testing"

func scanned(number string, v Verdict) Event {
	return Event{Number: number, What: WhatSighted, Verdict: &v}
}

func noted(number string, c Condition) Event {
	return Event{Number: number, What: WhatInspected, Condition: c, BoxID: "box", Place: "door"}
}

func TestVerdictOf_AScanCarriesItsOwnAndANoteMakesOne(t *testing.T) {
	clone := Verdict{Identity: Elsewhere, Clone: true, Tone: Wrong}
	for _, c := range []struct {
		name string
		e    Event
		says bool
		id   Identity
		c    Condition
		tone Tone
	}{
		{"Scan", scanned("1", clone), true, Elsewhere, "", Wrong},
		{"NotedMissing", noted("1", Missing), true, Here, Missing, Wrong},
		{"NotedBroken", noted("1", Broken), true, Here, Broken, Wrong},
		{"NotedWorn", noted("1", Worn), true, Here, Worn, Look},
		{"NotedIntact", noted("1", Intact), true, Here, Intact, Right},
		{"Applied", Event{Number: "1", What: WhatApplied}, false, "", "", ""},
		{"ScanWithoutVerdict", Event{Number: "1", What: WhatSighted}, false, "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, says := VerdictOf(c.e)
			if says != c.says || v.Identity != c.id || v.Condition != c.c || v.Tone != c.tone {
				t.Fatalf("%+v %v", v, says)
			}
		})
	}
}

func TestFoundBy_WhatAPersonNotedOutlivesAScanWithoutAWord(t *testing.T) {
	right := Verdict{Identity: Here, Condition: Intact, Tone: Right}
	worn := Verdict{Identity: Here, Condition: Worn, Tone: Look}
	for _, c := range []struct {
		name   string
		events []Event
		want   Condition
	}{
		{"ScannedThenNoted", []Event{scanned("1", right), noted("1", Broken)}, Broken},
		{"NotedThenScanned", []Event{noted("1", Broken), scanned("1", right)}, Broken},
		{"NotedThenScannedWithAWord", []Event{noted("1", Broken), scanned("1", worn)}, Worn},
		{"NotedTwice", []Event{noted("1", Broken), noted("1", Intact), scanned("1", right)}, Intact},
		{"AnotherSealNoted", []Event{noted("2", Broken), scanned("1", right)}, Intact},
	} {
		t.Run(c.name, func(t *testing.T) {
			sw := SweepOf([]Seal{{Number: "1"}}, FoundBy(c.events))
			if l := sw.Lines[0]; !l.Seen || l.Verdict.Condition != c.want {
				t.Fatalf("%+v", l.Verdict)
			}
		})
	}
	if got := FoundBy([]Event{{Number: "1", What: WhatApplied}}); len(got) != 0 {
		t.Errorf("an event that says nothing was found: %+v", got)
	}
}
