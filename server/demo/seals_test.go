package demo

import (
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// lotsOf lists the lots that hold a number.
func (w *world) lotsOf(number string) []seal.Lot {
	var out []seal.Lot
	for _, l := range w.lots {
		if l.Holds(number) {
			out = append(out, l)
		}
	}
	return out
}

// judge is the verdict on a number scanned at a box, with all that the records say.
func (w *world) judge(number, boxID string) seal.Verdict {
	var known seal.Known
	if s, ok := w.byNumber[number]; ok {
		known.Seal = &s
	}
	if lots := w.lotsOf(number); len(lots) > 0 {
		known.Lot = &lots[0]
	}
	return seal.Judge(seal.Scan{Number: number, Target: policy.TargetSeal, StationID: w.boxes[boxID].StationID, BoxID: boxID, At: today}, known)
}

func TestSeals_AreEachOfOneLotOfTheirStationAndKind(t *testing.T) {
	w := worldOf(t, 700)
	for _, s := range w.seals {
		lots := w.lotsOf(s.Number)
		if len(lots) != 1 || lots[0].ID != s.LotID || lots[0].Kind != s.Kind || lots[0].StationID != s.StationID {
			t.Fatalf("seal %+v is of the lots %+v", s, lots)
		}
	}
}

func TestLots_HoldTheNumbersAtTheirEdgesWhateverTheCheckDigit(t *testing.T) {
	w := worldOf(t, 100)
	s := w.Region.stations[0]
	for _, l := range w.lots {
		if l.Count != lotSize || l.From >= l.To {
			t.Errorf("lot %+v", l)
		}
	}
	for _, n := range []int{1, lotSize} {
		lots := w.lotsOf(s.sealNumber(sealBox, n))
		if len(lots) != 1 || lots[0].StationID != s.ID {
			t.Errorf("number %d is of the lots %v", n, lots)
		}
	}
	if lots := w.lotsOf(s.sealNumber(sealBox, lotSize+1)); len(lots) != 0 {
		t.Errorf("the number behind the last lot is of %v", lots)
	}
}

func TestSeals_HangWhereTheBoxHasAPlaceForThem(t *testing.T) {
	w := worldOf(t, 1500)
	at := map[string]string{}
	custody := map[seal.Custody]int{}
	for _, s := range w.seals {
		custody[s.Custody]++
		if (s.Custody == seal.Issued) != (s.HolderID != "") || (s.Custody == seal.Applied) != (s.BoxID != "") || s.ChangedAt > today {
			t.Fatalf("seal %+v", s)
		}
		if s.HolderID != "" && !has(t, w.users, s.HolderID, "seal").Has(people.Inspector) {
			t.Fatalf("seal %s is held by no inspector", s.Number)
		}
		if s.Custody != seal.Applied {
			continue
		}
		b := has(t, w.boxes, s.BoxID, "seal")
		p, ok := b.Place(s.Place)
		if !ok || p.Kind != s.Kind || p.MeterID != s.MeterID || b.StationID != s.StationID || at[b.ID+p.Code] != "" {
			t.Fatalf("seal %+v at the places %+v", s, b.Places)
		}
		if p.MeterID != "" && has(t, w.meters, p.MeterID, "place").BoxID != b.ID {
			t.Fatalf("the meter of %+v hangs elsewhere", p)
		}
		at[b.ID+p.Code] = s.Number
	}
	for _, b := range w.boxes {
		for _, p := range b.Places {
			if at[b.ID+p.Code] == "" {
				t.Fatalf("nothing is applied at %s of %s", p.Code, b.Address)
			}
		}
	}
	for _, c := range []seal.Custody{seal.InStore, seal.Issued, seal.Applied, seal.Scrapped, seal.Returned, seal.Lost} {
		if custody[c] == 0 {
			t.Errorf("no seal is %s", c)
		}
	}
}

func TestHistory_IsALifeThatTheRulesAllow(t *testing.T) {
	w := worldOf(t, 700)
	lines := map[string]map[seal.What]seal.Event{}
	for _, e := range w.history {
		has(t, w.users, e.By, "seal event")
		if e.ToID != "" {
			has(t, w.users, e.ToID, "seal event")
		}
		if lines[e.Number] == nil {
			lines[e.Number] = map[seal.What]seal.Event{}
		}
		lines[e.Number][e.What] = e
	}
	if len(lines) == 0 {
		t.Fatal("no seal has a history")
	}
	for number, of := range lines {
		s := seal.Seal{Number: number, Custody: seal.Purchased}
		last := w.boughtAt()
		for _, what := range []seal.What{seal.WhatReceived, seal.WhatIssued, seal.WhatApplied} {
			e := of[what]
			if e.At <= last {
				t.Fatalf("%s %s was before what led to it", number, what)
			}
			last = e.At
			next, err := seal.Next(s, seal.Act{What: what, At: e.At, By: e.By, To: e.ToID, BoxID: e.BoxID, Place: e.Place})
			if err != nil || next.Custody != e.Custody {
				t.Fatalf("%s %s: %v, %s", number, what, err, next.Custody)
			}
			s = next
		}
		now := w.byNumber[number]
		if now.BoxID != s.BoxID || now.Place != s.Place || now.AppliedAt != s.AppliedAt {
			t.Fatalf("the history leads to %+v, the record says %+v", s, now)
		}
	}
}

func TestSealCheck_IsABoxOfTwoMetersAndEightSealsForEveryVerdict(t *testing.T) {
	for _, customers := range []int{MinCustomers, 100, 601, 5000} {
		w := worldOf(t, customers)
		x := w.SealCheck()
		demo := w.Accounts()[0].User
		if x.Task.Kind != work.SealCheck || x.Task.State != work.Todo || x.Task.Sequence != 1 || x.Task.AssigneeID != demo.ID {
			t.Errorf("task %+v", x.Task)
		}
		if has(t, w.tasks, x.Task.ID, "site") != x.Task || x.Task.BoxID != x.Box.ID || w.boxes[x.Box.ID].Number != x.Box.Number {
			t.Errorf("task or box are not those of the region: %+v", x)
		}
		meters := 0
		for _, m := range w.meters {
			if m.BoxID == x.Box.ID {
				meters++
			}
		}
		if meters != 2 || len(x.Seals) != 8 || len(x.Box.Places) != 8 {
			t.Errorf("%d customers: %d meters, %d seals", customers, meters, len(x.Seals))
		}
		for i, s := range x.Seals {
			v := w.judge(s.Number, x.Box.ID)
			if w.byNumber[s.Number] != s || s.Place != x.Box.Places[i].Code || v.Identity != seal.Here || v.Tone != seal.Right {
				t.Errorf("seal %+v: %+v", s, v)
			}
		}
		for number, want := range map[string]seal.Identity{x.Foreign: seal.Elsewhere, x.Scrapped: seal.NotInService,
			x.NoLot: seal.NoLot, x.OtherStation: seal.OtherStation} {
			if v := w.judge(number, x.Box.ID); v.Identity != want || v.Clone {
				t.Errorf("%d customers: %s is %+v, want %s", customers, number, v, want)
			}
		}
		if w.byNumber[x.Scrapped].Custody != seal.Scrapped || len(w.lotsOf(x.OtherStation)) != 1 {
			t.Error("the scrapped or the other station's number is none")
		}
	}
}

func TestFaults_AreInTheRecordsWhereTheyAreKnown(t *testing.T) {
	w := worldOf(t, 3000)
	kinds, demo := map[cases.Kind]int{}, map[cases.Kind]int{}
	known := 0
	for _, f := range w.Faults {
		kinds[f.Kind]++
		task := has(t, w.tasks, f.TaskID, "fault")
		s := w.byNumber[f.Number]
		if task.AssigneeID == w.Accounts()[0].User.ID {
			demo[f.Kind]++
		}
		if task.BoxID != f.BoxID || s.BoxID != f.BoxID || s.Place != f.Place || f.BoxID == w.SealCheck().Box.ID {
			t.Fatalf("fault %+v of seal %+v", f, s)
		}
		if !f.Known && (s.Condition != seal.Intact || s.Seen != nil) {
			t.Errorf("the records tell of %+v", f)
		}
		if f.Known {
			known++
		}
		v := w.judge(f.Hangs, f.BoxID)
		switch f.Kind {
		case cases.SealBroken:
			if f.Known != (s.Condition == seal.Broken) || f.Hangs != f.Number {
				t.Errorf("%+v: %+v", f, s)
			}
		case cases.SealMissing:
			if f.Known != (s.Condition == seal.Missing) || f.Hangs != "" {
				t.Errorf("%+v: %+v", f, s)
			}
		case cases.SealForeign:
			if v.Identity != seal.Elsewhere {
				t.Errorf("%+v: %+v", f, v)
			}
		case cases.SealCloned:
			if !f.Known || !v.Clone || v.Identity != seal.Here {
				t.Errorf("%+v: %+v", f, v)
			}
		}
	}
	for _, k := range faultKinds {
		if kinds[k] < 4 || demo[k] != 1 {
			t.Errorf("%d faults are %s, %d of them the demo inspector's", kinds[k], k, demo[k])
		}
	}
	if len(w.cases) != known {
		t.Errorf("%d cases of %d known faults", len(w.cases), known)
	}
	numbers := map[string]bool{}
	for _, c := range w.cases {
		has(t, w.boxes, c.BoxID, "case")
		has(t, w.users, c.OpenedBy, "case")
		if c.Kind != cases.SealForeign { // that one was found at a box of nobody's task
			has(t, w.customers, c.CustomerID, "case")
		}
		s := w.byNumber[c.SealNumber]
		e := has(t, w.history, model.Derive(c.Facts[0], "seal_event"), "case")
		if c.State != cases.Open || c.OpenedAt >= today || s.ID == "" || e.At != c.OpenedAt || numbers[c.StationID+c.Number] {
			t.Errorf("case %+v, event %+v", c, e)
		}
		numbers[c.StationID+c.Number] = true
	}
}
