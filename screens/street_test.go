package screens_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dianqin/app"
	"dianqin/assets/demo"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/customer"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/device/sim"
	"dianqin/screens"
	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2/test"
)

// number is a seal's number of the lot of station s1.
func number(i int) string {
	return "31010070000000123447" + string(rune('0'+i/10)) + string(rune('0'+i%10))
}

func at(hours int) model.Millis {
	return model.MillisOf(uitest.Now().Add(time.Duration(hours) * time.Hour))
}

func row(t testing.TB, kind model.Kind, id string, lane model.Lane, record any) wire.PullRow {
	t.Helper()
	body, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	raw := json.RawMessage(body)
	return wire.PullRow{Kind: string(kind), Id: id, Lane: string(lane), Ver: 1, Seq: 1, State: wire.Live, Body: &raw}
}

// inspector is who is signed in.
func inspector() people.User {
	return people.User{ID: "u1", Login: "31070214", Name: "李敏", Roles: []people.Role{people.Inspector}, Stations: []string{"s1"}}
}

// street is a box with three seals, a customer with a debt, tasks of every state.
func street(t testing.TB) []wire.PullRow {
	t.Helper()
	s1 := model.StationLane("s1")
	where := model.Position{Lat: 31.2, Lon: 121.6, Source: "register"}
	rows := []wire.PullRow{
		row(t, model.KindUser, "u1", model.OrgLane, inspector()),
		row(t, model.KindUser, "u2", model.OrgLane, people.User{ID: "u2", Login: "31070215", Name: "周海", Roles: []people.Role{people.Inspector}, Stations: []string{"s1"}}),
		row(t, model.KindSealLot, "l1", model.OrgLane, seal.Lot{ID: "l1", Code: "2024-07", StationID: "s1", Kind: "cover", From: number(0), To: number(99), Count: 100}),
		row(t, model.KindCustomer, "c1", s1, customer.Customer{ID: "c1", StationID: "s1", Number: "3107001234", Name: "王建国", Class: customer.Residential,
			Address: "张江路 88 弄 5 号 102 室", Phone: "13800000001", Position: where}),
		row(t, model.KindBox, "b1", s1, metering.Box{ID: "b1", StationID: "s1", Number: "880000000012", Address: "张江路 88 弄 5 号", Position: where,
			Places: []metering.Place{{Code: "door", Kind: "box"}, {Code: "m1.cover.left", Kind: "cover", MeterID: "m1"}, {Code: "m1.cover.right", Kind: "cover", MeterID: "m1"}}}),
		row(t, model.KindBox, "b2", s1, metering.Box{ID: "b2", StationID: "s1", Number: "880000000013", Address: "张江路 90 弄 3 号"}),
		row(t, model.KindMeter, "m1", s1, metering.Meter{ID: "m1", StationID: "s1", BoxID: "b1", CustomerID: "c1", Number: "3130001000000123488310", Model: "DDZY102", Phases: 1}),
		row(t, model.KindReadings, "m1", s1, metering.Readings{ID: "m1", StationID: "s1", Months: []metering.Reading{{At: at(-720), KWh: 12846}, {At: at(-24), KWh: 13158}}}),
		row(t, model.KindBill, "bill1", s1, arrears.Bill{ID: "bill1", StationID: "s1", CustomerID: "c1", Month: "2026-01", Amount: 128450, DueAt: at(-47 * 24)}),
		row(t, model.KindSeal, "held", s1, seal.Seal{ID: "held", StationID: "s1", Number: number(60), Kind: "cover", Custody: seal.Issued, Condition: seal.Intact, HolderID: "u1"}),
		row(t, model.KindSeal, "n99", s1, seal.Seal{ID: "n99", StationID: "s1", Number: number(99), Kind: "cover", Custody: seal.Applied, Condition: seal.Intact, BoxID: "b2", Place: "door", ChangedAt: at(-2000)}),
	}
	for i, place := range []string{"door", "m1.cover.left", "m1.cover.right"} {
		n := number(71 + i)
		rows = append(rows, row(t, model.KindSeal, "n"+n, s1, seal.Seal{ID: "n" + n, StationID: "s1", Number: n, Kind: "cover",
			Custody: seal.Applied, Condition: seal.Intact, BoxID: "b1", Place: place, AppliedAt: at(-9000), ChangedAt: at(-9000)}))
	}
	for i, k := range []work.Kind{work.SealCheck, work.Inspection, work.Disconnection, work.Survey} {
		id := string(rune('1' + i))
		task := work.Task{ID: "t" + id, StationID: "s1", OrderID: "o" + id, Number: "004" + id, Kind: k, State: work.Todo, AssigneeID: "u1", CustomerID: "c1", BoxID: "b1",
			Name: "王建国", Address: "张江路 88 弄 5 号 102 室", Position: where, Sequence: i + 1, DueAt: at(i - 1)}
		if i == 3 {
			task.State, task.Sequence = work.Done, 9
		}
		rows = append(rows, row(t, model.KindTask, task.ID, s1, task))
	}
	var rules []policy.Row
	if err := json.Unmarshal(demo.Policy(), &rules); err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		rows = append(rows, row(t, model.KindPolicy, r.ID, model.OrgLane, r))
	}
	return rows
}

// signedIn makes a data folder in which the inspector has worked before.
func signedIn(t testing.TB, rows []wire.PullRow) string {
	t.Helper()
	return signedInAs(t, rows, inspector())
}

// signedInAs is signedIn of somebody else.
func signedInAs(t testing.TB, rows []wire.PullRow, who people.User) string {
	t.Helper()
	dir := t.TempDir()
	store, err := local.Open(dir, local.Options{Now: uitest.Now})
	if err != nil {
		t.Fatal(err)
	}
	end := wire.PullEnd{End: true, Epoch: "e1", Rows: len(rows), Cursor: map[string]int64{"org": 1, "station:s1": 1, "cases:s1": 1}}
	if err := store.ApplyPage(context.Background(), rows, end); err != nil {
		t.Fatal(err)
	}
	user, err := json.Marshal(who)
	if err != nil {
		t.Fatal(err)
	}
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	for k, v := range map[string]string{"session.device": "d1", "session.user": string(user), "session.server": "https://yx.example:8443",
		"session.key": base64.StdEncoding.EncodeToString(key), "sync.last_ok": uitest.Now().Add(-10 * time.Minute).Format(time.RFC3339)} {
		if err := store.SetSetting(k, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// phone opens the app on a folder, in a window.
func phone(t testing.TB, dir string, o uitest.Options) (*uitest.Stage, *app.App, *sim.Camera) {
	t.Helper()
	camera := sim.NewCamera()
	moment := uitest.Now()
	a, err := app.Open(app.Options{Dir: dir, Now: func() time.Time { moment = moment.Add(time.Millisecond); return moment }, Camera: camera, Feel: &sim.Feel{}})
	if err != nil {
		t.Fatal(err)
	}
	s := uitest.New(t, o)
	t.Cleanup(func() {
		s.Ctx.Nav.Clear()
		s.Settle()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	screens.Phone(a, s.Ctx, "")
	s.Settle()
	return s, a, camera
}

// await settles until a text is on the screen: the camera runs beside the screen.
func await(s *uitest.Stage, text string) {
	s.T.Helper()
	for range 300 {
		s.Settle()
		if s.Has(text) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.See(text)
}

func capture(s *uitest.Stage, name string) {
	if os.Getenv("DIANQIN_PICTURES") != "" {
		s.Capture(filepath.Base(name))
	}
}

// tapNth presses the i-th of several things that say the same.
func tapNth(s *uitest.Stage, text string, i int) {
	s.T.Helper()
	for _, o := range test.LaidOutObjects(s.Window.Content()) {
		if w, ok := o.(*ui.Text); ok && w.String() == text {
			if i--; i < 0 {
				s.TapObject(w)
				return
			}
		}
	}
	s.T.Fatalf("there are not that many %q", text)
}

func box(t testing.TB, camera *sim.Camera, numbers ...string) {
	t.Helper()
	picture, _, err := sim.Box(numbers, sim.DefaultLook(7))
	if err != nil {
		t.Fatal(err)
	}
	camera.Show(picture)
}
