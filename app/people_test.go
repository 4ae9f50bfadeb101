package app_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dianqin/app"
	apppeople "dianqin/app/people"
	"dianqin/app/session"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/device/feel"
	"dianqin/device/sim"
	"dianqin/server"
)

// demoServer is a real server with a small demo region.
func demoServer(t *testing.T) *server.Server {
	t.Helper()
	dir := t.TempDir()
	s, err := server.Start(t.Context(), server.Config{Data: dir, Database: "sqlite:" + filepath.Join(dir, "server.db"),
		Listen: "127.0.0.1:0", Demo: true, DemoSize: 200})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error("close:", err)
		}
	})
	return s
}

// enrolled is an app that somebody signed in on, with the region in its store.
func enrolled(t *testing.T, s *server.Server, login string) *app.App {
	t.Helper()
	code, err := s.Code(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	return taken(t, session.Enrolment{Server: s.URL(), Code: code}, login)
}

func taken(t *testing.T, e session.Enrolment, login string) *app.App {
	t.Helper()
	a, err := app.Open(app.Options{Dir: t.TempDir(), Feel: feel.Silent(), Camera: sim.NewCamera()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error("close:", err)
		}
	})
	if _, err := a.Session.Enroll(t.Context(), e, "phone of "+login, ""); err != nil {
		t.Fatal(err)
	}
	if err := a.Session.SignIn(t.Context(), login, "dianqin"); err != nil {
		t.Fatal(err)
	}
	if err := a.Sync.Now(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

func codeOf(err error) string {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func TestPeople_ACodeEnrolsADeviceAndRevokingEndsIt(t *testing.T) {
	s := demoServer(t)
	desk := enrolled(t, s, "desk")
	ctx := context.Background()

	staff, err := desk.People.List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(staff, func(p apppeople.Person) bool { return p.Login == "inspector" })
	if at < 0 || staff[at].Manage != nil || len(staff[at].StationNames) == 0 {
		t.Fatalf("the inspector among %d people: %+v", len(staff), staff)
	}
	person := staff[at]
	code, err := desk.People.IssueCode(ctx, person.ID)
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(code.Expires); left < 10*time.Minute || left > 16*time.Minute {
		t.Errorf("the code expires in %s", left)
	}
	e, ok := session.ParseEnrolment(wire.EnrollText(code.Server, code.Text))
	if !ok || e.Server != s.URL() || e.Code != code.Text || len(code.QR) == 0 {
		t.Fatalf("the code says %+v", e)
	}
	phone := taken(t, e, "inspector")

	all, err := desk.People.Devices(ctx)
	if err != nil {
		t.Fatal(err)
	}
	of := all.Of(person.ID)
	if len(of) != 1 || of[0].Name != "phone of inspector" || of[0].Health != people.HealthCurrent || of[0].Own {
		t.Fatalf("devices of the inspector: %+v", of)
	}
	if mine := all.Of(desk.Session.User().ID); len(mine) != 1 || !mine[0].Own {
		t.Errorf("the desk's own device: %+v", mine)
	}
	if err := desk.People.Revoke(ctx, of[0].ID); err != nil {
		t.Fatal(err)
	}
	if code := codeOf(phone.Sync.Now(ctx)); code != "device.revoked" {
		t.Errorf("the revoked phone syncs: %q", code)
	}
	if all, err = desk.People.Devices(ctx); err != nil || all.Of(person.ID)[0].Health != people.HealthRevoked {
		t.Errorf("after revoking: %+v, %v", all.Of(person.ID), err)
	}
}

func TestPeople_WithoutTheServerThereArePeopleAndNoDevices(t *testing.T) {
	s := demoServer(t)
	desk, phone := enrolled(t, s, "desk"), enrolled(t, s, "inspector")
	ctx := context.Background()
	if _, err := phone.People.Devices(ctx); codeOf(err) != "auth.forbidden" {
		t.Errorf("an inspector asks for devices: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	staff, err := desk.People.List(ctx)
	if err != nil || len(staff) == 0 {
		t.Errorf("%d people, %v", len(staff), err)
	}
	if _, err := desk.People.Devices(ctx); codeOf(err) != "network.unreachable" {
		t.Errorf("devices without a server: %v", err)
	}
	if _, err := desk.People.IssueCode(ctx, staff[0].ID); codeOf(err) != "network.unreachable" {
		t.Errorf("a code without a server: %v", err)
	}
}
