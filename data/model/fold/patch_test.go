package fold

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
)

func raw(s string) json.RawMessage { return json.RawMessage(s) }

func TestCheckPatch_AllowsOnlyTheFieldsSetByHand(t *testing.T) {
	for _, c := range []struct {
		name string
		kind model.Kind
		set  Fields
		code string // empty: fine
	}{
		{"Phone", model.KindCustomer, Fields{"phone": raw(`"123"`)}, ""},
		{"EmptyNote", model.KindCustomer, Fields{"note": raw(`""`)}, ""},
		{"Position", model.KindUsagePoint, Fields{"position": raw(`{"lat":31,"lon":121,"source":"gps"}`)}, ""},
		{"Nothing", model.KindCustomer, nil, "field.required"},
		{"Name", model.KindCustomer, Fields{"name": raw(`"x"`)}, "patch.not_allowed"},
		{"OneOfTwo", model.KindCustomer, Fields{"phone": raw(`"1"`), "no_cut": raw(`""`)}, "patch.not_allowed"},
		{"PhoneOfAUsagePoint", model.KindUsagePoint, Fields{"phone": raw(`"1"`)}, "patch.not_allowed"},
		{"ASeal", model.KindSeal, Fields{"custody": raw(`"applied"`)}, "patch.not_allowed"},
		{"UnknownKind", "moon", Fields{"note": raw(`""`)}, "patch.not_allowed"},
		{"PhoneIsANumber", model.KindCustomer, Fields{"phone": raw(`123`)}, "field.wrong_type"},
		{"NoJSON", model.KindCustomer, Fields{"phone": raw(`{`)}, "field.wrong_type"},
		{"PositionOfABrokenReceiver", model.KindCustomer, Fields{"position": raw(`{"lat":0,"lon":0}`)}, "position.invalid"},
		{"NoPosition", model.KindCustomer, Fields{"position": raw(`null`)}, "position.invalid"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := CheckPatch(c.kind, Patch{Set: c.set})
			if codeOf(err) != c.code || err != nil && !strings.HasPrefix(err.Field, "/body/set") {
				t.Fatalf("%v, want %q", err, c.code)
			}
		})
	}
}

func TestPatched_ResolvesAConflictOnce(t *testing.T) {
	w := region()
	w.records[model.KindCustomer]["c"] = []byte(`{"id":"c","station_id":"east","phone":"1"}`)
	met := model.Derive("met", "exception")
	w.records[model.KindException] = map[string][]byte{met: []byte(`{"id":"` + met + `","station_id":"east","state":"open","record_kind":"customer","record_id":"c"}`)}
	resolve := func(n int, id string, set Fields) (Outcome, error) {
		at := op(n, 20)
		at.Target = Target{Kind: model.KindCustomer, ID: "c"}
		return Patched(w, at, Patch{Set: set, Resolves: id})
	}
	o, err := resolve(1, "other", nil)
	must(t, w, o, err, "exception.unknown")
	o, err = resolve(2, "met", Fields{"phone": raw(`"2"`)})
	must(t, w, o, err, "")
	if len(o.Puts) != 2 || !strings.Contains(string(w.records[model.KindException][met]), `"closed"`) || !strings.Contains(string(w.records[model.KindCustomer]["c"]), `"2"`) {
		t.Fatalf("%+v", o)
	}
	o, err = resolve(3, "met", Fields{"phone": raw(`"3"`)})
	must(t, w, o, err, "exception.settled")
	if len(o.Puts) != 0 {
		t.Errorf("%+v", o.Puts)
	}
}

func TestOvertaken_ClosesTheOlderConflictInFavourOfTheNewerAndSetsNothing(t *testing.T) {
	met := model.Derive("met", "exception")
	for _, c := range []struct{ name, state, record, resolves, want string }{
		{"Open", "open", "c", "met", "closed"},
		{"SettledBefore", "closed", "c", "met", ""},
		{"OfAnotherRecord", "open", "d", "met", ""},
		{"Unknown", "open", "c", "other", ""},
		{"ResolvesNothing", "open", "c", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := region()
			w.records[model.KindException] = map[string][]byte{met: []byte(`{"id":"` + met + `","station_id":"east","state":"` + c.state +
				`","record_kind":"customer","record_id":"` + c.record + `","mine":{"phone":"2"}}`)}
			at := op(7, 20)
			at.Target = Target{Kind: model.KindCustomer, ID: "c"}
			puts, err := Overtaken(w, at, Patch{Set: Fields{"phone": raw(`"2"`)}, Resolves: c.resolves})
			if err != nil {
				t.Fatal(err)
			}
			if c.want == "" {
				if len(puts) != 0 {
					t.Fatalf("%+v", puts)
				}
				return
			}
			if len(puts) != 1 || puts[0].ID != met || puts[0].Lane != model.StationLane("east") {
				t.Fatalf("%+v", puts)
			}
			e, ok := puts[0].Record.(cases.Exception)
			if !ok || string(e.State) != c.want || e.OvertakenBy != at.ID || e.DecidedBy != at.Author || e.DecidedAt != at.At || string(e.Mine["phone"]) != `"2"` {
				t.Errorf("%+v", puts[0].Record)
			}
		})
	}
}

func TestPatched_LaysTheFieldsOverTheStoredRecord(t *testing.T) {
	w := region()
	w.records[model.KindCustomer]["c"] = []byte(`{"id":"c","station_id":"east","name":"Li","phone":"1","of_a_newer_server":[1,2]}`)
	at := op(1, 20)
	at.Target = Target{Kind: model.KindCustomer, ID: "c"}
	o, err := Patched(w, at, Patch{Set: Fields{"phone": raw(`"2"`)}})
	must(t, w, o, err, "")
	if o.Lane != model.StationLane("east") || len(o.Puts) != 1 {
		t.Fatalf("%+v", o)
	}
	var got map[string]any
	if err := json.Unmarshal(w.records[model.KindCustomer]["c"], &got); err != nil {
		t.Fatal(err)
	}
	if got["phone"] != "2" || got["name"] != "Li" || got["of_a_newer_server"] == nil {
		t.Errorf("%v", got)
	}
}

func TestPatched_RefusedHasNoPuts(t *testing.T) {
	for code, c := range map[string]struct {
		target Target
		set    Fields
	}{
		"patch.not_allowed": {Target{model.KindCustomer, "c"}, Fields{"station_id": raw(`"west"`)}},
		"record.unknown":    {Target{model.KindCustomer, "moon"}, Fields{"phone": raw(`"2"`)}},
		"field.required":    {Target{model.KindCustomer, "c"}, nil},
	} {
		at := op(1, 20)
		at.Target = c.target
		if o, err := Patched(region(), at, Patch{Set: c.set}); err != nil || codeOf(o.Problem) != code || len(o.Puts) != 0 {
			t.Errorf("%s: %+v %v", code, o, err)
		}
	}
}

func TestMerge_KeepsUnknownFieldsAndDropsEmptiedKnownOnes(t *testing.T) {
	old := []byte(`{"id":"c","name":"Li","phone":"1","note":"dog","of_a_newer_server":{"a":1}}`)
	for name, record := range map[string]any{"ByValue": customer.Customer{ID: "c", Name: "Wu", Phone: "1"},
		"ByPointer": &customer.Customer{ID: "c", Name: "Wu", Phone: "1"}} {
		t.Run(name, func(t *testing.T) {
			b, err := Merge(old, record)
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]json.RawMessage
			if err := json.Unmarshal(b, &got); err != nil {
				t.Fatal(err)
			}
			if _, stays := got["note"]; stays {
				t.Error("the emptied note came back")
			}
			if string(got["name"]) != `"Wu"` || string(got["phone"]) != `"1"` || string(got["of_a_newer_server"]) != `{"a":1}` {
				t.Errorf("%s", b)
			}
		})
	}
}

func TestMerge_OldThatIsNoRecordIsAnErrorAndNoOldIsFine(t *testing.T) {
	if _, err := Merge([]byte(`[1]`), customer.Customer{}); err == nil {
		t.Error("a list was taken for a record")
	}
	for _, old := range [][]byte{nil, {}, []byte("null")} {
		if b, err := Merge(old, customer.Customer{ID: "c"}); err != nil || !strings.Contains(string(b), `"id":"c"`) {
			t.Errorf("%s %v", b, err)
		}
	}
}

func TestMerge_IsIdempotentAndNeverLosesAnUnknownField(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unknown := rapid.MapOf(rapid.StringMatching(`x_[a-z]{1,3}`), rapid.Int()).Draw(t, "unknown")
		c := customer.Customer{ID: "c", Name: rapid.String().Draw(t, "name"), Note: rapid.SampledFrom([]string{"", "dog"}).Draw(t, "note")}
		old := map[string]any{"id": "c", "note": "cat"}
		for k, v := range unknown {
			old[k] = v
		}
		b, err := json.Marshal(old)
		if err != nil {
			t.Fatal(err)
		}
		once, err := Merge(b, c)
		if err != nil {
			t.Fatal(err)
		}
		twice, err := Merge(once, c)
		if err != nil || string(once) != string(twice) {
			t.Fatalf("%s\n%s %v", once, twice, err)
		}
		var got Fields
		if err := json.Unmarshal(once, &got); err != nil {
			t.Fatal(err)
		}
		for _, k := range slices.Sorted(maps.Keys(unknown)) {
			if _, ok := got[k]; !ok {
				t.Fatalf("%s is lost in %s", k, once)
			}
		}
		if _, ok := got["note"]; ok != (c.Note != "") {
			t.Fatalf("note %q became %s", c.Note, once)
		}
	})
}
