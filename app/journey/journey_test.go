// Package journey_test plays the main job from end to end without pixels: a real
// server process, the real app, real pictures of bar codes; the phone is killed
// between scan and sync, the network is cut while it pushes, and in the end
// nothing is lost and nothing is there twice.
package journey_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dianqin/app"
	appevidence "dianqin/app/evidence"
	"dianqin/app/evidence/photo"
	"dianqin/app/seals"
	"dianqin/app/session"
	"dianqin/app/work"
	"dianqin/data/model/cases"
	"dianqin/data/model/evidence"
	"dianqin/data/model/inspection"
	"dianqin/data/model/seal"
	domain "dianqin/data/model/work"
	"dianqin/device/feel"
	"dianqin/device/sim"
	"dianqin/scan"
)

// When this test program is started with these, it is the phone.
const (
	envPhone    = "DIANQIN_JOURNEY_PHONE"   // folder of the phone's data
	workIsDone  = "the work is done"        // printed by the phone when it may be killed
	demoSize    = 600                       // customers
	password    = "dianqin"                 // of the demo's accounts
	patience    = 2 * time.Minute           //
	foreignSeal = "DIANQIN_JOURNEY_FOREIGN" // a number that hangs elsewhere
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(envPhone); dir != "" {
		if err := playPhone(dir); err != nil {
			fmt.Println("phone:", err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func openApp(dir string) (*app.App, error) {
	return app.Open(app.Options{Dir: dir, Feel: feel.Silent()})
}

// playPhone does the day's first task without a network and waits to be killed.
func playPhone(dir string) error {
	ctx := context.Background()
	a, err := openApp(dir)
	if err != nil {
		return err
	}
	if err := a.Sync.Now(ctx); err == nil {
		return errors.New("there is a network, there should be none")
	}
	site, err := firstSealCheck(ctx, a)
	if err != nil {
		return err
	}
	if err := a.Work.Start(ctx, site.Task); err != nil {
		return err
	}
	visit := seals.Visit{TaskID: site.Task.ID, StationID: site.Task.StationID, BoxID: site.Box.ID}
	for i, l := range site.Sweep.Lines {
		f, err := scanPicture(ctx, a, visit, l.Seal.Number, uint64(i))
		if err != nil {
			return err
		}
		if f.Verdict.Identity != seal.Here || f.Verdict.Tone != seal.Right {
			return fmt.Errorf("seal %s: verdict %+v", l.Seal.Number, f.Verdict)
		}
	}
	f, err := scanPicture(ctx, a, visit, os.Getenv(foreignSeal), 99)
	if err != nil {
		return err
	}
	if f.Verdict.Identity != seal.Elsewhere || f.Verdict.Tone != seal.Wrong {
		return fmt.Errorf("foreign seal %s: verdict %+v", f.Number, f.Verdict)
	}
	if err := noteBroken(ctx, a, visit, site); err != nil {
		return err
	}
	if err := a.Work.Finish(ctx, site.Task.ID); err != nil {
		return err
	}
	fmt.Println(workIsDone)
	select {} // killed here: nothing was closed
}

// scanPicture paints the label as a photograph and reads it from its pixels.
func scanPicture(ctx context.Context, a *app.App, v seals.Visit, number string, seed uint64) (seals.Finding, error) {
	img, err := sim.Label(number, sim.DefaultLook(seed))
	if err != nil {
		return seals.Finding{}, err
	}
	symbols := scan.New(scan.Options{}).Scan(scan.FromImage(img))
	if len(symbols) != 1 {
		return seals.Finding{}, fmt.Errorf("label %s: read %v", number, symbols)
	}
	return a.Seals.Identify(ctx, v, symbols[0].Text, string(symbols[0].Format))
}

func noteBroken(ctx context.Context, a *app.App, v seals.Visit, site work.Site) error {
	broken := site.Sweep.Lines[2].Seal
	if err := a.Seals.Note(ctx, v, broken.Number, broken.Place, seal.Broken, "线断"); err != nil {
		return err
	}
	for i, shows := range []string{broken.Number, os.Getenv(foreignSeal)} {
		jpeg, err := picture(uint64(i))
		if err == nil {
			_, err = a.Evidence.Take(ctx, appevidence.Subject{TaskID: v.TaskID, BoxID: v.BoxID, Shows: shows}, jpeg)
		}
		if err != nil {
			return err
		}
	}
	if err := drawAndWithdraw(ctx, a, v, broken.Number); err != nil {
		return err
	}
	d := site.Draft
	for _, item := range site.Sheet.Items {
		d.Items = append(d.Items, inspection.Item{Code: item.Code, Answer: inspection.OK})
	}
	return a.Work.SaveDraft(ctx, site.Task.ID, d)
}

// drawAndWithdraw draws on the picture of a seal, and takes one more that is not to be
// sent after all.
func drawAndWithdraw(ctx context.Context, a *app.App, v seals.Visit, number string) error {
	all, err := a.Evidence.Of(ctx, v.TaskID, number)
	if err != nil || len(all) != 1 {
		return fmt.Errorf("pictures of %s: %d, %w", number, len(all), err)
	}
	line := photo.Stroke{Shape: photo.Arrow, Ink: photo.Red, Points: []photo.Point{{X: 0.2, Y: 0.8}, {X: 0.5, Y: 0.5}}}
	if err := a.Evidence.Sketch(ctx, all[0].Picture, []photo.Stroke{line}); err != nil {
		return err
	}
	jpeg, err := picture(77)
	if err != nil {
		return err
	}
	if _, err := a.Evidence.Take(ctx, appevidence.Subject{TaskID: v.TaskID, BoxID: v.BoxID}, jpeg); err != nil {
		return err
	}
	if all, err = a.Evidence.Of(ctx, v.TaskID, ""); err != nil {
		return err
	}
	for _, it := range all {
		if it.Shows == "" {
			return a.Evidence.Withdraw(ctx, it.Picture)
		}
	}
	return errors.New("the picture of the site is not there")
}

func picture(seed uint64) ([]byte, error) {
	img, err := sim.Label("31010070000000000000", sim.DefaultLook(1000+seed))
	if err != nil {
		return nil, err
	}
	return sim.JPEG(img, 80)
}

func firstSealCheck(ctx context.Context, a *app.App) (work.Site, error) {
	tasks, err := a.Work.Today(ctx)
	if err != nil {
		return work.Site{}, err
	}
	for _, t := range tasks {
		if t.Kind == domain.SealCheck {
			return a.Work.Site(ctx, t.ID)
		}
	}
	return work.Site{}, fmt.Errorf("no seal check among %d tasks", len(tasks))
}

func TestTheMainJobLosesNothingAndDoublesNothing(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	srv := startServer(ctx, t)
	net := startCutter(t, srv.addr)
	phoneDir := t.TempDir()

	phone := enrol(ctx, t, phoneDir, net.url(), srv.codes["inspector"], "inspector")
	site, err := firstSealCheck(ctx, phone)
	if err != nil {
		t.Fatal(err)
	}
	if len(site.Sweep.Lines) != 8 {
		t.Fatalf("%d seals are expected in the box, want 8", len(site.Sweep.Lines))
	}
	foreign := foreignNumber(ctx, t, phone, site)
	broken := site.Sweep.Lines[2].Seal
	must(t, phone.Close())

	net.refuse(true)
	killPhone(ctx, t, phoneDir, foreign)

	phone, err = openApp(phoneDir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = phone.Close() })
	after, err := phone.Work.Site(ctx, site.Task.ID)
	if err != nil {
		t.Fatal(err)
	}
	if after.Task.State != domain.Done || after.Photos[broken.Number] != 1 || len(after.Sweep.Strange) != 1 {
		t.Fatalf("after the kill: state %s, photos %v, strange %d", after.Task.State, after.Photos, len(after.Sweep.Strange))
	}
	made := phone.Sync.State().MadeSeq
	if waits := phone.Sync.State().Pending; int64(waits) != made || waits < 13 {
		t.Fatalf("%d operations wait, %d were made", waits, made)
	}

	net.refuse(false)
	net.cutAnswers(2) // the server takes the push, the phone never hears of it
	if err := phone.Sync.Now(ctx); err == nil {
		t.Fatal("the answer was cut off and the round called good")
	}
	for try := 0; try < 6; try++ {
		if err = phone.Sync.Now(ctx); err == nil {
			break
		}
	}
	must(t, err)
	must(t, phone.Sync.Now(ctx))
	if s := phone.Sync.State(); s.Pending != 0 || s.Files != 0 || s.HeldSeq != s.MadeSeq || s.Items != 0 {
		items, _ := phone.Sync.Items(ctx)
		t.Fatalf("after the sync: %+v, items %+v", s, items)
	}

	desk := enrol(ctx, t, t.TempDir(), "http://"+srv.addr, srv.codes["desk"], "desk")
	t.Cleanup(func() { _ = desk.Close() })
	checkDesk(ctx, t, desk, site.Task.ID, broken.Number, foreign)
	must(t, desk.Close())
	must(t, phone.Close())
	srv.stop(t)
	checkLedger(ctx, t, srv, made)
}

// killPhone runs the phone as a process of its own until its work is done and
// kills it where it stands.
func killPhone(ctx context.Context, t *testing.T, dir, foreign string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), envPhone+"="+dir, foreignSeal+"="+foreign)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	must(t, cmd.Start())
	defer cmd.Wait() //nolint:errcheck // it was killed: its status says so
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if lines.Text() == workIsDone {
			must(t, cmd.Process.Kill())
			return
		}
		t.Log("phone: ", lines.Text())
	}
	t.Fatal("the phone ended before its work was done")
}

func enrol(ctx context.Context, t *testing.T, dir, server, code, login string) *app.App {
	t.Helper()
	a, err := openApp(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Session.Enroll(ctx, session.Enrolment{Server: server, Code: code}, "journey", ""); err != nil {
		t.Fatal("enrol:", err)
	}
	if err := a.Session.SignIn(ctx, login, password); err != nil {
		t.Fatal("sign in:", err)
	}
	if err := a.Sync.Now(ctx); err != nil {
		t.Fatal("first download:", err)
	}
	return a
}

// foreignNumber finds a seal that hangs at another box of the same station.
func foreignNumber(ctx context.Context, t *testing.T, a *app.App, site work.Site) string {
	t.Helper()
	applied, err := a.Seals.OfCustody(ctx, seal.Applied, 200)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range applied {
		if s.BoxID != site.Box.ID && s.StationID == site.Task.StationID && s.Seen == nil && s.Condition == seal.Intact {
			return s.Number
		}
	}
	t.Fatal("no other seal in the station")
	return ""
}

func checkDesk(ctx context.Context, t *testing.T, desk *app.App, taskID, broken, foreign string) {
	t.Helper()
	site, err := desk.Work.Site(ctx, taskID)
	if err != nil {
		t.Fatal(err)
	}
	if site.Task.State != domain.Done {
		t.Errorf("the desk sees the task as %s", site.Task.State)
	}
	if result, ok, err := desk.Work.Result(ctx, taskID); err != nil || !ok || len(result.Seals) != 9 {
		t.Errorf("the sheet at the desk: %+v %v %v", result, ok, err)
	}
	for number, want := range map[string]cases.Kind{broken: cases.SealBroken, foreign: cases.SealForeign} {
		story, err := desk.Seals.Story(ctx, number)
		if err != nil {
			t.Fatal(err)
		}
		if len(story.Cases) != 1 || story.Cases[0].Kind != want || story.Cases[0].Number == "" {
			t.Errorf("cases about %s: %+v, want one %s with its number", number, story.Cases, want)
		}
		pictures := evidence.Pictures(story.Files)
		files, shown := 2, evidence.Stamped
		if number == broken {
			files, shown = 3, evidence.Sketch
		}
		if len(pictures) != 1 || len(pictures[0].Files()) != files || pictures[0].Shown().Role != shown {
			t.Fatalf("pictures of %s: %+v", number, story.Files)
		}
		for _, f := range pictures[0].Files() {
			raw, err := desk.Picture(ctx, f.SHA256)
			if sum := sha256.Sum256(raw); err != nil || f.State != evidence.Stored || hex.EncodeToString(sum[:]) != f.SHA256 {
				t.Errorf("the picture of %s (%s): %d bytes, %v", number, f.Role, len(raw), err)
			}
		}
	}
	story, _ := desk.Seals.Story(ctx, broken)
	seen := map[seal.What]int{}
	for _, e := range story.Events {
		if e.TaskID == taskID {
			seen[e.What]++
		}
	}
	if seen[seal.WhatSighted] != 1 || seen[seal.WhatInspected] != 1 {
		t.Errorf("the history of the broken seal holds %v", seen)
	}
	if story.Seal == nil || story.Seal.Condition != seal.Broken || story.Seal.Custody != seal.Applied {
		t.Errorf("the broken seal on record: %+v", story.Seal)
	}
	if at := slices.IndexFunc(site.Files, func(f evidence.File) bool { return f.Shows == "" }); at >= 0 {
		t.Errorf("the picture that was withdrawn is at the desk: %+v", site.Files[at])
	}
	if open, err := desk.Work.Exceptions(ctx); err != nil || len(open) != 0 {
		t.Errorf("exceptions: %+v %v", open, err)
	}
}

// checkLedger compares what the server holds of the phone with what it made:
// every dev_seq once, none missing.
func checkLedger(ctx context.Context, t *testing.T, srv *serverProcess, made int64) {
	t.Helper()
	out, err := exec.CommandContext(ctx, srv.program, "export-ops", "--data", srv.dir).Output()
	if err != nil {
		t.Fatal("export-ops:", err)
	}
	seen := map[int64]int{}
	for line := range bytes.Lines(out) {
		var row struct {
			Op struct {
				DevSeq int64 `json:"dev_seq"`
			} `json:"op"`
			Answer struct {
				Status string `json:"status"`
			} `json:"answer"`
		}
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatalf("export-ops: %s: %v", line, err)
		}
		if row.Answer.Status != "applied" {
			t.Errorf("operation %d is %s", row.Op.DevSeq, row.Answer.Status)
		}
		seen[row.Op.DevSeq]++
	}
	for seq := int64(1); seq <= made; seq++ {
		if seen[seq] != 1 {
			t.Errorf("the server holds operation %d %d times", seq, seen[seq])
		}
	}
	if int64(len(seen)) != made {
		t.Errorf("the server holds %d operations, the phone made %d", len(seen), made)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// serverProcess is cmd/server, running.
type serverProcess struct {
	program, dir, addr string
	codes              map[string]string // login -> enrolment code
	cmd                *exec.Cmd
}

func startServer(ctx context.Context, t *testing.T) *serverProcess {
	t.Helper()
	s := &serverProcess{program: filepath.Join(t.TempDir(), "server"), dir: t.TempDir(), codes: map[string]string{}}
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", s.program, "dianqin/cmd/server").CombinedOutput(); err != nil {
		t.Fatalf("build the server: %v\n%s", err, out)
	}
	s.addr = freeAddress(t)
	s.cmd = exec.Command(s.program, "--data", s.dir, "--listen", s.addr, "--demo", "--demo-size", fmt.Sprint(demoSize))
	s.cmd.Stderr = os.Stderr
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	must(t, s.cmd.Start())
	t.Cleanup(func() { s.stop(t) })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if word := strings.Fields(lines.Text()); len(word) == 3 && word[0] == "demo:" {
			s.codes[word[1]] = word[2]
		}
		if s.codes["inspector"] != "" && s.codes["desk"] != "" {
			go func() {
				for lines.Scan() { // keep the pipe empty
				}
			}()
			waitReady(ctx, t, s.addr)
			return s
		}
	}
	t.Fatal("the server printed no codes")
	return nil
}

func (s *serverProcess) stop(t *testing.T) {
	if s.cmd == nil {
		return
	}
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error("stop the server:", err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Error("the server ended with", err)
	}
	s.cmd = nil
}
