package server_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server/store"

	"github.com/google/uuid"
)

// next adds an inspector of station b.
func (w *world) next() {
	w.t.Helper()
	err := w.st.Write(w.t.Context(), func(t *store.Tx) error {
		_, err := t.Put(fold.Put{Kind: model.KindUser, ID: "u-next", Lane: model.OrgLane, Record: people.User{ID: "u-next", Login: "next",
			Name: "next", Roles: []people.Role{people.Inspector}, Stations: []string{"b"}}})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// devices lists what a person is told of.
func (p *phone) devices() map[string]people.Device {
	p.t.Helper()
	var out wire.DeviceList
	p.get("/v1/devices").into(http.StatusOK, &out)
	if out.ServerTime != p.Now().UnixMilli() {
		p.t.Errorf("server time %d", out.ServerTime)
	}
	all := map[string]people.Device{}
	for _, d := range out.Devices {
		all[d.ID] = d
	}
	return all
}

func (p *phone) revoke(device string) reply {
	p.t.Helper()
	return p.ask("POST", "/v1/devices/"+device+"/revoke", p.session.AccessToken, nil)
}

func TestDevices_OfTheOwnStationsPeople(t *testing.T) {
	w := start(t)
	w.next()
	mine, foreign := w.phone("inspector"), w.phone("next")
	supervisor, admin := w.phone("supervisor"), w.phone("admin")
	seen := supervisor.devices()
	d, told := seen[mine.device]
	if !told || d.Name != "test" || d.UserID != "u-inspector" || d.EnrolledAt != model.MillisOf(w.Now()) || d.RevokedAt != 0 || d.Held != 0 {
		t.Errorf("the own station's device: %+v, %v", d, told)
	}
	if _, told := seen[foreign.device]; told {
		t.Error("a supervisor is told of another station's device")
	}
	if _, told := admin.devices()[foreign.device]; !told {
		t.Error("an admin is not told of a device")
	}
}

func TestDevices_AreSeenOnceAMinute(t *testing.T) {
	w := start(t)
	p, supervisor := w.phone("inspector"), w.phone("supervisor")
	seen := func() model.Millis { return supervisor.devices()[p.device].LastSeenAt }
	if got := seen(); got != 0 {
		t.Errorf("seen at %d before the first request", got)
	}
	first := model.MillisOf(w.Now())
	for _, step := range []struct {
		pass time.Duration
		want model.Millis
	}{{0, first}, {59 * time.Second, first}, {time.Second, first + 60_000}} {
		w.pass(step.pass)
		p.get("/v1/sync/pull").into(http.StatusOK, nil)
		if got := seen(); got != step.want {
			t.Errorf("after %s seen at %d, want %d", step.pass, got, step.want)
		}
	}
}

func TestDevices_TellWhatIsHeld(t *testing.T) {
	w := start(t)
	p, supervisor := w.phone("inspector"), w.phone("supervisor")
	lost := p.op("seal.sighted", sighted("a"), nil)
	p.push(p.op("seal.sighted", sighted("a"), nil), p.op("seal.sighted", sighted("a"), nil))
	if d := supervisor.devices()[p.device]; d.Held != 2 || d.DevSeq != 0 {
		t.Errorf("before the gap is closed: %+v", d)
	}
	p.push(lost)
	if d := supervisor.devices()[p.device]; d.Held != 0 || d.DevSeq != 3 {
		t.Errorf("after: %+v", d)
	}
}

func TestRevoke_EndsTheTokensAtOnceAndKeepsWhatWasSigned(t *testing.T) {
	w := start(t)
	p, supervisor := w.phone("inspector"), w.phone("supervisor")
	signed := p.op("seal.sighted", sighted("a"), nil)
	supervisor.revoke(p.device).into(http.StatusNoContent, nil)
	at := model.MillisOf(w.Now())
	p.get("/v1/sync/pull").refused("device.revoked")
	if r := p.refresh(p.session.RefreshToken); r.status == http.StatusCreated {
		t.Error("a revoked device refreshes its session")
	}
	p.signIn(password).refused("device.revoked")
	if got := p.push(signed).Results[0]; got.Status != wire.Disputed || got.Problem == nil || got.Problem.Code != "device.revoked" {
		t.Errorf("what was signed before: %+v", got)
	}
	w.pass(time.Hour)
	supervisor.signIn(password).into(http.StatusCreated, &supervisor.session)
	supervisor.revoke(p.device).into(http.StatusNoContent, nil)
	if d := supervisor.devices()[p.device]; d.RevokedAt != at || d.DevSeq != 1 {
		t.Errorf("asked twice: %+v, first revoked at %d", d, at)
	}
}

func TestRevoke_ByRoleAndStation(t *testing.T) {
	w := start(t)
	w.next()
	victims := map[string]string{"next": w.enrol("next").device}
	for _, role := range people.Roles {
		victims[string(role)] = w.enrol(string(role)).device
	}
	for _, role := range people.Roles {
		p := w.phone(string(role))
		for login, device := range victims {
			owner := people.User{ID: "u-" + login, Roles: []people.Role{people.Role(login)}, Stations: []string{"a"}}
			if login == "next" {
				owner.Roles, owner.Stations = []people.Role{people.Inspector}, []string{"b"}
			}
			want := ""
			if !slices.Contains([]people.Role{people.Supervisor, people.Admin}, role) {
				want = "auth.forbidden"
			} else if bad := p.session.User.Manages(owner); bad != nil {
				want = bad.Code
			}
			if r := p.revoke(device); r.code() != want || want == "" && r.status != http.StatusNoContent {
				t.Errorf("%s revokes the device of %s: %d %q, want %q", role, login, r.status, r.code(), want)
			}
		}
	}
}

func TestRevoke_OfNoDevice(t *testing.T) {
	w := start(t)
	supervisor := w.phone("supervisor")
	for _, id := range []string{uuid.NewString(), "x", "%00", "%FF"} {
		if r := supervisor.revoke(id); r.status != http.StatusNotFound || r.code() != "device.not_found" {
			t.Errorf("%s: %d %s", id, r.status, r.body)
		}
	}
}

func TestIssueCode_ForWhomAPersonMayEnrol(t *testing.T) {
	w := start(t)
	w.next()
	supervisor, admin := w.phone("supervisor"), w.phone("admin")
	for _, c := range []struct {
		who    *phone
		userID string
		want   string
	}{
		{supervisor, "u-inspector", ""}, {supervisor, "u-supervisor", ""}, {supervisor, "u-next", "lane.foreign"},
		{supervisor, "u-approver", "auth.forbidden"}, {supervisor, "u-admin", "auth.forbidden"}, {supervisor, "nobody", "user.unknown"},
		{admin, "u-next", ""}, {admin, "u-approver", ""}, {admin, "nobody", "user.unknown"},
	} {
		r := c.who.post("/v1/enrolment-codes", c.who.session.AccessToken, wire.CodeRequest{UserId: c.userID})
		if r.code() != c.want || c.want == "" && r.status != http.StatusCreated {
			t.Errorf("%s asks for a code for %s: %d %q, want %q", c.who.login, c.userID, r.status, r.code(), c.want)
		}
	}
}
