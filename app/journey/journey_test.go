// Package journey_test plays the main job from end to end without pixels: a real
// server process, the real app, real pictures of bar codes; the phone is killed
// between scan and sync, the network is cut while it pushes, and in the end
// nothing is lost and nothing is there twice.
package journey_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os/exec"
	"slices"
	"testing"

	"dianqin/app"
	"dianqin/app/work"
	"dianqin/data/model/cases"
	"dianqin/data/model/evidence"
	"dianqin/data/model/seal"
	domain "dianqin/data/model/work"
)

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
