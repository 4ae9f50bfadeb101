package local

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/data/wire"
)

// fatal is what *testing.T and *rapid.T share.
type fatal interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

var (
	ctx = context.Background()
	key = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	lS1 = model.StationLane("s1")
)

// clock gives moments one second apart, so that tests repeat.
func clock() func() time.Time {
	at := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	return func() time.Time { at = at.Add(time.Second); return at }
}

func open(t *testing.T, dir string) *Store {
	t.Helper()
	s := mustOpen(t, dir)
	t.Cleanup(func() { _ = s.closeFiles() })
	return s
}

// mustOpen opens the store of a folder. In an empty one it begins with the files that
// an empty store has: to make their tables takes longer than most tests.
func mustOpen(t fatal, dir string) *Store {
	t.Helper()
	if names, err := os.ReadDir(dir); err == nil && len(names) == 0 {
		files, err := emptyStore()
		no(t, err)
		for name, data := range files {
			no(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
		}
	}
	s, err := Open(dir, Options{Now: clock()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// emptyStore are the files of a store that was opened and closed again.
var emptyStore = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "local")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	s, err := Open(dir, Options{Now: clock()})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, name := range []string{"base.db", "own.db"} {
		if files[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	return files, nil
})

func no(t fatal, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func row(kind model.Kind, id string, lane model.Lane, ver int64, record any) wire.PullRow {
	body, err := json.Marshal(record)
	if err != nil {
		panic(err)
	}
	raw := json.RawMessage(body)
	return wire.PullRow{Kind: string(kind), Id: id, Lane: string(lane), Ver: ver, Seq: ver, State: wire.Live, Body: &raw}
}

func end(n int, seq int64) wire.PullEnd {
	return wire.PullEnd{End: true, Epoch: "e1", Rows: n, Cursor: map[string]int64{"org": seq, "station:s1": seq, "cases:s1": seq}}
}

func page(t fatal, s *Store, seq int64, rows ...wire.PullRow) {
	t.Helper()
	no(t, s.ApplyPage(ctx, rows, end(len(rows), seq)))
}

// town is one box with three seals and what belongs to it.
func town() []wire.PullRow {
	c := customer.Customer{ID: "c1", StationID: "s1", Number: "3101000001", Name: "王建国", Address: "张江路8弄3号", Phone: "13812345678"}
	rows := []wire.PullRow{
		row(model.KindUser, "u1", model.OrgLane, 1, people.User{ID: "u1", Login: "0001", Name: "李娜", Roles: []people.Role{people.Inspector}, Stations: []string{"s1"}}),
		row(model.KindSealLot, "l1", model.OrgLane, 1, seal.Lot{ID: "l1", StationID: "s1", From: "7000000000", To: "7000009999"}),
		row(model.KindSealLot, "l2", model.OrgLane, 1, seal.Lot{ID: "l2", StationID: "s2", From: "7000010000", To: "7000019999"}),
		row(model.KindCustomer, "c1", lS1, 1, c),
		row(model.KindMeter, "m1", lS1, 1, metering.Meter{ID: "m1", StationID: "s1", BoxID: "b1", Number: "0450001234"}),
		row(model.KindTask, "t1", lS1, 1, work.Task{ID: "t1", StationID: "s1", Kind: work.SealCheck, State: work.Todo, BoxID: "b1", AssigneeID: "u1"}),
	}
	for i, b := range []string{"b1", "b2"} {
		rows = append(rows, row(model.KindBox, b, lS1, 1, metering.Box{ID: b, StationID: "s1", Number: "880000000" + b[1:], Address: []string{"张江路8弄", "碧波路12号"}[i]}))
	}
	for _, n := range []string{"1", "2", "3"} {
		rows = append(rows, row(model.KindSeal, "n"+n, lS1, 1, seal.Seal{ID: "n" + n, StationID: "s1", Number: "700000000" + n,
			Custody: seal.Applied, Condition: seal.Intact, BoxID: "b1", Place: "door"}))
	}
	return rows
}

func opened(t *testing.T) *Store {
	t.Helper()
	s := open(t, t.TempDir())
	page(t, s, 1, town()...)
	return s
}

func draft(kind, task string, body any) wire.Operation {
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return wire.Operation{Kind: kind, Device: "d1", Author: "u1", Task: task, Body: raw, At: 1}
}

func moved(to work.State) wire.Operation {
	return draft("task.moved", "t1", work.Moved{To: to, Reason: "no one at home"})
}

func removed(n string) wire.Operation {
	return draft("seal.removed", "t1", seal.TakenOff{Number: "700000000" + n, BoxID: "b1"})
}

func record(t fatal, s *Store, op wire.Operation, files ...NewFile) wire.Operation {
	t.Helper()
	made, err := s.Record(ctx, op, key, files...)
	no(t, err)
	return made
}

func applied(op wire.Operation, seq int64) wire.OpAnswer {
	return wire.OpAnswer{OpId: op.OpId, Status: wire.Applied, Seq: map[string]int64{"station:s1": seq}}
}

func taskState(t fatal, s *Store) work.State {
	t.Helper()
	var task work.Task
	if ok, err := s.Get(ctx, model.KindTask, "t1", &task); !ok || err != nil {
		t.Fatal(ok, err)
	}
	return task.State
}
