package wire_test

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
)

// classes are the kinds of the contract.
var classes = map[string]wire.Class{
	"seal.sighted": wire.Fact, "seal.applied": wire.Fact, "seal.removed": wire.Fact, "seal.condition": wire.Fact,
	"task.moved": wire.Fact, "inspection.recorded": wire.Fact, "file.declared": wire.Fact, "file.withdrawn": wire.Fact,
	"tasks.ordered": wire.Fact, "position.proposed": wire.Fact,
	"customer": wire.Patch, "usage_point": wire.Patch,
	"order.create": wire.Command, "task.assign": wire.Command, "seal.issue": wire.Command, "user.enroll": wire.Command,
	"case.decide": wire.Command, "exception.settle": wire.Command,
}

// bodies are the least that is taken.
var bodies = map[string]string{
	"seal.sighted":        `{"number":"1","box_id":"b","verdict":{}}`,
	"seal.applied":        `{"number":"1","box_id":"b","place":"door"}`,
	"seal.removed":        `{"number":"1","box_id":"b"}`,
	"seal.condition":      `{"number":"1","box_id":"b","condition":"intact"}`,
	"task.moved":          `{"to":"started"}`,
	"inspection.recorded": `{"sheet":1,"items":[{"code":"door","answer":"ok"}],"seals":[],"persons":["A"]}`,
	"file.declared":       `{"sha256":"0000000000000000000000000000000000000000000000000000000000000000","bytes":1,"mime":"image/jpeg","name":"a.jpg"}`,
	"file.withdrawn":      `{"files":["f"]}`,
	"tasks.ordered":       `{"assignee_id":"u","task_ids":["t"]}`,
	"position.proposed":   `{"position":{"lat":31.2,"lon":121.6,"accuracy_m":5,"source":"gps"},"how":"site"}`,
	"customer":            `{"set":{"phone":"1"}}`,
	"usage_point":         `{"set":{"note":"x","position":{"lat":30,"lon":114}}}`,
	"order.create":        `{"station_id":"s","kind":"seal_check","box_id":"b","due_at":1}`,
	"task.assign":         `{"task_id":"t","to_id":"u"}`,
	"seal.issue":          `{"numbers":["1"],"to_id":"u"}`,
	"case.decide":         `{"case_id":"c","to":"reviewing"}`,
	"exception.settle":    `{"exception_id":"e","reason":"asked"}`,
	"user.enroll":         `{"login":"1","name":"A","roles":["inspector"],"stations":["s"]}`,
}

func opOf(kind string, body string) wire.Operation {
	op := wire.Operation{OpId: "0199a000-0000-7000-8000-000000000000", Kind: kind, Body: json.RawMessage(body)}
	if classes[kind] == wire.Patch {
		op.Target = &wire.Target{Kind: kind, Id: "1"}
	}
	return op
}

func TestRegistry_HoldsTheKindsOfTheContract(t *testing.T) {
	names := wire.Kinds()
	if !slices.IsSorted(names) {
		t.Errorf("not sorted: %v", names)
	}
	for _, name := range names {
		k, ok := wire.Lookup(name)
		if !ok || k.Name != name || k.Class != classes[name] {
			t.Errorf("%s is %+v", name, k)
		}
		if len(k.Audience) == 0 {
			t.Errorf("nobody may send %s", name)
		}
		for _, r := range k.Audience {
			if !slices.Contains(people.Roles, r) || r == people.Auditor {
				t.Errorf("%s may be sent by %q", name, r)
			}
		}
	}
	for name := range classes {
		if !slices.Contains(names, name) {
			t.Errorf("%s is missing", name)
		}
	}
	if _, ok := wire.Lookup("of.tomorrow"); ok {
		t.Error("an unknown kind is found")
	}
}

func TestRegistry_CommandsAreNotForInspectors(t *testing.T) {
	for name, class := range classes {
		k, _ := wire.Lookup(name)
		if got := slices.Contains(k.Audience, people.Inspector); got != (class != wire.Command) {
			t.Errorf("an inspector may send %s: %v", name, got)
		}
	}
}

func TestCheck_TakesTheLeastBody(t *testing.T) {
	for name, body := range bodies {
		k, _ := wire.Lookup(name)
		if bad := k.Check(opOf(name, body)); bad != nil {
			t.Errorf("%s %s: %v", name, body, bad)
		}
	}
}

func TestCheck_RefusesMalformedBodies(t *testing.T) {
	for name := range classes {
		k, _ := wire.Lookup(name)
		for _, body := range []string{"", "{", "[]", "1", `"x"`, "true", "null", "{}", `{"number":1,"to":1,"set":1,"sheet":"1","bytes":"1","task_id":1,"login":1,"kind":1,"numbers":1,"reason":1}`, "\x00"} {
			if name == "inspection.recorded" && body == "{}" { // an empty sheet is a sheet
				continue
			}
			bad := k.Check(opOf(name, body))
			if bad == nil {
				t.Errorf("%s takes %q", name, body)
			} else if bad.Field == "" {
				t.Errorf("%s %q: %v does not say where", name, body, bad)
			}
		}
	}
}

func TestCheck_RefusesAPatchOfAnotherKind(t *testing.T) {
	k, _ := wire.Lookup("customer")
	op := opOf("customer", bodies["customer"])
	for _, target := range []*wire.Target{nil, {Kind: "usage_point", Id: "1"}, {Kind: "customer"}} {
		op.Target = target
		if bad := k.Check(op); bad == nil || bad.Code != "field.required" || bad.Field == "" {
			t.Errorf("target %+v: %v", target, bad)
		}
	}
}

// TestCheck_NeverPanics and Fold answers a malformed body with a problem before it
// looks at the world, which is none here.
func TestCheck_NeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(wire.Kinds()).Draw(t, "kind")
		k, _ := wire.Lookup(name)
		_ = k.Check(opOf(name, jsonText(t)))
		out, err := k.Fold(nil, opOf(name, rapid.SampledFrom([]string{"", "[]", "1", `{"number":1,"to":1,"set":1,"sheet":"1","bytes":"1","task_id":1,"login":1,"kind":1,"numbers":1,"reason":1,"files":1,"task_ids":1}`}).Draw(t, "bad")))
		if err != nil || out.Problem == nil || out.Problem.Code != "body.malformed" {
			t.Fatalf("%s folds a malformed body to %+v, %v", name, out, err)
		}
	})
}

// jsonText draws an object with the names that bodies use and values that they do not.
func jsonText(t *rapid.T) string {
	names := []string{"number", "box_id", "place", "condition", "to", "reason", "sheet", "items", "seals", "persons", "sha256", "bytes", "mime",
		"set", "station_id", "kind", "task_id", "to_id", "numbers", "login", "name", "roles", "role", "of", "files", "copies", "heading", "made_at"}
	values := []any{nil, 1, -1.5, "", "x", true, []any{}, []any{nil}, []any{"x"}, []any{map[string]any{}}, map[string]any{}, map[string]any{"phone": nil, "position": map[string]any{"lat": "x"}}}
	fields := map[string]any{}
	for range rapid.IntRange(0, 8).Draw(t, "fields") {
		fields[rapid.SampledFrom(names).Draw(t, "name")] = rapid.SampledFrom(values).Draw(t, "value")
	}
	text, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestModel_KeepsWhatTheRulesNeed(t *testing.T) {
	pos := &model.Position{Lat: 30, Lon: 114}
	got := wire.Operation{OpId: "1", Kind: "k", Author: "u", At: 5, Pos: pos, Task: "t", Target: &wire.Target{Kind: "customer", Id: "c"}}.Model()
	if got.ID != "1" || got.Kind != "k" || got.Author != "u" || got.At != 5 || got.Pos != pos || got.TaskID != "t" ||
		got.Target.Kind != model.KindCustomer || got.Target.ID != "c" {
		t.Errorf("%+v", got)
	}
}
