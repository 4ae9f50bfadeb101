package seal

// VerdictOf returns what an event says of a number, and whether it says anything:
// a scan carries its verdict, a noted condition is one about an expected seal.
func VerdictOf(e Event) (Verdict, bool) {
	switch {
	case e.Verdict != nil:
		return *e.Verdict, true
	case e.What == WhatInspected && e.Condition == Missing:
		return MissingVerdict(Seal{Place: e.Place}), true
	case e.What == WhatInspected:
		v := Judge(Scan{BoxID: e.BoxID, Condition: e.Condition},
			Known{Seal: &Seal{Custody: Applied, BoxID: e.BoxID, Place: e.Place}})
		return v, true
	}
	return Verdict{}, false
}

// FoundBy turns the events of a visit (oldest first) into what the sweep needs.
// What a person noted of a seal's condition stays, also where it is scanned again
// afterwards without a word about it.
func FoundBy(events []Event) []Found {
	var out []Found
	noted := map[string]Verdict{}
	for _, e := range events {
		v, ok := VerdictOf(e)
		if !ok {
			continue
		}
		if e.What == WhatInspected {
			noted[e.Number] = v
		} else if n, was := noted[e.Number]; was && v.Identity == Here && v.Condition == Intact {
			v = n
		}
		out = append(out, Found{Number: e.Number, Verdict: v})
	}
	return out
}
