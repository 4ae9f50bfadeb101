package server_test

import (
	"crypto/ed25519"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server/store"

	"github.com/pb33f/libopenapi"
)

// everyone may call a route; open routes ask for no token.
var everyone = people.Roles

// uploaders may send files.
var uploaders = []people.Role{people.Inspector, people.Surveyor, people.SealKeeper, people.Supervisor, people.Integration}

// mayCall is the table route x role as people agreed on it. A route of the
// contract that is not here fails the test.
var mayCall = map[string]struct {
	open   bool
	roles  []people.Role
	sample sample
}{
	"health":       {open: true, sample: sample{"GET", "/healthz", ""}},
	"contract":     {open: true, sample: sample{"GET", "/openapi.yaml", ""}},
	"enroll":       {open: true, sample: sample{"POST", "/v1/enroll", `{}`}},
	"issueCode":    {roles: []people.Role{people.Supervisor, people.Admin}, sample: sample{"POST", "/v1/enrolment-codes", `{"user_id":"u-inspector"}`}},
	"devices":      {roles: []people.Role{people.Supervisor, people.Admin}, sample: sample{"GET", "/v1/devices", ""}},
	"revokeDevice": {roles: []people.Role{people.Supervisor, people.Admin}, sample: sample{"POST", "/v1/devices/SPARE/revoke", ""}},
	"lastPlaces":   {roles: []people.Role{people.Supervisor}, sample: sample{"GET", "/v1/people/places", ""}},
	"signIn":       {open: true, sample: sample{"POST", "/v1/session", `{}`}},
	"refresh":      {open: true, sample: sample{"POST", "/v1/session/refresh", `{}`}},
	"push":         {roles: everyone, sample: sample{"POST", "/v1/sync/push", `{"device":"DEVICE","schema":1,"ops":[]}`}},
	"pull":         {roles: everyone, sample: sample{"GET", "/v1/sync/pull", ""}},
	"wake":         {roles: everyone, sample: sample{"GET", "/v1/sync/wake?wait=0", ""}},
	"digest":       {roles: everyone, sample: sample{"GET", "/v1/sync/digest?lane=org", ""}},
	"repair":       {roles: everyone, sample: sample{"GET", "/v1/sync/range?lane=org&ranges=00", ""}},
	"snapshot":     {roles: everyone, sample: sample{"GET", "/v1/sync/snapshot?schema=2.1", ""}},
	"snapshotFile": {roles: everyone, sample: sample{"GET", "/v1/sync/snapshot/" + hashOf(nil)[:32] + "/2.1/" + hashOf(nil), ""}},
	"packs":        {roles: everyone, sample: sample{"GET", "/v1/packs", ""}},
	"packFile":     {roles: everyone, sample: sample{"GET", "/v1/packs/never", ""}},
	"hasFile":      {roles: everyone, sample: sample{"HEAD", "/v1/files/" + hashOf([]byte("never")), ""}},
	"getFile":      {roles: everyone, sample: sample{"GET", "/v1/files/" + hashOf([]byte("never")), ""}},
	"putFile": {roles: uploaders,
		sample: sample{"PUT", "/v1/files/" + hashOf([]byte("new")), "new"}},
	"beginUpload":  {roles: uploaders, sample: sample{"POST", "/v1/uploads", ""}},
	"lookAtUpload": {roles: uploaders, sample: sample{"HEAD", "/v1/uploads/" + hashOf([]byte("never")), ""}},
	"appendUpload": {roles: uploaders, sample: sample{"PATCH", "/v1/uploads/" + hashOf([]byte("never")), "new"}},
	"signOut":      {roles: everyone, sample: sample{"DELETE", "/v1/session", ""}}, // the walk takes the map's order: any
}

type sample struct{ method, path, body string }

// operations lists what openapi.yaml describes: id -> method and path.
func operations(t *testing.T) map[string]sample {
	t.Helper()
	doc, err := libopenapi.NewDocument(wire.Contract())
	if err != nil {
		t.Fatal(err)
	}
	m, err := doc.BuildV3Model()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]sample{}
	for path, item := range m.Model.Paths.PathItems.FromOldest() {
		for method, op := range item.GetOperations().FromOldest() {
			out[op.OperationId] = sample{strings.ToUpper(method), path, ""}
		}
	}
	return out
}

func TestRights_EveryRouteForEveryRole(t *testing.T) {
	w := start(t)
	phones := map[people.Role]*phone{}
	for _, r := range people.Roles {
		phones[r] = w.phone(string(r))
	}
	spare := w.enrol("inspector").device // that may be lost
	for id, op := range operations(t) {
		row, listed := mayCall[id]
		if !listed || row.sample.method != op.method {
			t.Errorf("%s %s is in the contract and not in the table", op.method, op.path)
			continue
		}
		s := row.sample
		s.path = strings.ReplaceAll(s.path, "SPARE", spare)
		anonymous := w.ask(s.method, s.path, "", []byte(s.body))
		if got := anonymous.status == http.StatusUnauthorized; got == row.open {
			t.Errorf("%s without a token: %d %s", id, anonymous.status, anonymous.body)
		}
		for _, role := range people.Roles {
			p := phones[role]
			r := w.ask(s.method, s.path, p.session.AccessToken, []byte(strings.ReplaceAll(s.body, "DEVICE", p.device)))
			forbidden := r.status == http.StatusForbidden
			if want := !row.open && !slices.Contains(row.roles, role); forbidden != want {
				t.Errorf("%s as %s: %d %s", id, role, r.status, r.body)
			}
		}
	}
}

func TestRights_PullHoldsNoForeignLane(t *testing.T) {
	w := start(t)
	stationReaders := []people.Role{people.Inspector, people.Surveyor, people.SealKeeper, people.Supervisor, people.Approver, people.Auditor, people.Integration}
	for _, role := range people.Roles {
		p := w.phone(string(role))
		own := 0
		for _, row := range p.pullAll("20000") {
			switch row.Lane {
			case "org", "user:" + p.session.User.ID:
			case "station:a":
				own++
			default:
				t.Errorf("%s pulls %s of %s", role, row.Kind, row.Lane)
			}
		}
		if (own > 0) != slices.Contains(stationReaders, role) {
			t.Errorf("%s pulls %d rows of the own station", role, own)
		}
		asked := p.get(`/v1/sync/pull?cursor=%7B%22station:b%22:0%7D&epoch=` + p.epoch())
		rows, end := page(t, asked.body)
		if _, told := end.Cursor["station:b"]; told || slices.ContainsFunc(rows, func(r wire.PullRow) bool { return r.Lane == "station:b" }) {
			t.Errorf("%s is told of a foreign lane by asking for it", role)
		}
	}
}

func TestRights_BytesOfAForeignLaneAreForbidden(t *testing.T) {
	w := start(t)
	writers := []people.Role{people.Inspector, people.Surveyor, people.SealKeeper, people.Supervisor, people.Integration}
	readers := append([]people.Role{people.Approver, people.Auditor}, writers...)
	owner := w.phone("inspector")
	a, b := "/v1/files/"+hashOf(pictureA), "/v1/files/"+hashOf(pictureB)
	w.ask("PUT", a, owner.session.AccessToken, pictureA, "Content-Type", "image/jpeg").into(http.StatusCreated, nil)
	for _, role := range people.Roles {
		token := w.phone(string(role)).session.AccessToken
		if got := w.ask("GET", a, token, nil).status == http.StatusOK; got != slices.Contains(readers, role) {
			t.Errorf("%s reads the own station's file: %v", role, got)
		}
		if got := w.ask("PUT", a, token, pictureA, "Content-Type", "image/jpeg").status == http.StatusCreated; got != slices.Contains(writers, role) {
			t.Errorf("%s writes the own station's file: %v", role, got)
		}
		w.ask("GET", b, token, nil).refused("lane.foreign")
		if r := w.ask("HEAD", b, token, nil); r.status != http.StatusForbidden {
			t.Errorf("%s asks for a foreign file: %d", role, r.status)
		}
		if r := w.ask("PUT", b, token, pictureB); r.status != http.StatusForbidden {
			t.Errorf("%s writes a foreign file: %d", role, r.status)
		}
	}
}

// TestRights_OperationsByRoleAndLane walks one fact, one patch and two commands
// through every role at the own station and next door.
func TestRights_OperationsByRoleAndLane(t *testing.T) {
	w := start(t)
	field := []people.Role{people.Inspector, people.Surveyor, people.SealKeeper, people.Supervisor}
	cases := []struct {
		kind    string
		roles   []people.Role
		refused wire.OpAnswerStatus // what who may not is answered
		send    func(p *phone, station string) []byte
	}{
		{"seal.sighted", field, wire.Disputed, func(p *phone, station string) []byte { return p.op("seal.sighted", sighted(station), nil) }},
		{"customer", append(slices.Clone(field), people.Integration), wire.Refused, func(p *phone, station string) []byte {
			return p.op("customer", json.RawMessage(`{"set":{"note":"`+p.login+`"}}`), &wire.Target{Kind: "customer", Id: "cust-" + station, BaseVer: 99, Epoch: p.epoch()})
		}},
		{"order.create", []people.Role{people.Supervisor}, wire.Refused, func(p *phone, station string) []byte {
			return p.op("order.create", json.RawMessage(`{"station_id":"`+station+`","kind":"inspection","box_id":"box-`+station+`"}`), nil)
		}},
	}
	for _, c := range cases {
		for _, role := range people.Roles {
			p := w.phone(string(role))
			for _, station := range []string{"a", "b"} {
				got := p.push(c.send(p, station)).Results[0]
				may := slices.Contains(c.roles, role) && station == "a"
				var code string
				if got.Problem != nil {
					code = got.Problem.Code
				}
				switch {
				case may && (got.Status == c.refused || code == "auth.forbidden" || code == "lane.foreign"):
					t.Errorf("%s as %s at %s: %s %s", c.kind, role, station, got.Status, code)
				case !may && (got.Status != c.refused || code != "auth.forbidden" && code != "lane.foreign"):
					t.Errorf("%s as %s at %s: %s %s, want %s", c.kind, role, station, got.Status, code, c.refused)
				}
			}
		}
	}
	w.untouched()
}

// untouched fails when anything but an exception was written next door.
func (w *world) untouched() {
	w.t.Helper()
	err := w.st.Read(w.t.Context(), func(t *store.Tx) error {
		_, _, err := t.Rows("station:b", 0, 1000, func(r store.Row) error {
			if r.Kind != model.KindException && r.Ver != 1 || r.Kind == model.KindSealEvent || r.Kind == model.KindOrder {
				w.t.Errorf("next door: %s %s has version %d", r.Kind, r.ID, r.Ver)
			}
			return nil
		})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestRights_PublicListenerAnswersNoStaffRoute(t *testing.T) {
	w := start(t)
	token := w.phone("admin").session.AccessToken
	for id := range operations(t) {
		s := mayCall[id].sample
		req, _ := http.NewRequestWithContext(t.Context(), s.method, w.PublicURL()+s.path, strings.NewReader(s.body))
		req.Header.Set("Authorization", "Bearer "+token)
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if want := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[id == "health"]; resp.StatusCode != want {
			t.Errorf("public %s: %d, want %d", id, resp.StatusCode, want)
		}
	}
}

func TestRights_ADeviceSpeaksOnlyForItself(t *testing.T) {
	w := start(t)
	a, b := w.phone("inspector"), w.phone("supervisor")
	a.post("/v1/sync/push", a.session.AccessToken, wire.PushRequest{Device: b.device, Ops: []json.RawMessage{}}).refused("device.other")
	at := w.Now().UnixMilli()
	w.post("/v1/session", "", wire.SignInRequest{DeviceId: b.device, Login: "inspector", Password: password, At: at,
		Proof: ed25519.Sign(a.key, wire.SessionProof(b.device, "inspector", at))}).refused("auth.wrong")
}

func (p *phone) epoch() string {
	p.t.Helper()
	var h wire.Health
	p.ask("GET", "/healthz", "", nil).into(http.StatusOK, &h)
	return h.Epoch
}
