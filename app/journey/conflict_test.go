package journey_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"dianqin/app"
	"dianqin/app/patches"
	"dianqin/app/seals"
	"dianqin/data/model/cases"
)

// TestTwoWhoChangeACustomerChooseOnce: both change the telephone number without knowing
// of each other; nothing is overwritten, the one who came later chooses, and all agree.
func TestTwoWhoChangeACustomerChooseOnce(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	srv := startServer(ctx, t)
	phone := enrol(ctx, t, t.TempDir(), "http://"+srv.addr, srv.codes["inspector"], "inspector")
	t.Cleanup(func() { _ = phone.Close() })
	desk := enrol(ctx, t, t.TempDir(), "http://"+srv.addr, srv.codes["desk"], "desk")
	t.Cleanup(func() { _ = desk.Close() })
	site, err := firstSealCheck(ctx, phone)
	must(t, err)
	id := site.Task.CustomerID
	if id == "" {
		t.Fatal("the task is about no customer")
	}

	change := func(a *app.App, to string) {
		t.Helper()
		s, err := a.Patches.Open(ctx, id)
		must(t, err)
		changed, err := a.Patches.Save(ctx, s, patches.Change{Phone: to, Note: s.Customer.Note})
		must(t, err)
		if !changed {
			t.Fatal("nothing differs")
		}
		if now, err := a.Patches.Open(ctx, id); err != nil || now.Customer.Phone != to {
			t.Fatalf("it does not count here at once: %q, %v", now.Customer.Phone, err)
		}
	}
	number := func(a *app.App) string {
		t.Helper()
		s, err := a.Patches.Open(ctx, id)
		must(t, err)
		return s.Customer.Phone
	}
	change(phone, "13900000001")
	change(desk, "13900000002")
	must(t, desk.Sync.Now(ctx))
	must(t, phone.Sync.Now(ctx))
	items, err := phone.Sync.Items(ctx)
	must(t, err)
	if len(items) != 1 || items[0].Status != "conflict" || number(phone) != "13900000002" {
		t.Fatalf("items %+v, the phone shows %s", items, number(phone))
	}
	c, err := phone.Patches.Conflict(ctx, items[0].OpID)
	must(t, err)
	if len(c.Fields) != 1 || string(c.Fields[0].Mine) != `"13900000001"` || string(c.Fields[0].Theirs) != `"13900000002"` ||
		c.Mine.Name != phone.Session.User().Name || c.Theirs.Name != desk.Session.User().Name || c.Theirs.At == 0 || c.Title == "" {
		t.Fatalf("%+v", c)
	}
	if err := phone.Patches.Resolve(ctx, c, nil); err == nil {
		t.Error("resolved without a choice")
	}
	third, _ := json.Marshal("13900000003")
	must(t, phone.Patches.Resolve(ctx, c, map[string]json.RawMessage{"phone": third}))
	must(t, phone.Sync.Now(ctx))
	must(t, desk.Sync.Now(ctx))
	if number(phone) != "13900000003" || number(desk) != "13900000003" {
		t.Errorf("phone %s, desk %s", number(phone), number(desk))
	}
	seen, err := desk.Patches.Conflict(ctx, c.OpID)
	must(t, err)
	if seen.State != cases.Closed || seen.Decider != phone.Session.User().Name {
		t.Errorf("the desk sees %s by %q", seen.State, seen.Decider)
	}
	if err := desk.Patches.Resolve(ctx, seen, map[string]json.RawMessage{"phone": seen.Fields[0].Theirs}); err == nil {
		t.Error("resolved twice")
	}
}

// TestARestoredServerIsToldAgain: the server comes back from a backup that is older
// than what a phone did; the phone notices, says so, and nothing is lost.
func TestARestoredServerIsToldAgain(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	srv := startServer(ctx, t)
	dir := t.TempDir()
	phone := enrol(ctx, t, dir, "http://"+srv.addr, srv.codes["inspector"], "inspector")
	t.Cleanup(func() { _ = phone.Close() })
	kept, again := t.TempDir(), t.TempDir()
	run(ctx, t, srv.program, "backup", "--data", srv.dir, "--to", kept)

	site, err := firstSealCheck(ctx, phone)
	must(t, err)
	visit := seals.Visit{TaskID: site.Task.ID, StationID: site.Task.StationID, BoxID: site.Box.ID}
	for _, l := range site.Sweep.Lines[:3] {
		_, err := phone.Seals.Identify(ctx, visit, l.Seal.Number, "CODE_128")
		must(t, err)
	}
	must(t, phone.Sync.Now(ctx))
	made := phone.Sync.State().MadeSeq
	srv.stop(t)
	run(ctx, t, srv.program, "restore", "--data", again, "--from", kept)
	srv.dir = again
	srv.cmd = exec.Command(srv.program, "--data", again, "--listen", srv.addr)
	srv.cmd.Stderr = os.Stderr
	must(t, srv.cmd.Start())
	waitReady(ctx, t, srv.addr)

	for range 3 {
		_ = phone.Sync.Now(ctx) // the first finds a gap, or another epoch
	}
	s := phone.Sync.State()
	if s.Pending != 0 || s.MadeSeq != made || s.HeldSeq != made {
		t.Errorf("after the restore: %+v", s)
	}
	if s.Restored.Again != int(made) || s.Restored.At.IsZero() {
		t.Errorf("the person is told of %+v, %d were made", s.Restored, made)
	}
	must(t, phone.Close())
	phone, err = openApp(dir)
	must(t, err)
	if phone.Sync.State().Restored.Again != int(made) {
		t.Error("started again the phone has forgotten to tell")
	}
	must(t, phone.Sync.SeenRestored())
	if got := phone.Sync.State().Restored; !got.At.IsZero() {
		t.Errorf("seen, and still told: %+v", got)
	}
	if after, err := phone.Work.Site(ctx, site.Task.ID); err != nil || after.Sweep.Lines[0].Verdict == nil {
		t.Errorf("the sweep is lost: %v", err)
	}
}

// run runs a command to its end.
func run(ctx context.Context, t *testing.T, program string, args ...string) {
	t.Helper()
	if out, err := exec.CommandContext(ctx, program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
}
