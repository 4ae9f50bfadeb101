package journey_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"dianqin/app"
	appevidence "dianqin/app/evidence"
	"dianqin/app/syncing"
	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/device/feel"
	"dianqin/device/link"
)

// TestTheWayInIsSeenWithoutANetwork: one phone takes pictures of the way to a box, and
// withdraws one; the phone of who goes there next brings what is left ahead, by itself
// and over a network that is not paid for by volume; then it has no network at all.
func TestTheWayInIsSeenWithoutANetwork(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	srv := startServer(ctx, t)
	address := "http://" + srv.addr
	phone := enrol(ctx, t, t.TempDir(), address, srv.codes["inspector"], "inspector")
	t.Cleanup(func() { _ = phone.Close() })
	desk := enrol(ctx, t, t.TempDir(), address, srv.codes["desk"], "desk")
	t.Cleanup(func() { _ = desk.Close() })
	line := newLine(t, address)
	dir := t.TempDir()
	site, err := firstSealCheck(ctx, phone)
	must(t, err)
	goesThere(ctx, t, desk, site.Task, line.url, dir)

	way := appevidence.Subject{TaskID: site.Task.ID, BoxID: site.Box.ID, Shows: evidence.ShowsApproach}
	for seed := range uint64(2) {
		jpeg, err := picture(seed)
		must(t, err)
		_, err = phone.Evidence.Take(ctx, way, jpeg)
		must(t, err)
	}
	taken, err := phone.Evidence.Approach(ctx, site.Task)
	must(t, err)
	must(t, phone.Evidence.Withdraw(ctx, taken[0].Picture))
	must(t, phone.Sync.Now(ctx))
	shown := taken[1].Shown()

	net := link.NewSwitch(link.State{Online: true, Metered: true})
	a, err := app.Open(app.Options{Dir: dir, Feel: feel.Silent(), Link: net})
	must(t, err)
	t.Cleanup(func() { _ = a.Close() })
	chosen := a.Settings.Values()
	chosen.Unmetered = true
	must(t, a.Settings.Set(chosen))
	came := make(chan struct{}, 100)
	t.Cleanup(a.Records.On(func([]model.Kind) { came <- struct{}{} }))
	a.Start()
	before := a.Sync.State().LastOK
	until(ctx, t, a, "the records are here", func(s syncing.State) bool { return !s.Running && s.LastOK.After(before) })
	before = a.Sync.State().LastOK
	a.Sync.Wake()
	until(ctx, t, a, "one more round", func(s syncing.State) bool { return !s.Running && s.LastOK.After(before) })
	items, err := a.Evidence.Approach(ctx, surveyOf(ctx, t, a, site.Task.CustomerID))
	must(t, err)
	if got := a.Evidence.Absent(items); len(items) != 1 || got.Coming != 1 {
		t.Fatalf("%d pictures, %+v are not here over a network that is paid for by volume", len(items), got)
	}
	if n := line.files.Load(); n > 0 {
		t.Errorf("%d files were asked for", n)
	}
	net.Set(link.State{Online: true})
	for a.Evidence.Absent(items) != (appevidence.Absent{}) {
		select {
		case <-came:
		case <-ctx.Done():
			t.Fatal("it did not come by itself")
		}
	}
	a.Pause()
	line.cut.Store(true)
	if err := a.Sync.Now(ctx); err == nil {
		t.Fatal("there is a network, there should be none")
	}
	raw, err := a.Picture(ctx, shown.SHA256)
	must(t, err)
	mine, err := phone.Picture(ctx, shown.SHA256)
	must(t, err)
	if sum := sha256.Sum256(raw); hex.EncodeToString(sum[:]) != shown.SHA256 || !bytes.Equal(raw, mine) {
		t.Error("it is another picture")
	}
	if img, err := a.Evidence.Thumb(ctx, items[0].Shown()); err != nil || img.Rect.Empty() {
		t.Error("it cannot be shown:", err)
	}
	if files, err := os.ReadDir(filepath.Join(dir, "ahead")); err != nil || len(files) != 1 {
		t.Errorf("%d pictures were brought, %v", len(files), err)
	}
	if s := a.Sync.State(); s.Stuck != nil || s.Files != 0 {
		t.Errorf("%+v", s)
	}
}

// TestAPictureThatIsBroughtAheadHoldsNothingBack: it hangs on its way down; what is done
// meanwhile goes up, evidence too, and then the picture comes after all.
func TestAPictureThatIsBroughtAheadHoldsNothingBack(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	srv := startServer(ctx, t)
	address := "http://" + srv.addr
	phone := enrol(ctx, t, t.TempDir(), address, srv.codes["inspector"], "inspector")
	t.Cleanup(func() { _ = phone.Close() })
	desk := enrol(ctx, t, t.TempDir(), address, srv.codes["desk"], "desk")
	t.Cleanup(func() { _ = desk.Close() })
	site, err := firstSealCheck(ctx, phone)
	must(t, err)
	open, dir := make(chan struct{}), t.TempDir()
	goesThere(ctx, t, desk, site.Task, hold(t, address, "/v1/files/", open), dir)
	jpeg, err := picture(1)
	must(t, err)
	_, err = phone.Evidence.Take(ctx, appevidence.Subject{TaskID: site.Task.ID, BoxID: site.Box.ID, Shows: evidence.ShowsApproach}, jpeg)
	must(t, err)
	must(t, phone.Sync.Now(ctx))

	a, err := app.Open(app.Options{Dir: dir, Feel: feel.Silent(), Link: link.NewSwitch(link.State{Online: true})})
	must(t, err)
	t.Cleanup(func() { _ = a.Close() })
	before := a.Sync.State().LastOK
	a.Start()
	until(ctx, t, a, "the records are here", func(s syncing.State) bool { return !s.Running && s.LastOK.After(before) })
	task := surveyOf(ctx, t, a, site.Task.CustomerID)
	must(t, a.Work.Start(ctx, task))
	jpeg, err = picture(2)
	must(t, err)
	_, err = a.Evidence.Take(ctx, appevidence.Subject{TaskID: task.ID}, jpeg)
	must(t, err)
	until(ctx, t, a, "all is up", func(s syncing.State) bool {
		return s.Pending == 0 && s.HeldSeq == s.MadeSeq && s.MadeSeq > 0 && s.Files == 0 && s.Stuck == nil
	})
	ways, err := a.Evidence.Approach(ctx, task)
	must(t, err)
	if got := a.Evidence.Absent(ways); len(ways) != 1 || got.Coming != 1 {
		t.Errorf("it came over a line that holds it: %d, %+v", len(ways), got)
	}
	close(open)
	until(ctx, t, a, "the picture is here", func(syncing.State) bool { return a.Evidence.Absent(ways) == appevidence.Absent{} })
}

// goesThere gives somebody else of the station a task at the same customer and enrols
// their phone, over a line of its own.
func goesThere(ctx context.Context, t *testing.T, desk *app.App, of work.Task, server, dir string) {
	t.Helper()
	mates, err := desk.Work.People(ctx, of.StationID)
	must(t, err)
	i := slices.IndexFunc(mates, func(u people.User) bool { return u.ID != of.AssigneeID })
	if i < 0 {
		t.Fatal("nobody else works there")
	}
	must(t, desk.Work.Create(ctx, work.Create{StationID: of.StationID, Kind: work.Survey, CustomerID: of.CustomerID, AssigneeID: mates[i].ID}))
	must(t, desk.Sync.Now(ctx))
	code, err := desk.People.IssueCode(ctx, mates[i].ID)
	must(t, err)
	must(t, enrol(ctx, t, dir, server, code.Text, mates[i].Login).Close())
}

// surveyOf is that task, which names a customer and no box.
func surveyOf(ctx context.Context, t *testing.T, a *app.App, customerID string) work.Task {
	t.Helper()
	tasks, err := a.Work.Today(ctx)
	must(t, err)
	for _, task := range tasks {
		if task.Kind == work.Survey && task.CustomerID == customerID && task.BoxID == "" {
			return task
		}
	}
	t.Fatalf("it is not among %d tasks", len(tasks))
	return work.Task{}
}

// line is the way to a server. It can be cut, and counts the files that are asked for.
type line struct {
	url   string
	cut   atomic.Bool
	files atomic.Int64
}

func newLine(t *testing.T, server string) *line {
	t.Helper()
	to, err := url.Parse(server)
	must(t, err)
	l, proxy := &line{}, httputil.NewSingleHostReverseProxy(to)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if l.cut.Load() {
			panic(http.ErrAbortHandler)
		}
		if strings.HasPrefix(r.URL.Path, "/v1/files/") {
			l.files.Add(1)
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	l.url = s.URL
	return l
}
