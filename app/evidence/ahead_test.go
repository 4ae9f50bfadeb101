package evidence

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/evidence"
	"dianqin/data/model/work"
	"dianqin/data/wire"
)

// theirs is pictures that other devices took: the server's bytes of them, by hash.
type theirs struct {
	*site
	bytes map[string][]byte
	asked []string // hashes, in the order of asking
	fail  error    // what every question is answered with, nil: the bytes
	seq   int64
}

func others(t *testing.T) *theirs {
	th := &theirs{site: open(t), bytes: map[string][]byte{}, seq: 1}
	th.store.OnChange(th.Changed)
	return th
}

// picture is one of a box's way in, made of n bytes, some minutes after noon.
func (th *theirs) picture(id, box string, n int, minutes int) evidence.File {
	raw := bytes.Repeat([]byte(id), n)[:n]
	f := evidence.File{ID: id, StationID: "s1", SHA256: hashOf(raw), Bytes: int64(n), Mime: "image/jpeg", Name: id + ".jpg", Shows: evidence.ShowsApproach,
		BoxID: box, State: evidence.Stored, TakenBy: "u2", TakenAt: model.MillisOf(noon.Add(time.Duration(minutes) * time.Minute))}
	th.bytes[f.SHA256] = raw
	return f
}

// pull brings records down, as the server has them now.
func (th *theirs) pull(files []evidence.File, tasks ...work.Task) {
	th.t.Helper()
	th.seq++
	lane := model.StationLane("s1")
	var rows []wire.PullRow
	for _, f := range files {
		rows = append(rows, th.row(model.KindFile, f.ID, lane, f))
	}
	for _, t := range tasks {
		rows = append(rows, th.row(model.KindTask, t.ID, lane, t))
	}
	th.apply(rows)
}

func (th *theirs) apply(rows []wire.PullRow) {
	th.t.Helper()
	for i := range rows {
		rows[i].Ver, rows[i].Seq = th.seq, th.seq
	}
	th.must(th.store.ApplyPage(th.t.Context(), rows, wire.PullEnd{End: true, Epoch: "e1", Rows: len(rows), Cursor: map[string]int64{"org": 1, "station:s1": th.seq}}))
}

func (th *theirs) get(_ context.Context, sha256 string) ([]byte, error) {
	th.asked = append(th.asked, sha256)
	if th.fail != nil {
		return nil, th.fail
	}
	raw, ok := th.bytes[sha256]
	if !ok {
		return nil, model.Fail("file.unknown")
	}
	return raw, nil
}

// bring says how many came.
func (th *theirs) bring(want int) error {
	th.t.Helper()
	came, err := th.BringAhead(th.t.Context(), th.get)
	if came != want {
		th.t.Fatalf("%d came, want %d: %v", came, want, err)
	}
	return err
}

// here are the names of what lies on the disk.
func (th *theirs) here() []string {
	entries, err := os.ReadDir(filepath.Join(th.dir, "ahead"))
	if err != nil {
		return nil
	}
	var out []string
	for _, d := range entries {
		out = append(out, d.Name())
	}
	return out
}

func (th *theirs) has(f evidence.File, want bool) {
	th.t.Helper()
	raw, ok := th.Brought(f.SHA256)
	if ok != want || ok && !bytes.Equal(raw, th.bytes[f.SHA256]) {
		th.t.Errorf("%s is here: %v, want %v", f.ID, ok, want)
	}
}

func todo(id, box string) work.Task {
	return work.Task{ID: id, StationID: "s1", BoxID: box, Kind: work.SealCheck, State: work.Todo, AssigneeID: "u1"}
}

func TestBringAhead_BringsTheWaysInOfOnesOpenTasksTheSmallestFirst(t *testing.T) {
	th := others(t)
	large, small := th.picture("large", "b1", 9000, 1), th.picture("small", "b1", 100, 2)
	foreign, over, seal := th.picture("foreign", "b2", 300, 3), th.picture("over", "b3", 300, 3), th.picture("seal", "b1", 300, 3)
	seal.Shows = seal72.Shows
	awaited := th.picture("awaited", "b1", 50, 4)
	awaited.State = evidence.Awaited
	another, done := todo("t2", "b2"), todo("t3", "b3")
	another.AssigneeID, done.State = "u9", work.Done
	th.pull([]evidence.File{large, small, foreign, over, seal, awaited}, another, done)

	th.must(th.bring(2))
	if !slices.Equal(th.asked, []string{small.SHA256, large.SHA256}) {
		t.Errorf("asked for %v", th.asked)
	}
	th.has(large, true)
	th.has(small, true)
	th.must(th.bring(0))
	if len(th.asked) != 2 {
		t.Error("what is here is asked for again")
	}
	items, err := th.Approach(t.Context(), todo("t1", "b1"))
	th.must(err)
	if got := th.Absent(items); len(items) != 3 || got != (Absent{Unsent: 1}) {
		t.Errorf("of %d pictures are not here: %+v", len(items), got)
	}
	awaited.State = evidence.Stored
	th.pull([]evidence.File{awaited})
	if got := th.Absent(must(th.Approach(t.Context(), todo("t1", "b1")))); got != (Absent{Coming: 1}) {
		t.Errorf("it was sent meanwhile: %+v", got)
	}
	th.must(th.bring(1))
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestBringAhead_OfATaskWithoutABoxBringsThoseOfItsCustomersBoxes(t *testing.T) {
	th := others(t)
	f, next := th.picture("door", "b7", 100, 1), th.picture("next", "b8", 100, 2)
	of := todo("t7", "")
	of.CustomerID = "c7"
	th.pull([]evidence.File{f, next}, of)
	th.must(th.bring(0))
	th.seq++
	th.apply([]wire.PullRow{th.row(model.KindUsagePoint, "p7", model.StationLane("s1"), customer.UsagePoint{ID: "p7", StationID: "s1", CustomerID: "c7", BoxID: "b7"})})
	th.must(th.bring(1))
	th.has(f, true)
	if items := must(th.Approach(t.Context(), of)); len(items) != 1 || items[0].ID != "door" {
		t.Errorf("%+v", items)
	}
}

func TestBringAhead_KeepsToItsBounds(t *testing.T) {
	th := others(t)
	var files []evidence.File
	for i := range mostApproaches + 2 { // the oldest two are not shown
		files = append(files, th.picture(fmt.Sprintf("a%d", i), "b1", 100+i, i))
	}
	for i := range mostAtOnce - 1 {
		files = append(files, th.picture(fmt.Sprintf("b%d", i), "b2", 200+i, i))
	}
	th.pull(files, todo("t2", "b2"))
	th.must(th.bring(mostAtOnce))
	th.must(th.bring(2*mostApproaches - mostAtOnce))
	th.must(th.bring(0))
	th.has(files[1], false)
	th.has(files[2], true)
}

func TestChoose_GivesEveryTaskItsNewestBeforeAnyItsSecond(t *testing.T) {
	one := func(id string, size int64) evidence.Picture {
		return evidence.Picture{File: evidence.File{SHA256: id, Bytes: size, State: evidence.Stored}}
	}
	var near []evidence.Picture
	for i := range mostApproaches {
		near = append(near, one(fmt.Sprint("near", i), largestAhead))
	}
	ways := [][]evidence.Picture{near, near, {one("huge", largestAhead+1), one("far", largestAhead)}}
	for range 4 {
		ways = append(ways, []evidence.Picture{one(fmt.Sprint("more", len(ways)), largestAhead)})
	}
	got, total := choose(ways), int64(0)
	var ids []string
	for _, f := range got {
		ids = append(ids, f.SHA256)
		total += f.Bytes
	}
	if !slices.Equal(ids, []string{"near0", "more3", "more4", "more5", "more6", "near1", "far", "near2"}) || total > mostAhead {
		t.Errorf("%v, %d bytes", ids, total)
	}
}

func TestBringAhead_LetsGoOfWhatNoTaskWants(t *testing.T) {
	th := others(t)
	a, b, c := th.picture("a", "b1", 100, 1), th.picture("b", "b1", 200, 2), th.picture("c", "b2", 300, 3)
	th.pull([]evidence.File{a, b, c}, todo("t2", "b2"))
	th.must(th.bring(3))
	thumb := func(f evidence.File) string { return filepath.Join(th.dir, "thumbs", f.SHA256+".jpg") }
	th.must(os.MkdirAll(filepath.Join(th.dir, "thumbs"), 0o700))
	for _, f := range []evidence.File{b, c} {
		th.must(os.WriteFile(thumb(f), []byte("small"), 0o600))
	}
	th.must(os.WriteFile(filepath.Join(th.dir, "ahead", ".part-killed"), nil, 0o600))

	b.Withdrawn = true
	over := todo("t2", "b2")
	over.State = work.Done
	th.pull([]evidence.File{b}, over)
	th.must(th.bring(0))
	th.has(a, true)
	if got := th.here(); len(got) != 1 {
		t.Errorf("on the disk: %v", got)
	}
	if _, err := os.Stat(thumb(b)); !errors.Is(err, os.ErrNotExist) {
		t.Error("what was withdrawn can still be seen small")
	}
	if _, err := os.Stat(thumb(c)); err != nil {
		t.Error("the thumbnail of a task that is over went:", err)
	}
	if items := must(th.Approach(t.Context(), todo("t1", "b1"))); len(items) != 1 {
		t.Errorf("%+v", items)
	}
	a.State = evidence.Expired
	th.pull([]evidence.File{a})
	th.must(th.bring(0))
	if items := must(th.Approach(t.Context(), todo("t1", "b1"))); len(items) != 0 || len(th.here()) != 0 {
		t.Errorf("what was deleted everywhere leads on: %+v %v", items, th.here())
	}
}

func TestBringAhead_AWrongPictureRestsAndHoldsBackNoOther(t *testing.T) {
	th := others(t)
	wrong, gone, right := th.picture("wrong", "b1", 10, 1), th.picture("gone", "b1", 20, 2), th.picture("right", "b1", 30, 3)
	good := th.bytes[wrong.SHA256]
	th.bytes[wrong.SHA256] = []byte("another!!!")
	delete(th.bytes, gone.SHA256)
	th.pull([]evidence.File{wrong, gone, right})
	if err := th.bring(1); coded(err).Code != "file.hash_differs" {
		t.Error(err)
	}
	th.has(wrong, false)
	th.has(right, true)
	th.bytes[wrong.SHA256] = good
	th.must(th.bring(0))
	if len(th.asked) != 3 {
		t.Errorf("asked %d times without a rest", len(th.asked))
	}
	th.now = th.now.Add(firstRest)
	if err := th.bring(1); coded(err).Code != "file.unknown" {
		t.Error(err)
	}
	th.has(wrong, true)
	th.now = th.now.Add(firstRest) // twice in vain: it rests longer
	th.must(th.bring(0))
}

func TestBringAhead_EndsWithTheNetworkAndGoesOnWithTheNext(t *testing.T) {
	th := others(t)
	th.pull([]evidence.File{th.picture("a", "b1", 10, 1), th.picture("b", "b1", 20, 2)})
	th.fail = model.Fail("network.unreachable")
	if err := th.bring(0); coded(err).Code != "network.unreachable" || len(th.asked) != 1 {
		t.Error(err, th.asked)
	}
	th.fail = context.Canceled // something else wants the line: that is no fault
	th.must(th.bring(0))
	th.fail = nil
	th.must(th.bring(1))
	th.now = th.now.Add(firstRest)
	th.must(th.bring(1))
}

func TestBringAhead_ADiskThatTakesNothingIsNotAskedForAWhile(t *testing.T) {
	th := others(t)
	f := th.picture("a", "b1", 10, 1)
	th.pull([]evidence.File{f, th.picture("b", "b1", 20, 2)})
	blocked := filepath.Join(th.dir, "ahead")
	th.must(os.WriteFile(blocked, nil, 0o600)) // a folder cannot be made there
	if err := th.bring(0); err == nil || len(th.asked) != 1 {
		t.Error(err, th.asked)
	}
	th.now = th.now.Add(firstRest)
	th.must(th.bring(0))
	if len(th.asked) != 1 {
		t.Error("it is fetched for nothing")
	}
	th.must(os.Remove(blocked))
	th.now = th.now.Add(diskRest)
	th.must(th.bring(2))
	th.has(f, true)
}

func TestBrought_WhatIsDamagedIsFetchedAgain(t *testing.T) {
	th := others(t)
	short, torn := th.picture("short", "b1", 10, 1), th.picture("torn", "b1", 20, 2)
	th.pull([]evidence.File{short, torn})
	th.must(th.bring(2))
	th.must(os.WriteFile(filepath.Join(th.dir, "ahead", short.SHA256), nil, 0o600))
	th.must(os.WriteFile(filepath.Join(th.dir, "ahead", torn.SHA256), make([]byte, 20), 0o600))
	th.has(torn, false)
	th.must(th.bring(2))
	th.has(short, true)
	th.has(torn, true)
	if _, ok := th.Brought("../own.db"); ok {
		t.Error("a hash that is none leads somewhere")
	}
}
