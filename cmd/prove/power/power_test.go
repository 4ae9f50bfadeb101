// Package power_test takes the power away from a phone: own.db is put together as a
// disk may hold it then, what was synced whole and what was not in any part, and is
// opened again. Whatever a person saw recorded must be there, and the file whole.
//
//	synced at commit k ──┬─> the write-ahead log grows: any part of the new tail,
//	                     │   with sectors of it that never came
//	                     ├─> a checkpoint runs: any pages of the database old or new
//	                     └─> the log begins anew: any part of it over the old one
//
// What the disk itself promises (a sync that returned is a sync that happened) is not
// proven here.
package power_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
)

var ctx = context.Background()

// image is own.db as it was synced after a commit, with how many operations were in it.
type image struct {
	db, wal []byte
	ops     int
}

const operations = 160 // enough for more than one checkpoint of the log

func TestWhatAPersonSawRecordedOutlivesAPowerCut(t *testing.T) {
	dir := t.TempDir()
	images := work(t, dir)
	seed := rand.Uint64()
	t.Logf("seed %d, %d commits", seed, len(images))
	dice := rand.New(rand.NewPCG(seed, 0))
	checkpoints := 0
	for k := range len(images) - 1 {
		synced, next := images[k], images[k+1]
		moved := !bytes.Equal(synced.db, next.db)
		if moved {
			checkpoints++
		}
		trials := 1
		if moved {
			trials = 8
		} else if k%4 != 0 {
			continue
		}
		for range trials {
			cut(t, dir, synced, next, dice)
			if t.Failed() {
				t.Fatalf("at commit %d with seed %d", k, seed)
			}
		}
	}
	if checkpoints == 0 {
		t.Error("no checkpoint ran: nothing was said of them")
	}
}

// TestALogThatWasNotSyncedIsSeenToLose proves the proof: a phone that would say
// "recorded" before the sync loses operations here.
func TestALogThatWasNotSyncedIsSeenToLose(t *testing.T) {
	dir := t.TempDir()
	images := work(t, dir)
	before, last := images[operations/4-1], images[operations/4]
	to := t.TempDir()
	must(t, os.WriteFile(filepath.Join(to, "own.db"), last.db, 0o600))
	must(t, os.WriteFile(filepath.Join(to, "own.db-wal"), last.wal[:same(before.wal, last.wal)], 0o600))
	store, err := local.Open(to, local.Options{})
	must(t, err)
	defer store.Close()
	box, err := store.Outbox(ctx)
	must(t, err)
	if len(box) >= last.ops {
		t.Errorf("what the last commit wrote never came, and all %d operations are there", len(box))
	}
}

// work records operations on a phone and keeps own.db after each commit.
func work(t *testing.T, dir string) []image {
	t.Helper()
	var images []image
	ops := 0
	store, err := local.Open(dir, local.Options{Committed: func() {
		images = append(images, image{read(t, dir, "own.db"), read(t, dir, "own.db-wal"), ops})
	}})
	must(t, err)
	must(t, store.ApplyPage(ctx, town(), wire.PullEnd{End: true, Epoch: "e", Rows: 2, Cursor: map[string]int64{"station:s1": 2}}))
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	images = nil
	for i := range operations {
		body, err := json.Marshal(seal.Sighted{Number: "n1", BoxID: "b1", Condition: seal.Broken, Format: fmt.Sprint("look ", i)})
		must(t, err)
		ops++
		_, err = store.Record(ctx, wire.Operation{Device: "d", Author: "u", Kind: "seal.sighted", At: int64(i + 1), Body: body}, key)
		must(t, err)
	}
	must(t, store.Close())
	return images
}

func town() []wire.PullRow {
	row := func(kind model.Kind, id string, record any) wire.PullRow {
		body, _ := json.Marshal(record) // of our own types
		raw := json.RawMessage(body)
		return wire.PullRow{Kind: string(kind), Id: id, Lane: "station:s1", Ver: 1, Seq: 1, State: wire.Live, Body: &raw}
	}
	return []wire.PullRow{row(model.KindBox, "b1", metering.Box{ID: "b1", StationID: "s1", Number: "b1"}),
		row(model.KindSeal, "n1", seal.Seal{ID: "n1", StationID: "s1", Number: "n1", Custody: seal.Applied, BoxID: "b1"})}
}

// cut opens what a disk may hold when the power goes between two commits.
func cut(t *testing.T, from string, synced, next image, dice *rand.Rand) {
	t.Helper()
	dir := t.TempDir()
	bases, err := filepath.Glob(filepath.Join(from, "base*.db"))
	must(t, err)
	for _, b := range append(bases, filepath.Join(from, "open")) {
		if raw, err := os.ReadFile(b); err == nil {
			must(t, os.WriteFile(filepath.Join(dir, filepath.Base(b)), raw, 0o600))
		}
	}
	must(t, os.WriteFile(filepath.Join(dir, "open"), nil, 0o600)) // the last process did not end as it should
	restarted := len(synced.wal) >= 32 && len(next.wal) >= 32 && !bytes.Equal(synced.wal[:32], next.wal[:32])
	db := next.db
	if !restarted { // a log begins anew only when the checkpoint is synced
		db = mixed(synced.db, next.db, dice)
	}
	must(t, os.WriteFile(filepath.Join(dir, "own.db"), db, 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "own.db-wal"), torn(synced.wal, next.wal, dice), 0o600))
	store, err := local.Open(dir, local.Options{})
	must(t, err)
	defer store.Close()
	if r := store.Report(); r.OwnBroken != "" {
		t.Errorf("own.db would not open: %+v", r)
	}
	box, err := store.Outbox(ctx)
	must(t, err)
	if len(box) < synced.ops || len(box) > next.ops {
		t.Errorf("%d operations are there; %d were recorded before the cut, one more was under way", len(box), synced.ops)
	}
	for i, e := range box {
		if e.DevSeq != int64(i)+1 || !json.Valid(e.Raw) {
			t.Errorf("operation %d is %d, %d bytes", i+1, e.DevSeq, len(e.Raw))
		}
	}
	if n, err := store.Count(ctx, model.KindSealEvent, "1 = 1"); err != nil || n != len(box) {
		t.Errorf("%d operations and %d events in sight (%v)", len(box), n, err)
	}
}

const (
	page   = 4096
	sector = 512
)

// mixed takes each page from before or after a checkpoint.
func mixed(old, now []byte, dice *rand.Rand) []byte {
	out := bytes.Clone(now)
	for at := 0; at < len(old) && at < len(now); at += page {
		if dice.IntN(2) == 0 {
			copy(out[at:min(at+page, len(out))], old[at:])
		}
	}
	if len(old) < len(now) && dice.IntN(2) == 0 { // it had not grown yet
		out = out[:len(old)]
	}
	return out
}

// torn takes a part of what was written over or behind the synced log; sectors of it
// never came.
func torn(synced, next []byte, dice *rand.Rand) []byte {
	first := same(synced, next)
	out := bytes.Clone(next[:first+dice.IntN(len(next)-first+1)])
	for at := (first + sector - 1) / sector * sector; at < len(out); at += sector {
		if dice.IntN(6) == 0 {
			clear(out[at:min(at+sector, len(out))])
		}
	}
	if len(synced) > len(out) {
		out = append(out, synced[len(out):]...)
	}
	return out
}

// same is how many bytes two logs begin with alike.
func same(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func read(t *testing.T, dir, name string) []byte {
	raw, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil && !os.IsNotExist(err) {
		t.Error(err)
	}
	return raw
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
