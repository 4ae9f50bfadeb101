package screens_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dianqin/app"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/evidence"
	"dianqin/data/model/inspection"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/device/sim"
	"dianqin/screens"
	"dianqin/screens/ui/uitest"
)

// office is what the desk sees after the day: a task with its sheet, a broken seal
// with a case and a picture, a task of nobody. files holds the bytes of the picture.
func office(t testing.TB, files string) []wire.PullRow {
	t.Helper()
	s1 := model.StationLane("s1")
	img, err := sim.Label(number(72), sim.DefaultLook(3))
	if err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	if err := jpeg.Encode(&raw, img, nil); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw.Bytes())
	hash := hex.EncodeToString(sum[:])
	if err := os.WriteFile(filepath.Join(files, hash), raw.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := seal.Judge(seal.Scan{BoxID: "b1", Condition: seal.Broken},
		seal.Known{Seal: &seal.Seal{Custody: seal.Applied, BoxID: "b1", Place: "m1.cover.left"}})
	return []wire.PullRow{
		row(t, model.KindSeal, "nn", s1, seal.Seal{ID: "nn", StationID: "s1", Number: number(50), Kind: "cover",
			Custody: seal.Applied, Condition: seal.Broken, BoxID: "b1", Place: "door", ChangedAt: at(-1)}),
		row(t, model.KindSealEvent, "e1", s1, seal.Event{ID: "e1", StationID: "s1", Number: number(72), What: seal.WhatApplied, At: at(-9000), By: "u2", BoxID: "b1", Place: "m1.cover.left"}),
		row(t, model.KindSealEvent, "e2", s1, seal.Event{ID: "e2", StationID: "s1", Number: number(72), What: seal.WhatInspected, At: at(-1), By: "u1", TaskID: "t4", BoxID: "b1", Place: "m1.cover.left", Condition: seal.Broken}),
		row(t, model.KindInspection, "i1", s1, inspection.Inspection{ID: "i1", StationID: "s1", TaskID: "t4", BoxID: "b1", Sheet: 1, At: at(-1), By: "u1",
			Items: []inspection.Item{{Code: "one", Answer: inspection.OK}, {Code: "two", Answer: inspection.Abnormal, Note: "封线重新接过"}}, Persons: []string{"李敏", "周海"},
			Seals: []inspection.SealLine{{Number: number(71), Place: "door", Identity: "here", Condition: "intact", Expected: "yes"},
				{Number: number(72), Place: "m1.cover.left", Identity: "here", Condition: "broken", Expected: "yes"},
				{Number: number(99), Identity: "elsewhere", Condition: "intact", Expected: "no"}}}),
		row(t, model.KindCase, "k1", s1, cases.Case{ID: "k1", StationID: "s1", Number: "C-20260318-0001", Kind: cases.SealBroken, State: cases.Open, SealNumber: number(72),
			BoxID: "b1", Place: "m1.cover.left", TaskID: "t4", OpenedAt: at(-1), OpenedBy: "u1", Reason: broken.Reason, Facts: []string{"e2"}}),
		row(t, model.KindFile, "f1", s1, evidence.File{ID: "f1", StationID: "s1", SHA256: hash, Bytes: int64(raw.Len()), Mime: "image/jpeg", Name: "a.jpg",
			Shows: number(72), TaskID: "t4", BoxID: "b1", State: evidence.Stored, TakenAt: at(-1), TakenBy: "u1"}),
		row(t, model.KindTask, "t9", s1, work.Task{ID: "t9", StationID: "s1", OrderID: "o9", Number: "0099", Kind: work.SealCheck, State: work.Todo, BoxID: "b1",
			Name: "赵敏", Address: "益江路 12 号", Sequence: 1, DueAt: at(5)}),
	}
}

// desk opens the desk on a store of its own.
func desk(t testing.TB, o uitest.Options) (*uitest.Stage, *app.App) {
	t.Helper()
	return deskWith(t, o, nil)
}

// deskWith is desk with more records.
func deskWith(t testing.TB, o uitest.Options, more []wire.PullRow) (*uitest.Stage, *app.App) {
	t.Helper()
	return deskOf(t, o, more, inspector())
}

// deskOf is deskWith of somebody else.
func deskOf(t testing.TB, o uitest.Options, more []wire.PullRow, who people.User) (*uitest.Stage, *app.App) {
	t.Helper()
	files := t.TempDir()
	dir := signedInAs(t, append(append(street(t), office(t, files)...), more...), who)
	if err := os.MkdirAll(filepath.Join(dir, "files"), 0o700); err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadDir(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range kept {
		if err := os.Rename(filepath.Join(files, f.Name()), filepath.Join(dir, "files", f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	moment := uitest.Now()
	a, err := app.Open(app.Options{Dir: dir, Now: func() time.Time { moment = moment.Add(time.Millisecond); return moment }, Camera: sim.NewCamera(), Feel: &sim.Feel{}})
	if err != nil {
		t.Fatal(err)
	}
	o.Desk = true
	s := uitest.New(t, o)
	t.Cleanup(func() {
		s.Ctx.Nav.Clear()
		s.Settle()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	screens.Desk(a, s.Ctx, "")
	s.Settle()
	s.Tap(s.Ctx.T("orders.title", nil))
	return s, a
}

func TestDeskHoldsInEveryLook(t *testing.T) {
	for _, v := range uitest.Variants(true) {
		t.Run(v.Name, func(t *testing.T) {
			s, _ := desk(t, v.Options)
			shot := func(name string) {
				t.Helper()
				s.Check()
				capture(s, "desk-"+name+"-"+v.Name)
			}
			T := func(key string) string { return s.Ctx.T(key, nil) }
			shot("orders")
			s.Tap("0044")
			s.See(T("orders.sheet"), "封线重新接过", T("orders.cases"))
			shot("order")
			s.Tap(T("casekind.seal_broken"))
			s.See(T("cases.history"))
			shot("case")
			s.Tap(T("cases.history"))
			s.See(T("seals.history"), T("what.applied"))
			shot("seal")
			s.Tap(T("orders.choose"))
			s.Tap("0099")
			shot("choosing")
			s.Tap(s.Ctx.N("orders.assign", 1, nil))
			s.See("周海")
			shot("assign")
			s.Tap(T("seals.title"))
			shot("seals")
			s.Tap(T("cases.title"))
			shot("cases")
		})
	}
}

func TestDeskFindsATaskAsItIsTyped(t *testing.T) {
	s, _ := desk(t, uitest.Options{})
	s.See("0041", "0099")
	s.Type("编号、地址、姓名", "赵敏")
	s.See("0099", "列出 1 项")
	if s.Has("0041") {
		t.Error("a task that does not fit is listed")
	}
	s.Type("编号、地址、姓名", "")
	s.Tap("已完成")
	s.See("0044")
	if s.Has("0099") {
		t.Error("a task of another state is listed")
	}
}

func TestDeskAssignsChosenTasks(t *testing.T) {
	s, a := desk(t, uitest.Options{})
	s.Tap("多选")
	s.Tap("0099")
	s.Tap("派 1 项")
	s.Tap("周海")
	s.See("1 项已派给周海")
	site, err := a.Work.Site(context.Background(), "t9")
	if err != nil || site.Task.AssigneeID != "u2" {
		t.Errorf("the task is %q's, %v", site.Task.AssigneeID, err)
	}
}

func TestDeskShowsTheStoryOfANumberWithPicture(t *testing.T) {
	s, _ := desk(t, uitest.Options{})
	s.Tap("封印")
	s.Type("封印号,末几位也行", number(72)[18:])
	s.Pass(time.Second)
	s.TapObject(s.Find("1 号表 表盖左"))
	s.See("1 号表 表盖左的封印破损", "加封", "查看外观 · 破损", "封印破损", "周海")
	if s.Has("照片还没到") {
		t.Error("the picture that lies on this device is not shown")
	}
}
