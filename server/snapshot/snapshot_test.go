package snapshot_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/schema"
	"dianqin/data/wire"
	"dianqin/server/snapshot"
	"dianqin/server/store"
	"dianqin/server/storetest"
)

var ctx = context.Background()

// rig is a store with two stations and the service over it, at a time that a test moves.
type rig struct {
	*testing.T
	s   *store.Store
	v   *snapshot.Service
	dir string
	now time.Time
}

func each(t *testing.T, policy snapshot.Policy, test func(r *rig)) {
	storetest.Each(t, func(t *testing.T, open storetest.Open) {
		r := &rig{T: t, s: open(t), dir: t.TempDir(), now: time.UnixMilli(1767240000000)}
		user := func(id string, stations ...string) fold.Put {
			return fold.Put{Kind: model.KindUser, ID: id, Lane: model.OrgLane,
				Record: people.User{ID: id, Login: id, Roles: []people.Role{people.Inspector}, Stations: stations}}
		}
		storetest.Put(t, r.s, user("a", "s1"), user("b", "s1"), user("c", "s2"), user("d", "s1", "s2"))
		r.grow("s1", 30)
		r.open(policy)
		test(r)
	})
}

func (r *rig) open(policy snapshot.Policy) {
	var err error
	r.v, err = snapshot.New(r.dir, r.s, policy, func() time.Time { return r.now }, slog.New(slog.DiscardHandler))
	r.must(err)
	r.Cleanup(func() { r.must(r.v.Close()) })
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) grow(station string, n int) {
	var puts []fold.Put
	for i := range n {
		puts = append(puts, storetest.Customer(fmt.Sprintf("%s-%d-%d", station, r.now.UnixMilli(), i), station))
	}
	storetest.Put(r.T, r.s, puts...)
}

func (r *rig) offer(user string) wire.SnapshotOffer {
	r.Helper()
	o, err := r.v.Offer(ctx, user, schema.BaseVersion())
	r.must(err)
	return o
}

// ready waits for a file other than one.
func (r *rig) ready(user, other string) wire.SnapshotOffer {
	r.Helper()
	for range 1000 {
		if o := r.offer(user); o.State == wire.Ready && o.Sha256 != other {
			return o
		}
		time.Sleep(10 * time.Millisecond)
	}
	r.Fatal("it is never ready")
	return wire.SnapshotOffer{}
}

func (r *rig) fetch(user string, o wire.SnapshotOffer) error {
	f, err := r.v.File(ctx, user, o.Scope, o.Sha256)
	if err != nil {
		return err
	}
	defer f.Close()
	n, err := io.Copy(io.Discard, f)
	if err == nil && n != o.Bytes {
		err = fmt.Errorf("%d bytes, want %d", n, o.Bytes)
	}
	return err
}

func code(t *testing.T, err error, want string) {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || e.Code != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestSnapshot_IsBuiltOnceForAllWhoReadTheSame(t *testing.T) {
	each(t, snapshot.Policy{MinRows: 1}, func(r *rig) {
		if o := r.offer("a"); o.State != wire.Building || o.RetryMs == 0 {
			r.Errorf("at once: %+v", o)
		}
		a := r.ready("a", "")
		if b := r.offer("b"); b != a {
			r.Errorf("the neighbour gets %+v, not %+v", b, a)
		}
		r.must(r.fetch("b", a))
		code(r.T, r.fetch("c", a), "lane.foreign")
		code(r.T, r.fetch("d", a), "lane.foreign") // reads more: another scope
		r.ready("c", "")
		code(r.T, r.fetch("c", wire.SnapshotOffer{Scope: r.ready("c", "").Scope, Sha256: a.Sha256}), "snapshot.unknown")
		if _, err := r.v.Offer(ctx, "nobody", schema.BaseVersion()); err == nil {
			r.Error("nobody is given something")
		}
	})
}

func TestSnapshot_IsOfferedOnlyWhereItPaysAndInALayoutThatIsMade(t *testing.T) {
	each(t, snapshot.Policy{MinRows: 30}, func(r *rig) {
		if o := r.offer("c"); o.State != wire.None {
			r.Errorf("for a few rows: %+v", o)
		}
		if o := r.offer("a"); o.State == wire.None {
			r.Error("none for many rows")
		}
		if o, err := r.v.Offer(ctx, "a", "0.9"); err != nil || o.State != wire.None {
			r.Errorf("of an unknown layout: %+v, %v", o, err)
		}
	})
}

func TestSnapshot_IsMadeAnewWhenItIsOldAndTheOneBeforeIsKeptForAWhile(t *testing.T) {
	each(t, snapshot.Policy{MinRows: 1, MaxBehind: 5, MaxAge: time.Hour}, func(r *rig) {
		first := r.ready("a", "")
		r.grow("s1", 4)
		if o := r.offer("a"); o != first {
			r.Error("made anew for four changes")
		}
		r.now = r.now.Add(time.Minute)
		r.grow("s1", 10)
		second := r.ready("a", first.Sha256)
		r.must(r.fetch("a", first))
		r.now = r.now.Add(2 * time.Hour)
		if o := r.offer("a"); o != second {
			r.Error("made anew by age though nothing changed")
		}
		r.grow("s1", 1)
		third := r.ready("a", second.Sha256)
		r.now = r.now.Add(2 * time.Hour)
		r.grow("s1", 1)
		r.ready("a", third.Sha256)
		code(r.T, r.fetch("a", first), "snapshot.unknown")
		if files, _ := filepath.Glob(filepath.Join(r.dir, "*.zst")); len(files) != 3 {
			r.Errorf("%d files are kept", len(files))
		}
	})
}

// TestSnapshot_IsNotOfferedOnceItsDeletionsAreForgotten: who took it would keep a
// customer that was deleted since, as no pull tells of it any more.
func TestSnapshot_IsNotOfferedOnceItsDeletionsAreForgotten(t *testing.T) {
	each(t, snapshot.Policy{MinRows: 1}, func(r *rig) {
		first := r.ready("a", "")
		at := func(days int) model.Millis { return model.MillisOf(r.now.AddDate(0, 0, days)) }
		r.must(r.s.Write(ctx, func(tx *store.Tx) error { return tx.MarkLanes(at(0)) }))
		forget := func(before model.Millis) {
			r.must(r.s.Write(ctx, func(tx *store.Tx) error { _, err := tx.ForgetDeletions(before); return err }))
		}
		forget(at(0))
		if o := r.offer("a"); o != first {
			r.Errorf("a file that has missed nothing gives way to %+v", o)
		}
		gone := storetest.Rows(r.T, r.s, "station:s1", 0)[0]
		r.must(r.s.Write(ctx, func(tx *store.Tx) error { return tx.Delete(gone.Kind, gone.ID) }))
		r.must(r.s.Write(ctx, func(tx *store.Tx) error { return tx.MarkLanes(at(1)) })) // a deletion has its number when it is committed
		forget(at(0))
		if o := r.offer("a"); o != first {
			r.Errorf("while the deletion is remembered: %+v", o)
		}
		forget(at(1))
		if o := r.offer("a"); o.State != wire.Building {
			r.Errorf("after it was forgotten: %+v", o)
		}
		r.ready("a", first.Sha256)
	})
}

func TestSnapshot_SurvivesARestartAndWhatWasSpoiledIsMadeAgain(t *testing.T) {
	policy := snapshot.Policy{MinRows: 1}
	each(t, policy, func(r *rig) {
		first := r.ready("a", "")
		r.must(r.v.Close())
		r.must(os.WriteFile(filepath.Join(r.dir, "x.building"), []byte("half"), 0o600))
		r.open(policy)
		if o := r.offer("a"); o != first {
			r.Errorf("after a restart %+v", o)
		}
		if _, err := os.Stat(filepath.Join(r.dir, "x.building")); err == nil {
			r.Error("half a file stays")
		}
		r.must(r.v.Close())
		files, _ := filepath.Glob(filepath.Join(r.dir, "*.zst"))
		r.must(os.Truncate(files[0], 10))
		r.open(policy)
		r.must(r.fetch("a", r.ready("a", "")))
	})
}
