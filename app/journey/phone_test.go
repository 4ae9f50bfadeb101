package journey_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"dianqin/app"
	appevidence "dianqin/app/evidence"
	"dianqin/app/evidence/photo"
	"dianqin/app/seals"
	"dianqin/app/session"
	"dianqin/app/work"
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
	demoSize    = 150                       // customers
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
	if dir := os.Getenv(envMemory); dir != "" {
		if err := playMemory(dir, os.Getenv(envServer)); err != nil {
			fmt.Println("phone:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	status := m.Run()
	if programs != "" {
		_ = os.RemoveAll(programs)
	}
	os.Exit(status)
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
