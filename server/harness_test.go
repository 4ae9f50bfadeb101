package server_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/evidence"
	"dianqin/data/model/fold"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
	"dianqin/server"
	"dianqin/server/store"

	"github.com/google/uuid"
	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi/datamodel/high/base"
)

// contract is openapi.yaml, read once: every answer of every test is held
// against it.
var contract = sync.OnceValues(func() (validator.Validator, error) {
	doc, err := libopenapi.NewDocument(wire.Contract())
	if err != nil {
		return nil, err
	}
	v, errs := validator.NewValidator(doc)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	return v, nil
})

// schemaOf returns a named schema of the contract.
func schemaOf(t *testing.T, name string) *base.Schema {
	t.Helper()
	doc, err := libopenapi.NewDocument(wire.Contract())
	if err != nil {
		t.Fatal(err)
	}
	m, err := doc.BuildV3Model()
	if err != nil {
		t.Fatal(err)
	}
	return m.Model.Components.Schemas.GetOrZero(name).Schema()
}

// world is a running server over real SQLite, with two stations: people work at
// "a"; "b" is next door.
type world struct {
	*server.Server
	t   *testing.T
	dir string       // of the data
	url string       // of the database
	st  *store.Store // a second opening of the same database
	log *bytes.Buffer

	mu  sync.Mutex
	now time.Time
}

func (w *world) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

const password = "long enough"

// pictureA and pictureB are files that records of the two stations name.
var (
	pictureA = []byte("a picture of station a")
	pictureB = []byte("a picture of station b")
)

func start(t *testing.T) *world {
	t.Helper()
	return startIn(t, t.TempDir())
}

func startIn(t *testing.T, dir string) *world {
	t.Helper()
	url := "sqlite:" + filepath.Join(dir, "test.db")
	st, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, dir: dir, url: url, st: st, log: &bytes.Buffer{}, now: time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)}
	w.seed()
	w.Server, err = server.Start(t.Context(), server.Config{Data: dir, Database: url, Listen: "127.0.0.1:0", Public: "127.0.0.1:0",
		Now: w.Now, Log: slog.New(slog.NewTextHandler(w.log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error("close:", err)
		}
		if err := st.Close(); err != nil {
			t.Error("close:", err)
		}
	})
	return w
}

// seed writes one person of each role at station a and the same few records at
// both stations.
func (w *world) seed() {
	var puts []fold.Put
	put := func(kind model.Kind, id string, lane model.Lane, record any) {
		puts = append(puts, fold.Put{Kind: kind, ID: id, Lane: lane, Record: record})
	}
	for _, r := range people.Roles {
		put(model.KindUser, "u-"+string(r), model.OrgLane, people.User{ID: "u-" + string(r), Login: string(r), Name: string(r),
			Roles: []people.Role{r}, Stations: []string{"a"}})
	}
	for s, picture := range map[string][]byte{"a": pictureA, "b": pictureB} {
		lane := model.StationLane(s)
		put(model.KindStation, s, model.OrgLane, grid.Station{ID: s, Name: s})
		put(model.KindBox, "box-"+s, lane, metering.Box{ID: "box-" + s, StationID: s, Number: "B" + s,
			Places: []metering.Place{{Code: "door"}}})
		put(model.KindSeal, "seal-"+s, lane, seal.Seal{ID: "seal-" + s, StationID: s, Number: "S" + s, Custody: seal.Applied, BoxID: "box-" + s, Place: "door"})
		put(model.KindCustomer, "cust-"+s, lane, customer.Customer{ID: "cust-" + s, StationID: s, Name: "name of " + s})
		put(model.KindFile, "file-"+s, lane, evidence.File{ID: "file-" + s, StationID: s, SHA256: hashOf(picture), Bytes: int64(len(picture)), State: evidence.Awaited})
	}
	err := w.st.Write(context.Background(), func(t *store.Tx) error {
		for _, p := range puts {
			if _, err := t.Put(p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// raw opens the database past the store, to spoil it.
func raw(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", strings.TrimPrefix(url, "sqlite:")+"?_pragma=busy_timeout(5000)") // the server writes beside it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// reply is an answer that the contract allows.
type reply struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
}

// ask sends a request, reads the answer and holds it against the contract.
func (w *world) ask(method, path, token string, body []byte, headers ...string) reply {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.URL()+path, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if len(body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	if resp.StatusCode >= 500 && resp.StatusCode != http.StatusInsufficientStorage { // which is told and tested
		w.t.Errorf("%s %s: %d %s\n%s", method, path, resp.StatusCode, text, w.log)
	}
	w.allowed(req, resp, text)
	return reply{w.t, resp.StatusCode, resp.Header, text}
}

// allowed holds an answer against openapi.yaml.
func (w *world) allowed(req *http.Request, resp *http.Response, text []byte) {
	w.t.Helper()
	v, err := contract()
	if err != nil {
		w.t.Fatal(err)
	}
	if req.Method == http.MethodHead && len(text) == 0 { // problems of HEAD have no body
		return
	}
	if resp.Header.Get("Content-Type") == "application/x-ndjson" { // page checks it line by line
		return
	}
	resp.Body = io.NopCloser(bytes.NewReader(text))
	if ok, errs := v.ValidateHttpResponse(req, resp); !ok {
		for _, e := range errs {
			w.t.Errorf("%s %s: %d is not in the contract: %s: %s\n%s", req.Method, req.URL.Path, resp.StatusCode, e.Message, e.Reason, text)
		}
	}
}

func (w *world) post(path, token string, body any) reply {
	w.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.ask("POST", path, token, raw)
}

// into decodes an answer that must have a status.
func (r reply) into(status int, v any) {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("status %d, want %d: %s", r.status, status, r.body)
	}
	if v == nil {
		return
	}
	if err := json.Unmarshal(r.body, v); err != nil {
		r.t.Fatalf("%v: %s", err, r.body)
	}
}

// code returns the problem's code, "" where there is none.
func (r reply) code() string {
	var p wire.Problem
	if !strings.HasPrefix(r.header.Get("Content-Type"), "application/problem+json") || json.Unmarshal(r.body, &p) != nil {
		return ""
	}
	if p.Status != r.status {
		r.t.Errorf("problem says %d, the answer %d", p.Status, r.status)
	}
	return p.Code
}

// refused fails unless the answer is the problem with a code.
func (r reply) refused(code string) {
	r.t.Helper()
	if got := r.code(); got != code {
		r.t.Errorf("code %q, want %q: %d %s", got, code, r.status, r.body)
	}
}

// phone is an enrolled device with a person signed in.
type phone struct {
	*world
	key     ed25519.PrivateKey
	device  string
	login   string
	session wire.Session
	seq     int64
	prev    string
}

// phone enrols a device of a login and signs in.
func (w *world) phone(login string) *phone {
	w.t.Helper()
	p := w.enrol(login)
	p.signIn(password).into(http.StatusCreated, &p.session)
	return p
}

func (w *world) enrol(login string) *phone {
	w.t.Helper()
	code, err := w.Code(w.t.Context(), login)
	if err != nil {
		w.t.Fatal(err)
	}
	p := &phone{world: w, login: login}
	p.enrolAs(code)
	return p
}

func (p *phone) enrolAs(code string) {
	p.t.Helper()
	_, p.key, _ = ed25519.GenerateKey(nil)
	var out wire.EnrollAnswer
	p.post("/v1/enroll", "", p.enrolment(code)).into(http.StatusCreated, &out)
	if out.Login != p.login {
		p.t.Fatalf("enrolled as %q, want %q", out.Login, p.login)
	}
	p.device = out.DeviceId
}

func (p *phone) enrolment(code string) wire.EnrollRequest {
	secret := password
	return wire.EnrollRequest{Code: code, DeviceName: "test", Password: &secret, PublicKey: p.key.Public().(ed25519.PublicKey),
		Proof: ed25519.Sign(p.key, wire.EnrollProof(code))}
}

func (p *phone) signIn(secret string) reply {
	p.t.Helper()
	at := p.Now().UnixMilli()
	return p.post("/v1/session", "", wire.SignInRequest{DeviceId: p.device, Login: p.login, Password: secret, At: at,
		Proof: ed25519.Sign(p.key, wire.SessionProof(p.device, p.login, at))})
}

func (p *phone) refresh(token string) reply {
	p.t.Helper()
	return p.post("/v1/session/refresh", "", wire.RefreshRequest{RefreshToken: token, Proof: ed25519.Sign(p.key, wire.RefreshProof(token))})
}

// op signs the device's next operation.
func (p *phone) op(kind string, body any, target *wire.Target) []byte {
	p.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	p.seq++
	raw, err := wire.Seal(wire.Operation{OpId: uuid.Must(uuid.NewV7()).String(), Device: p.device, DevSeq: p.seq, Author: p.session.User.ID,
		Kind: kind, Schema: wire.Schema, At: p.Now().UnixMilli(), Body: text, Prev: p.prev, Target: target}, p.key)
	if err != nil {
		p.t.Fatal(err)
	}
	if p.prev, err = wire.Hash(raw); err != nil {
		p.t.Fatal(err)
	}
	return raw
}

func (p *phone) pushed(ops ...[]byte) reply {
	p.t.Helper()
	in := wire.PushRequest{Device: p.device, Schema: wire.Schema, Ops: []json.RawMessage{}}
	for _, op := range ops {
		in.Ops = append(in.Ops, op)
	}
	return p.post("/v1/sync/push", p.session.AccessToken, in)
}

// push sends operations that the server must answer one by one.
func (p *phone) push(ops ...[]byte) wire.PushAnswer {
	p.t.Helper()
	var out wire.PushAnswer
	p.pushed(ops...).into(http.StatusOK, &out)
	if len(out.Results) != len(ops) {
		p.t.Fatalf("%d answers to %d operations", len(out.Results), len(ops))
	}
	return out
}

func (p *phone) get(path string, headers ...string) reply {
	p.t.Helper()
	return p.ask("GET", path, p.session.AccessToken, nil, headers...)
}

func sighted(station string) seal.Sighted {
	return seal.Sighted{Number: "S" + station, Format: "CODE_128", BoxID: "box-" + station, Place: "door", Condition: seal.Intact}
}
