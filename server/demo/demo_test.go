package demo

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/server/demo/town"
)

// sum is a hash over every record as JSON, in order.
func sum(t *testing.T, r *Region) [32]byte {
	t.Helper()
	h := sha256.New()
	e := json.NewEncoder(h)
	if err := r.Each(func(p fold.Put) error { return e.Encode(p) }); err != nil {
		t.Fatal(err)
	}
	return [32]byte(h.Sum(nil))
}

func TestGenerate_TheSameSizeGivesTheSameBytes(t *testing.T) {
	size := Size{Customers: 700, Seed: 5, Now: today}
	make := func(s Size) *Region {
		r, err := Generate(s)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := make(size)
	want := sum(t, first)
	if sum(t, first) != want {
		t.Error("a second Each of one region gives other records")
	}
	if sum(t, make(size)) != want {
		t.Error("a second region of one size has other records")
	}
	size.Seed++
	if sum(t, make(size)) == want {
		t.Error("another seed gives the same records")
	}
}

func TestGenerate_RefusesSizesOutOfRange(t *testing.T) {
	for _, n := range []int{-1, 0, MinCustomers - 1, town.MaxCustomers + 1} {
		if _, err := Generate(Size{Customers: n, Now: today}); err == nil {
			t.Errorf("%d customers were made up", n)
		}
	}
}

func TestGenerate_HasTwelveStationsOrFewerWhereItIsSmall(t *testing.T) {
	for customers, want := range map[int]int{MinCustomers: 2, 300: 6, 600: 12, 3000: 12} {
		r := region(t, customers)
		if len(r.Stations) != want {
			t.Errorf("%d customers: %d stations, want %d", customers, len(r.Stations), want)
		}
		if r.Stations[0].Code != "31010" {
			t.Errorf("the first station's code is %s", r.Stations[0].Code)
		}
	}
}

func TestEach_EndsAtTheFirstError(t *testing.T) {
	r := region(t, 100)
	total := 0
	if err := r.Each(func(fold.Put) error { total++; return nil }); err != nil {
		t.Fatal(err)
	}
	full := errors.New("the disk is full")
	for _, stop := range []int{1, 5, 40, total / 3, total / 2, total - 1, total} {
		n := 0
		err := r.Each(func(fold.Put) error {
			if n++; n == stop {
				return full
			}
			return nil
		})
		if err != full || n != stop {
			t.Errorf("stopped at %d of %d: %v after %d", stop, total, err, n)
		}
	}
}

func TestEach_PutsEveryRecordIntoItsLane(t *testing.T) {
	w := worldOf(t, 700)
	org := []model.Kind{model.KindStation, model.KindSealLot, model.KindUser, model.KindPolicy}
	for _, p := range w.puts {
		data, err := json.Marshal(p.Record)
		if err != nil {
			t.Fatal(err)
		}
		var of struct {
			StationID string `json:"station_id"`
		}
		if err := json.Unmarshal(data, &of); err != nil {
			t.Fatal(err)
		}
		want := model.StationLane(of.StationID)
		switch {
		case slices.Contains(org, p.Kind):
			want = model.OrgLane
		case p.Kind == model.KindCase:
			want = model.CasesLane(of.StationID)
		}
		if p.Lane != want {
			t.Fatalf("%s %s lies in %s, not %s", p.Kind, p.ID, p.Lane, want)
		}
		if want != model.OrgLane {
			has(t, w.stations, of.StationID, string(p.Kind))
		}
	}
}

func TestEach_CountsAreThoseOfAUtility(t *testing.T) {
	w := worldOf(t, 6_000)
	for _, c := range []struct {
		what   string
		n      int
		lo, hi float64 // per customer
	}{
		{"customers", len(w.customers), 1, 1},
		{"meters", len(w.meters), 1.4, 1.6},
		{"usage points", len(w.points), 1.4, 1.6},
		{"readings", len(w.readings), 1.4, 1.6},
		{"boxes", len(w.boxes), 0.08, 0.4},
		{"seals", len(w.seals), 3.7, 4.6},
		{"bills", len(w.bills), 3, 3.2},
		{"payments", len(w.payments), 0.9, 2},
		{"meter events", len(w.events), 0.005, 0.06},
		{"areas", len(w.areas), 1. / 250, 1. / 60},
	} {
		if per := float64(c.n) / float64(len(w.customers)); per < c.lo || per > c.hi {
			t.Errorf("%d %s are %.3f a customer, want %.3f to %.3f", c.n, c.what, per, c.lo, c.hi)
		}
	}
	if len(w.customers) != 6_000 || len(w.losses) != months*len(w.areas) {
		t.Errorf("%d customers, %d months of %d areas", len(w.customers), len(w.losses), len(w.areas))
	}
}

func TestAccounts_OpenEveryRole(t *testing.T) {
	w := worldOf(t, 700)
	logins := map[string]people.User{}
	for _, a := range w.Accounts() {
		if a.Password != Password {
			t.Errorf("%s has another password", a.User.Login)
		}
		if _, twice := logins[a.User.Login]; twice {
			t.Errorf("%s is there twice", a.User.Login)
		}
		logins[a.User.Login] = a.User
		has(t, w.users, a.User.ID, a.User.Login)
		for _, s := range a.User.Stations {
			has(t, w.stations, s, a.User.Login)
		}
	}
	if n := 12*(1+inspectors+1) + 3; len(logins) != n || len(w.users) != n {
		t.Errorf("%d accounts of %d users, want %d", len(logins), len(w.users), n)
	}
	if u := logins["inspector"]; u.Name != "李敏" || !u.Has(people.Inspector) || !slices.Equal(u.Stations, []string{w.Stations[0].ID}) {
		t.Errorf("the demo inspector is %+v", u)
	}
	if u := logins["desk"]; !u.Has(people.Supervisor) || !u.Has(people.Approver) || len(u.Stations) != 12 {
		t.Errorf("the desk is %+v", u)
	}
	if !logins["admin"].Has(people.Admin) || !logins["auditor"].Has(people.Auditor) {
		t.Error("admin or auditor is missing")
	}
}

func TestPolicies_ReadTheRegionsNumbers(t *testing.T) {
	w := worldOf(t, 100)
	var rows []policy.Row
	for _, p := range w.puts { // in the order in which they come
		if row, ok := p.Record.(policy.Row); ok {
			rows = append(rows, row)
		}
	}
	set, err := policy.NewSet(rows)
	if err != nil {
		t.Fatal(err)
	}
	expect := func(text, format, target string) {
		t.Helper()
		if got := set.Read(text, format, today); got.Target != target {
			t.Errorf("%s reads as %+v, want %s", text, got, target)
		}
	}
	for _, s := range w.seals {
		expect(s.Number, "CODE_128", policy.TargetSeal)
		if kind, ok := set.SealKind(s.Kind, today); !ok || kind.NameZH == "" || kind.NameEN == "" || kind.Colour == "" {
			t.Fatalf("no kind %s", s.Kind)
		}
	}
	for _, m := range w.meters {
		expect(m.Number, "CODE_128", policy.TargetMeter)
	}
	for _, b := range w.boxes {
		expect(b.Number, "CODE_128", policy.TargetBox)
	}
	expect("FY12345", "CODE_39", policy.TargetSeal)
	expect("dianqin-enroll:abc", "QR_CODE", policy.TargetEnrolment)
	expect("6901234567892", "EAN_13", policy.TargetOther)
	for kind, persons := range map[string]int{"inspection": 2, "seal_check": 1, "disconnection": 2} {
		if got := set.Persons(kind, today); got != persons {
			t.Errorf("%s needs %d", kind, got)
		}
	}
	for _, kind := range []string{"inspection", "seal_check"} {
		sheet, ok := set.Sheet(kind, today)
		if !ok || len(sheet.Items) < 4 {
			t.Fatalf("sheet of %s: %+v", kind, sheet)
		}
		for _, i := range sheet.Items {
			if i.Code == "" || i.TextZH == "" || i.TextEN == "" {
				t.Errorf("item %+v of %s", i, kind)
			}
		}
	}
}

func BenchmarkHundredThousandCustomers(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		r := region(b, 100_000)
		planned := time.Since(start)
		all := 0
		if err := r.Each(func(p fold.Put) error { all++; return nil }); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(planned.Seconds(), "s/plan")
		b.ReportMetric(float64(all), "records")
	}
}

func TestGenerate_AnySizeSeedAndDayGivesADayToPlay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := Size{
			Customers: rapid.IntRange(MinCustomers, 900).Draw(t, "customers"),
			Seed:      rapid.Uint64().Draw(t, "seed"),
			Now:       today + model.Millis(rapid.IntRange(-400, 400).Draw(t, "days"))*day,
		}
		r, err := Generate(size)
		if err != nil {
			t.Fatal(err)
		}
		ids, applied := map[string]bool{}, map[string]bool{}
		err = r.Each(func(p fold.Put) error {
			if ids[string(p.Kind)+p.ID] {
				t.Fatalf("%s %s is there twice", p.Kind, p.ID)
			}
			ids[string(p.Kind)+p.ID] = true
			if s, ok := p.Record.(seal.Seal); ok && s.Custody == seal.Applied {
				applied[s.Number] = true
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		x := r.SealCheck()
		if len(x.Seals) != 8 || !applied[x.Foreign] || !applied[x.OtherStation] || x.Foreign == x.OtherStation {
			t.Fatalf("%+v", x)
		}
		for _, s := range x.Seals {
			if s.Condition != seal.Intact || s.Seen != nil || s.Number == x.Foreign {
				t.Fatalf("%+v", s)
			}
		}
		if size.Customers >= 300 && len(r.Faults) == 0 {
			t.Fatal("nothing is wrong anywhere")
		}
	})
}
