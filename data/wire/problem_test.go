package wire_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/wire"
)

func TestProblem_CarriesTheModelsErrorThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := model.Fail(rapid.StringMatching(`[a-z_]+(\.[a-z_]+)?`).Draw(t, "code"))
		for range rapid.IntRange(0, 3).Draw(t, "args") {
			if want.Args == nil {
				want.Args = map[string]any{}
			}
			want.Args[rapid.StringMatching(`[a-z]+`).Draw(t, "name")] = rapid.String().Draw(t, "value")
		}
		want.Field = rapid.SampledFrom([]string{"", "/body/number"}).Draw(t, "field")
		text, err := json.Marshal(wire.ProblemOf(want))
		if err != nil {
			t.Fatal(err)
		}
		var p wire.Problem
		if err := json.Unmarshal(text, &p); err != nil {
			t.Fatal(err)
		}
		if got := p.Err(); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v, want %v, by %s", got, want, text)
		}
		if p.Type != wire.ProblemBase+want.Code || p.Title != http.StatusText(p.Status) || !p.Retry.Valid() {
			t.Fatalf("%+v", p)
		}
	})
}

func TestStatusOf_EachCode(t *testing.T) {
	for code, want := range map[string]int{
		"internal": 500, "busy": 503, "storage.full": 507, "not_found": 404, "method_not_allowed": 405,
		"request.malformed": 400, "request.unknown_field": 400, "request.too_large": 413,
		"auth.required": 401, "auth.expired": 401, "auth.reused": 401, "auth.wrong": 401, "auth.code_wrong": 401, "device.unknown": 401,
		"auth.forbidden": 403, "device.revoked": 403, "device.other": 403, "lane.foreign": 403,
		"auth.code_expired": 410, "auth.code_used": 410, "sync.epoch": 410, "auth.wait": 429,
		"op.reused": 422, "file.hash_differs": 422, "file.unknown": 404, "schema.too_old": 426,
		"seal.not_holder": 422, "of.tomorrow": 422,
	} {
		if got := wire.StatusOf(code); got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
	codes := wire.Codes()
	if !slices.IsSorted(codes) || len(codes) == 0 {
		t.Errorf("the codes are not sorted: %v", codes)
	}
	for _, code := range codes {
		if s := wire.StatusOf(code); s < 400 || http.StatusText(s) == "" {
			t.Errorf("%s has the status %d", code, s)
		}
	}
}

func TestProblem_SaysWhenATryMayHelp(t *testing.T) {
	for code, want := range map[string]wire.ProblemRetry{
		"busy": wire.After, "auth.wait": wire.After, "storage.full": wire.After, "internal": wire.After,
		"auth.expired": wire.Never, "seal.not_holder": wire.Never, "sync.epoch": wire.Never,
	} {
		if got := wire.ProblemOf(model.Fail(code)).Retry; got != want {
			t.Errorf("%s: retry %s, want %s", code, got, want)
		}
	}
}
