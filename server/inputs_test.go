package server_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dianqin/data/model/evidence"
	"dianqin/data/wire"
	"dianqin/server/identity"
)

func TestEnroll_CodesThatWillNotDo(t *testing.T) {
	w := start(t)
	p := w.enrol("inspector")
	fresh := func() string {
		code, err := w.Code(t.Context(), "inspector")
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	used, old := fresh(), fresh()
	w.post("/v1/enroll", "", p.enrolment(used)).into(http.StatusCreated, nil)
	w.post("/v1/enroll", "", p.enrolment(used)).refused("auth.code_used")
	w.post("/v1/enroll", "", p.enrolment("AAAA-BBBB")).refused("auth.code_wrong")
	typed := strings.ToLower(strings.ReplaceAll(fresh(), "-", " "))
	w.post("/v1/enroll", "", p.enrolment(typed)).into(http.StatusCreated, nil)
	w.pass(identity.CodeLife)
	w.post("/v1/enroll", "", p.enrolment(old)).refused("auth.code_expired")

	stolen := p.enrolment(fresh())
	stolen.Proof = ed25519.Sign(p.key, []byte("something else"))
	w.post("/v1/enroll", "", stolen).refused("auth.wrong")
	short := p.enrolment(fresh())
	short.PublicKey = short.PublicKey[:31]
	w.post("/v1/enroll", "", short).refused("request.malformed")
}

func TestEnroll_ACodeDoesNotChangeAPasswordThatIsSet(t *testing.T) {
	w := start(t)
	p := w.enrol("inspector")
	code, err := w.Code(t.Context(), "inspector")
	if err != nil {
		t.Fatal(err)
	}
	again, other := p.enrolment(code), "another password"
	again.Password = &other
	w.post("/v1/enroll", "", again).into(http.StatusCreated, nil)
	p.signIn(other).refused("auth.wrong")
	p.signIn(password).into(http.StatusCreated, nil)
}

func TestEnroll_TheFirstDeviceNeedsAPassword(t *testing.T) {
	w := start(t)
	code, err := w.Code(t.Context(), "inspector")
	if err != nil {
		t.Fatal(err)
	}
	_, key, _ := ed25519.GenerateKey(nil)
	p := &phone{world: w, key: key}
	r, weak := p.enrolment(code), "short"
	r.Password = nil
	w.post("/v1/enroll", "", r).refused("field.required")
	r.Password = &weak
	w.post("/v1/enroll", "", r).refused("password.too_short")
	w.post("/v1/enroll", "", p.enrolment(code)).into(http.StatusCreated, nil) // the code was not spent
}

func TestSignIn_WrongPasswordsWaitLongerAndLonger(t *testing.T) {
	w := start(t)
	real, ghost := w.enrol("inspector"), w.enrol("supervisor")
	ghost.login = "nobody"
	for _, p := range []*phone{real, ghost} { // an unknown login answers as a known one does
		t.Run(p.login, func(t *testing.T) {
			waits := 0
			for try := 0; waits < 3; try++ {
				if try > 20 {
					t.Fatal("never asked to wait")
				}
				r := p.signIn("wrong password")
				if r.code() == "auth.wrong" {
					continue
				}
				r.refused("auth.wait")
				waits++
				seconds := r.header.Get("Retry-After")
				if want := fmt.Sprint(1 << (waits - 1)); seconds != want {
					t.Errorf("wait %s s the %d. time, want %s", seconds, waits, want)
				}
				w.pass(time.Duration(1<<(waits-1)) * time.Second)
			}
		})
	}
	real.signIn(password).into(http.StatusCreated, nil)
	real.signIn("wrong password").refused("auth.wrong") // counted from nothing again
	real.signIn("wrong password").refused("auth.wrong")
}

func TestSignIn_TheRightPasswordWaitsToo(t *testing.T) {
	w := start(t)
	p := w.enrol("inspector")
	for range 3 {
		p.signIn("wrong password").refused("auth.wrong")
	}
	p.signIn(password).refused("auth.wait")
	w.pass(time.Second)
	p.signIn(password).into(http.StatusCreated, nil)
}

func TestSignIn_UnknownDevice(t *testing.T) {
	p := start(t).enrol("inspector")
	p.device = "no such device"
	p.signIn(password).refused("device.unknown")
}

func TestRefresh_RotatesAndForgivesALostAnswer(t *testing.T) {
	w := start(t)
	p := w.phone("inspector")
	first := p.session.RefreshToken
	var second, again, third wire.Session
	p.refresh(first).into(http.StatusCreated, &second)
	p.refresh(first).into(http.StatusCreated, &again) // the answer was lost on the way
	if second.RefreshToken == first || again.RefreshToken != second.RefreshToken {
		t.Error("the token does not rotate to one successor")
	}
	p.refresh(second.RefreshToken).into(http.StatusCreated, &third)
	p.session = third
	p.get("/v1/sync/pull").into(http.StatusOK, nil)
}

func TestRefresh_AReusedTokenRevokesTheDeviceAndItsFactsAreKeptApart(t *testing.T) {
	w := start(t)
	p := w.phone("inspector")
	first := p.session.RefreshToken
	var second, third wire.Session
	p.refresh(first).into(http.StatusCreated, &second)
	p.refresh(second.RefreshToken).into(http.StatusCreated, &third)
	p.refresh(first).refused("auth.reused")
	p.session = third
	if code := p.refresh(third.RefreshToken).code(); code != "auth.expired" && code != "device.revoked" {
		t.Errorf("a voided token: %q", code)
	}
	p.signIn(password).refused("device.revoked")
	p.get("/v1/sync/pull").refused("device.revoked")
	w.pass(24 * time.Hour) // the token ran out and there is no new one
	got := p.push(p.op("seal.sighted", sighted("a"), nil)).Results[0]
	if got.Status != wire.Disputed || got.Problem == nil || got.Problem.Code != "device.revoked" {
		t.Errorf("%+v", got)
	}
}

func TestRefresh_ForeignProofAndSignedOut(t *testing.T) {
	w := start(t)
	p, thief := w.phone("inspector"), w.phone("supervisor")
	thief.refresh(p.session.RefreshToken).refused("auth.wrong")
	p.refresh("no token at all").refused("auth.expired")
	if r := w.ask("DELETE", "/v1/session", p.session.AccessToken, nil); r.status != http.StatusNoContent {
		t.Fatalf("sign out: %d", r.status)
	}
	p.refresh(p.session.RefreshToken).refused("auth.expired")
}

func TestTokens_ThatWillNotDo(t *testing.T) {
	w := start(t)
	p := w.phone("inspector")
	head, tail, _ := strings.Cut(p.session.AccessToken, ".")
	for _, token := range []string{"x", "x.y", head, head + ".", head + "." + tail[1:], "A" + head + "." + tail, strings.Repeat("a", 9000)} {
		w.ask("GET", "/v1/sync/pull", token, nil).refused("auth.required")
	}
	w.ask("GET", "/v1/sync/pull", "", nil, "Authorization", "Basic eDp5").refused("auth.required")
	w.pass(identity.AccessLife)
	p.get("/v1/sync/pull").refused("auth.expired")
	p.pushed().refused("auth.expired")
}

func TestRequests_ThatAreNotInTheContract(t *testing.T) {
	w := start(t)
	admin := w.phone("admin")
	deep := strings.Repeat("[", 100_000)
	cases := []struct{ name, path, body, code string }{
		{"empty", "/v1/session", ``, "request.malformed"},
		{"no JSON", "/v1/session", `hello`, "request.malformed"},
		{"cut", "/v1/session", `{"login":`, "request.malformed"},
		{"a list", "/v1/session", `[]`, "request.malformed"},
		{"null", "/v1/session", `null`, "request.malformed"},
		{"deep", "/v1/session", deep[:60_000], "request.malformed"},
		{"two objects", "/v1/enrolment-codes", `{"user_id":"u-inspector"}{}`, "request.malformed"},
		{"wrong type", "/v1/session", `{"device_id":"d","login":"l","password":"p","proof":"","at":"noon"}`, "request.malformed"},
		{"no base64", "/v1/session", `{"device_id":"d","login":"l","password":"p","proof":"***","at":1}`, "request.malformed"},
		{"unknown", "/v1/session", `{"login":"l","admin":true}`, "request.unknown_field"},
		{"missing", "/v1/session", `{"login":"l"}`, "field.required"},
		{"null member", "/v1/enrolment-codes", `{"user_id":null}`, "field.required"},
		{"NUL", "/v1/enrolment-codes", `{"user_id":"u\u0000"}`, "request.malformed"},
		{"nobody", "/v1/enrolment-codes", `{"user_id":"nobody"}`, "user.unknown"},
		{"too large", "/v1/session", `{"login":"` + deep + `"}`, "request.too_large"},
		{"no ops", "/v1/sync/push", `{"device":"` + admin.device + `","schema":1}`, "field.required"},
		{"ops no list", "/v1/sync/push", `{"device":"` + admin.device + `","schema":1,"ops":{}}`, "request.malformed"},
		{"many ops", "/v1/sync/push", `{"device":"` + admin.device + `","schema":1,"ops":[1` + strings.Repeat(",1", 200) + `]}`, "request.too_large"},
		{"large push", "/v1/sync/push", `{"device":"` + strings.Repeat("x", 17<<20), "request.too_large"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w.ask("POST", c.path, admin.session.AccessToken, []byte(c.body)).refused(c.code)
		})
	}
	var p wire.Problem
	w.ask("POST", "/v1/session", "", []byte(`{"a/b":1}`)).into(http.StatusBadRequest, &p)
	if p.Errors == nil || (*p.Errors)[0].Pointer != "/a~1b" {
		t.Errorf("the field is not named: %+v", p)
	}
}

func TestPull_ParametersThatWillNotDo(t *testing.T) {
	p := start(t).phone("inspector")
	for _, q := range []string{"limit=0", "limit=-1", "limit=x", "limit=20001", "cursor=x", "cursor=[]", "cursor=null",
		`cursor={"org":"1"}`, `cursor={"org":-1}`, `cursor={"org":1e99}`} {
		r := p.get("/v1/sync/pull?" + strings.NewReplacer(`"`, "%22", "{", "%7B", "}", "%7D").Replace(q))
		r.refused("request.malformed")
	}
	r := p.get("/v1/sync/pull?epoch=another")
	r.refused("sync.epoch")
	if r.status != http.StatusGone {
		t.Errorf("status %d", r.status)
	}
}

func TestRoutes_ThatDoNotExist(t *testing.T) {
	w := start(t)
	for _, path := range []string{"/", "/v1", "/v1/", "/v2/session", "/v1/files", "/v1/files/", "//healthz", "/v1/../healthz", "/debug/pprof/", "/v1/files/..%2f..%2fetc%2fpasswd"} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", w.URL()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		var p wire.Problem
		if err := json.NewDecoder(resp.Body).Decode(&p); err != nil || p.Code != "not_found" || resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d %+v %v", path, resp.StatusCode, p, err)
		}
		_ = resp.Body.Close()
	}
	req, err := http.NewRequestWithContext(t.Context(), "PUT", w.URL()+"/v1/sync/push", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusMethodNotAllowed || resp.Header.Get("Allow") != "POST" {
		t.Errorf("%d, Allow %q", resp.StatusCode, resp.Header.Get("Allow"))
	}
}

func TestPush_OperationsThatWillNotDo(t *testing.T) {
	w := start(t)
	p := w.phone("inspector")
	good := p.op("seal.sighted", sighted("a"), nil)
	changed := bytes.Replace(good, []byte(`"intact"`), []byte(`"broken"`), 1)
	out := p.push(changed, []byte(`1`), []byte(`{}`), []byte(`{"op_id":5}`), good)
	for i, want := range []wire.OpAnswerStatus{wire.Rejected, wire.Rejected, wire.Rejected, wire.Rejected, wire.Applied} {
		if got := out.Results[i]; got.Status != want {
			t.Errorf("operation %d: %s %+v, want %s", i, got.Status, got.Problem, want)
		}
	}
	again := p.push(good).Results[0]
	if again.Status != wire.Applied {
		t.Errorf("the same again: %+v", again)
	}
	var op wire.Operation
	if err := json.Unmarshal(good, &op); err != nil {
		t.Fatal(err)
	}
	op.Body = json.RawMessage(`{"number":"other"}`)
	reused, err := wire.Seal(op, p.key)
	if err != nil {
		t.Fatal(err)
	}
	p.pushed(reused).refused("op.reused")
}

func TestFiles_ThatWillNotDo(t *testing.T) {
	w := start(t)
	p := w.phone("inspector")
	token := p.session.AccessToken
	w.ask("PUT", "/v1/files/"+hashOf([]byte("x")), token, []byte("y")).refused("file.hash_differs")
	w.ask("PUT", "/v1/files/"+hashOf(nil), token, nil).refused("file.empty")
	large := make([]byte, evidence.MaxBytes+1)
	w.ask("PUT", "/v1/files/"+hashOf(large), token, large).refused("request.too_large")
	for _, hash := range []string{"x", strings.ToUpper(hashOf([]byte("x"))), strings.Repeat("a", 65)} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", w.URL()+"/v1/files/"+hash, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		var problem wire.Problem
		if err := json.NewDecoder(resp.Body).Decode(&problem); err != nil || problem.Code != "file.bad_hash" {
			t.Errorf("%s: %d %+v", hash, resp.StatusCode, problem)
		}
		_ = resp.Body.Close()
	}
	p.get("/v1/files/" + hashOf([]byte("never"))).refused("file.unknown")
}
