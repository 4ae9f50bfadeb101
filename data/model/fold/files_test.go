package fold

import (
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/work"
)

func TestFileDeclared_AwaitsItsBytesUnlessTheyAreThere(t *testing.T) {
	for hash, want := range map[string]evidence.State{"new": evidence.Awaited, "old": evidence.Stored} {
		w := region()
		w.files["old"] = true
		o, err := FileDeclared(w, op(1, 20), evidence.Declared{SHA256: hash, Bytes: 5, Mime: "image/jpeg", BoxID: "box", Shows: "1"})
		must(t, w, o, err, "")
		if f := all[evidence.File](w, model.KindFile); len(f) != 1 || f[0].State != want || f[0].Shows != "1" || f[0].TakenBy != "ann" || f[0].StationID != "east" {
			t.Errorf("%s: %+v", hash, f)
		}
	}
}

func TestFileDeclared_BringsItsCopiesWithTheHashOfTheOriginal(t *testing.T) {
	w := region()
	north := 12.5
	o, err := FileDeclared(w, op(1, 20), evidence.Declared{SHA256: "orig", Bytes: 5, Mime: "image/jpeg", BoxID: "box", Shows: "1", MadeAt: 19, Heading: &north,
		Copies: []evidence.Copy{{Role: evidence.Stamped, SHA256: "copy", Bytes: 3, Mime: "image/jpeg", Name: "a.jpg"}}})
	must(t, w, o, err, "")
	files := all[evidence.File](w, model.KindFile)
	pictures := evidence.Pictures(files)
	if len(files) != 2 || len(pictures) != 1 {
		t.Fatalf("%d files, %d pictures", len(files), len(pictures))
	}
	shown := pictures[0].Shown()
	if shown.SHA256 != "copy" || shown.Of != "orig" || shown.Bytes != 3 || shown.Shows != "1" || shown.MadeAt != 19 || *shown.Heading != north || pictures[0].SHA256 != "orig" {
		t.Errorf("%+v", shown)
	}
}

func TestFileDeclared_FromAFileHasNoPlace(t *testing.T) {
	w, at := region(), op(1, 20)
	at.Pos = &model.Position{Lat: 31, Lon: 121}
	north := 12.5
	o, err := FileDeclared(w, at, evidence.Declared{SHA256: "x", Bytes: 5, Mime: "image/jpeg", BoxID: "box", Source: evidence.FromFile, MadeAt: 7, Heading: &north})
	must(t, w, o, err, "")
	if f := all[evidence.File](w, model.KindFile)[0]; f.Pos != nil || f.Heading != nil || f.MadeAt != 7 || f.OnSite() {
		t.Errorf("it passes for one taken on site: %+v", f)
	}
}

func TestFileWithdrawn_IsForItsTakerWhileItIsNotSentAndTheTaskIsOpen(t *testing.T) {
	for _, c := range []struct {
		name   string
		file   evidence.File
		task   work.State
		back   bool
		code   string
		hidden bool
	}{
		{name: "Own", file: evidence.File{TakenBy: "ann"}, hidden: true},
		{name: "Back", file: evidence.File{TakenBy: "ann", Withdrawn: true}, back: true},
		{name: "BackWhenStored", file: evidence.File{TakenBy: "ann", Withdrawn: true, State: evidence.Stored}, back: true},
		{name: "OfAnother", file: evidence.File{TakenBy: "bob"}, code: "file.of_another"},
		{name: "Sent", file: evidence.File{TakenBy: "ann", State: evidence.Stored}, code: "file.sent"},
		{name: "TaskOpen", file: evidence.File{TakenBy: "ann", TaskID: "t"}, task: work.Started, hidden: true},
		{name: "TaskDone", file: evidence.File{TakenBy: "ann", TaskID: "t"}, task: work.Done, code: "file.recorded"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := region()
			c.file.ID, c.file.StationID = "f", "east"
			w.set(model.KindFile, "f", c.file)
			w.set(model.KindTask, "t", work.Task{ID: "t", StationID: "east", State: c.task})
			o, err := FileWithdrawn(w, op(1, 20), evidence.Withdrawn{Files: []string{"f"}, Back: c.back})
			must(t, w, o, err, c.code)
			if f := all[evidence.File](w, model.KindFile)[0]; f.Withdrawn != c.hidden || o.Lane != model.StationLane("east") {
				t.Errorf("lane %s, %+v", o.Lane, f)
			}
		})
	}
}

func TestFileWithdrawn_OfNothingKnownIsSaidSo(t *testing.T) {
	w := region()
	o, err := FileWithdrawn(w, op(1, 20), evidence.Withdrawn{Files: []string{"none"}})
	must(t, w, o, err, "file.unknown")
}
