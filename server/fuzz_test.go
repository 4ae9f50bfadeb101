package server_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"dianqin/data/wire"
	"dianqin/server/store"

	"github.com/pb33f/libopenapi"
	"github.com/pb33f/libopenapi/datamodel/high/base"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
	"pgregory.net/rapid"
)

// fuzzed is a route of the contract with what it says of its requests.
type fuzzed struct {
	method, path string
	parameters   []*v3.Parameter
	body         *base.Schema // of JSON; nil: it takes none
	bytes        bool         // it takes bytes
}

// TestFuzz_EveryRouteOfTheContract sends requests that the contract allows, and
// ones that it does not: no panic, no 500, every answer is in the contract, and a
// body that will not do is told by the name of a field.
func TestFuzz_EveryRouteOfTheContract(t *testing.T) {
	w := start(t)
	routes := fuzzedRoutes(t)
	people := []*phone{w.phone("inspector"), w.phone("supervisor"), w.phone("admin"), w.phone("seal_keeper")}
	rapid.Check(t, func(rt *rapid.T) {
		g := &guess{rt, w, people[rapid.IntRange(0, len(people)-1).Draw(rt, "who")]}
		for range rapid.IntRange(1, 8).Draw(rt, "requests") {
			g.send(routes[rapid.IntRange(0, len(routes)-1).Draw(rt, "route")])
		}
	})
	if text := w.log.String(); strings.Contains(text, "internal error") || strings.Contains(text, "panic") {
		t.Errorf("the log holds\n%s", text)
	}
}

// TestFuzz_EveryKindOfOperation pushes signed operations whose bodies are made up:
// each gets an answer that is no fault of the server.
func TestFuzz_EveryKindOfOperation(t *testing.T) {
	w := start(t)
	people := map[string]*phone{}
	for _, role := range []string{"inspector", "supervisor", "admin", "seal_keeper", "approver", "integration"} {
		people[role] = w.phone(role)
	}
	roles := slices.Sorted(func(yield func(string) bool) {
		for r := range people {
			if !yield(r) {
				return
			}
		}
	})
	kinds := wire.Kinds()
	rapid.Check(t, func(rt *rapid.T) {
		p := people[rapid.SampledFrom(roles).Draw(rt, "role")]
		g := &guess{rt, w, p}
		kind := rapid.SampledFrom(kinds).Draw(rt, "kind")
		body := g.value(bodySchema(t, kind), 0)
		var target *wire.Target
		if rapid.Bool().Draw(rt, "target") {
			target = &wire.Target{Kind: rapid.SampledFrom([]string{"customer", "usage_point", "seal", "", kind}).Draw(rt, "target kind"),
				Id: g.id(), BaseVer: rapid.Int64().Draw(rt, "base"), Epoch: rapid.SampledFrom([]string{"", p.epoch(), "x"}).Draw(rt, "epoch")}
		}
		raw := p.op(kind, body, target)
		a := p.push(raw).Results[0]
		if a.Status == wire.Rejected || a.Status == wire.Held {
			// What cannot be one operation: the phone would not have made it.
			p.seq, p.prev = p.chain(rt)
		}
		if a.Problem != nil && a.Problem.Code == "internal" {
			rt.Fatalf("%s of %s is a fault of the server: %s\n%s", kind, p.login, raw, w.log)
		}
	})
	if text := w.log.String(); strings.Contains(text, "operation failed") || strings.Contains(text, "panic") {
		t.Errorf("the log holds\n%s", text)
	}
}

// chain asks where the server stands with a device.
func (p *phone) chain(rt *rapid.T) (seq int64, prev string) {
	err := p.st.Read(p.t.Context(), readChain(p.device, &seq, &prev))
	if err != nil {
		rt.Fatal(err)
	}
	return seq, prev
}

func fuzzedRoutes(t *testing.T) (out []fuzzed) {
	doc, err := libopenapi.NewDocument(wire.Contract())
	if err != nil {
		t.Fatal(err)
	}
	m, err := doc.BuildV3Model()
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range m.Model.Paths.PathItems.FromOldest() {
		for method, op := range item.GetOperations().FromOldest() {
			f := fuzzed{method: strings.ToUpper(method), path: path, parameters: append(slices.Clone(item.Parameters), op.Parameters...)}
			if op.RequestBody != nil {
				for kind, media := range op.RequestBody.Content.FromOldest() {
					if kind == "application/json" {
						f.body = media.Schema.Schema()
					} else {
						f.bytes = true
					}
				}
			}
			out = append(out, f)
		}
	}
	return out
}

// bodySchema is what the contract says of the body of a kind of operation.
func bodySchema(t *testing.T, kind string) *base.Schema {
	name := "BodyPatch"
	if k, _ := wire.Lookup(kind); k.Class != wire.Patch {
		name = "Body"
		for _, part := range strings.FieldsFunc(kind, func(r rune) bool { return r == '.' || r == '_' }) {
			name += strings.ToUpper(part[:1]) + part[1:]
		}
	}
	s := schemaOf(t, name)
	if s == nil {
		t.Fatalf("the contract has no %s", name)
	}
	return s
}

// guess makes up requests.
type guess struct {
	*rapid.T
	w *world
	p *phone
}

var odd = []string{"", "\x00", "'; DROP TABLE feed; --", "../../etc/passwd", "%00", "王\u202e", strings.Repeat("x", 3000), "\xff\xfe", "null", "{{.}}"}

func (g *guess) id() string {
	return rapid.SampledFrom(append([]string{"seal-a", "seal-b", "cust-a", "box-a", "box-b", "a", "u-inspector", "file-a", "Sa", "Sb", g.p.device,
		hashOf(pictureA), hashOf(pictureB), "019a0000-0000-7000-8000-000000000001"}, odd[:6]...)).Draw(g.T, "id")
}

// value makes a value of a schema, mostly one that it allows.
func (g *guess) value(s *base.Schema, depth int) any {
	if s == nil || depth > 6 || rapid.IntRange(0, 19).Draw(g.T, "stray") == 0 {
		return g.stray()
	}
	if len(s.Enum) > 0 && rapid.IntRange(0, 4).Draw(g.T, "enum") > 0 {
		return s.Enum[rapid.IntRange(0, len(s.Enum)-1).Draw(g.T, "of")].Value
	}
	kind := ""
	if len(s.Type) > 0 {
		kind = s.Type[0]
	}
	switch kind {
	case "object":
		return g.object(s, depth)
	case "array":
		out := []any{}
		for range rapid.IntRange(0, 4).Draw(g.T, "items") {
			if s.Items != nil && s.Items.A != nil {
				out = append(out, g.value(s.Items.A.Schema(), depth+1))
			}
		}
		return out
	case "integer":
		return rapid.SampledFrom([]int64{0, 1, -1, 200, 1 << 31, 1<<63 - 1, -1 << 63, g.w.Now().UnixMilli()}).Draw(g.T, "integer")
	case "number":
		return rapid.SampledFrom([]float64{0, 1.5, -90, 181, 1e308, 31.2, 121.4}).Draw(g.T, "number")
	case "boolean":
		return rapid.Bool().Draw(g.T, "boolean")
	}
	if s.Format == "byte" {
		return base64.StdEncoding.EncodeToString(rapid.SliceOfN(rapid.Byte(), 0, 70).Draw(g.T, "bytes"))
	}
	if rapid.Bool().Draw(g.T, "known") {
		return g.id()
	}
	return rapid.SampledFrom(append([]string{"intact", "broken", "door", "inspection", "done", "2026-01", "+8613900000000"}, odd[:7]...)).Draw(g.T, "text")
}

func (g *guess) object(s *base.Schema, depth int) any {
	out := map[string]any{}
	if s.Properties != nil {
		for name, p := range s.Properties.FromOldest() {
			if slices.Contains(s.Required, name) && rapid.IntRange(0, 9).Draw(g.T, "left out") > 0 || rapid.Bool().Draw(g.T, "given") {
				out[name] = g.value(p.Schema(), depth+1)
			}
		}
	}
	if rapid.IntRange(0, 9).Draw(g.T, "more") == 0 {
		out[rapid.SampledFrom(odd[:6]).Draw(g.T, "unknown")] = g.stray()
	}
	return out
}

// stray is something else than was asked for.
func (g *guess) stray() any {
	return rapid.SampledFrom([]any{nil, true, 0, -1, 1e300, "", "x", []any{}, map[string]any{}, []any{nil}, map[string]any{"a": []any{1}}, strings.Repeat("y", 100)}).Draw(g.T, "stray")
}

func (g *guess) send(f fuzzed) {
	path, query, headers := f.path, url.Values{}, http.Header{}
	for _, p := range f.parameters {
		if p.In != "path" && rapid.IntRange(0, 3).Draw(g.T, "parameter left out") == 0 {
			continue
		}
		text := fmt.Sprint(g.value(p.Schema.Schema(), 0))
		switch p.In {
		case "path":
			if text == "" || text == "." || text == ".." {
				text = "x"
			}
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(text))
		case "query":
			query.Set(p.Name, text)
		default:
			headers.Set(p.Name, strings.Map(printable, text))
		}
	}
	if w := query.Get("wait"); strings.HasSuffix(f.path, "/wake") && (w == "" || w == "1") { // nobody has the time
		query.Set("wait", "0")
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	body, object := g.body(f)
	r, err := http.NewRequest(f.method, g.w.URL()+path, bytes.NewReader(body))
	if err != nil {
		return // no client could send it
	}
	for k, v := range headers {
		r.Header[k] = v
	}
	if r.Header.Get("Content-Type") == "" && len(body) > 0 {
		r.Header.Set("Content-Type", rapid.SampledFrom([]string{"application/json", "application/offset+octet-stream", "image/jpeg", ";;"}).Draw(g.T, "type"))
	}
	switch rapid.IntRange(0, 9).Draw(g.T, "token") {
	case 0:
	case 1:
		r.Header.Set("Authorization", "Bearer "+strings.Map(printable, rapid.SampledFrom(odd).Draw(g.T, "bad token")))
	default:
		r.Header.Set("Authorization", "Bearer "+g.p.session.AccessToken)
	}
	g.answered(f, r, body, object)
}

// printable drops what a header cannot carry.
func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

// body makes a body; object says whether it is one JSON object.
func (g *guess) body(f fuzzed) (body []byte, object bool) {
	switch {
	case f.bytes:
		return rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(g.T, "body"), false
	case f.body == nil:
		return nil, false
	}
	value := g.value(f.body, 0)
	raw, err := json.Marshal(value)
	if err != nil {
		g.Fatal(err)
	}
	_, object = value.(map[string]any)
	if len(raw) > 0 && rapid.IntRange(0, 4).Draw(g.T, "spoilt") == 0 {
		raw[rapid.IntRange(0, len(raw)-1).Draw(g.T, "where")] ^= byte(rapid.IntRange(1, 255).Draw(g.T, "bits"))
		object = false
	}
	return raw, object
}

func (g *guess) answered(f fuzzed, r *http.Request, body []byte, object bool) {
	sent := fmt.Sprintf("%s %s %v\n%.500s", r.Method, r.URL, r.Header, body)
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		g.Fatalf("%s\n%v", sent, err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 500 {
		g.Fatalf("%s\n%d %s %v\n%s", sent, resp.StatusCode, text, err, g.w.log)
	}
	if r.Method == http.MethodHead {
		return
	}
	if resp.StatusCode >= 400 {
		var p wire.Problem
		if err := json.Unmarshal(text, &p); err != nil || p.Code == "" || p.Status != resp.StatusCode {
			g.Fatalf("%s\n%d %s: no problem details", sent, resp.StatusCode, text)
		}
		if object && resp.StatusCode == http.StatusBadRequest && (p.Errors == nil || len(*p.Errors) == 0) {
			g.Fatalf("%s\n%s: no field is named", sent, text)
		}
	}
	g.w.allowed(r, resp, text)
}

// readChain reads where a device's chain ends.
func readChain(device string, seq *int64, prev *string) func(*store.Tx) error {
	return func(t *store.Tx) error {
		d, _, err := t.Device(device)
		*seq, *prev = d.LastSeq, d.LastHash
		return err
	}
}
