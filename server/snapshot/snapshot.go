package snapshot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/schema"
	"dianqin/data/wire"
	"dianqin/server/store"
)

// Policy says when files are made and for how long they are kept. Zero members
// take the usual.
type Policy struct {
	MinRows   int64         // scopes with less are pulled by rows; 20,000
	MaxBehind int64         // changes since, after which a file is made anew; 20,000
	MaxAge    time.Duration // the same, by time; 12 h
	Unused    time.Duration // scopes that nobody asked for are dropped; 14 days
	Patience  time.Duration // what one who asks while it is built is told to wait; 1 s
	Rest      time.Duration // after a build that failed; 1 min
}

func (p Policy) filled() Policy {
	def := func(v *int64, usual int64) {
		if *v == 0 {
			*v = usual
		}
	}
	wait := func(v *time.Duration, usual time.Duration) {
		if *v == 0 {
			*v = usual
		}
	}
	def(&p.MinRows, 20_000)
	def(&p.MaxBehind, 20_000)
	wait(&p.MaxAge, 12*time.Hour)
	wait(&p.Unused, 14*24*time.Hour)
	wait(&p.Patience, time.Second)
	wait(&p.Rest, time.Minute)
	return p
}

// Service keeps the files of one server.
type Service struct {
	s      *store.Store
	dir    string
	now    func() time.Time
	log    *slog.Logger
	policy Policy

	mu       sync.Mutex
	scopes   map[string]*scope
	stop     context.CancelFunc
	ctx      context.Context // of the builds
	builders sync.WaitGroup
	turn     chan struct{} // one build at a time
}

// scope is a set of lanes with its files, the newest first.
type scope struct {
	name     string
	files    []head
	building bool
	asked    time.Time
	failed   time.Time // the last build that did
}

// New opens the folder of the files. Close ends what is being built.
func New(dir string, s *store.Store, policy Policy, now func() time.Time, log *slog.Logger) (*Service, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of snapshots: %w", err)
	}
	v := &Service{s: s, dir: dir, now: now, log: log, policy: policy.filled(), scopes: map[string]*scope{}, turn: make(chan struct{}, 1)}
	v.ctx, v.stop = context.WithCancel(context.Background())
	if err := v.load(); err != nil {
		return nil, fmt.Errorf("read the folder of snapshots: %w", err)
	}
	return v, nil
}

// Close ends what is being built and waits for it.
func (v *Service) Close() error {
	if v == nil {
		return nil
	}
	v.stop()
	v.builders.Wait()
	return nil
}

// Offer says whether there is a file for a person and a layout, and has one made
// where there is none or only an old one.
func (v *Service) Offer(ctx context.Context, userID, layout string) (wire.SnapshotOffer, error) {
	none := wire.SnapshotOffer{State: wire.None}
	if layout != schema.BaseVersion() { // of the layouts that this server can make
		return none, nil
	}
	lanes, far, err := v.lanesOf(ctx, userID)
	if err != nil {
		return none, err
	}
	total := int64(0)
	for _, r := range far {
		total += r.head
	}
	if total < v.policy.MinRows {
		return none, nil
	}
	epoch, err := v.s.Epoch(ctx)
	if err != nil {
		return none, err
	}
	return v.offer(nameOf(lanes), lanes, epoch, far), nil
}

func (v *Service) offer(name string, lanes []model.Lane, epoch string, far map[string]reach) wire.SnapshotOffer {
	v.mu.Lock()
	defer v.mu.Unlock()
	sc := v.scopes[name]
	if sc == nil {
		sc = &scope{name: name}
		v.scopes[name] = sc
	}
	sc.asked = v.now()
	var newest *head
	if len(sc.files) > 0 && sc.files[0].Epoch == epoch && !sc.files[0].missed(far) {
		newest = &sc.files[0]
	}
	if newest == nil || v.old(newest, far) {
		v.build(sc, lanes)
	}
	switch {
	case newest == nil && !sc.building: // it could not be made: the rows are pulled
		return wire.SnapshotOffer{State: wire.None}
	case newest == nil:
		return wire.SnapshotOffer{State: wire.Building, RetryMs: v.policy.Patience.Milliseconds()}
	}
	return wire.SnapshotOffer{State: wire.Ready, Scope: newest.Scope, Schema: newest.Layout, Sha256: newest.SHA256, Bytes: newest.Bytes,
		RawBytes: newest.RawBytes, Epoch: newest.Epoch, BuiltAt: newest.BuiltAt}
}

// old says whether a file is so far behind that a new one pays.
func (v *Service) old(h *head, far map[string]reach) bool {
	behind := int64(0)
	for lane, r := range far {
		behind += r.head - h.Cursor[lane]
	}
	return behind > v.policy.MaxBehind || behind > 0 && v.now().Sub(time.UnixMilli(h.BuiltAt)) > v.policy.MaxAge
}

// File opens a file for a person who may read all that is in it, by the name of
// its scope and its hash. Codes: lane.foreign, snapshot.unknown.
func (v *Service) File(ctx context.Context, userID, name, hash string) (*os.File, error) {
	lanes, _, err := v.lanesOf(ctx, userID)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if sc := v.scopes[name]; sc != nil {
		if nameOf(lanes) != name {
			return nil, model.Fail("lane.foreign")
		}
		for _, h := range sc.files {
			if h.SHA256 == hash {
				return os.Open(v.path(h))
			}
		}
	}
	return nil, model.Fail("snapshot.unknown")
}

// reach is how far a lane is, and up to where its deletions are forgotten.
type reach struct{ head, horizon int64 }

// missed says whether a file may hold what was deleted since without anybody
// remembering it: a pull could not put it right.
func (h head) missed(far map[string]reach) bool {
	for lane, r := range far {
		if at := h.Cursor[lane]; at > 0 && at < r.horizon {
			return true
		}
	}
	return false
}

// lanesOf lists the lanes of a person's scope and how far each is, as of now.
func (v *Service) lanesOf(ctx context.Context, userID string) (lanes []model.Lane, far map[string]reach, err error) {
	far = map[string]reach{}
	err = v.s.Read(ctx, func(t *store.Tx) error {
		u, found, err := t.User(userID)
		if err != nil {
			return err
		}
		if !found || u.Inactive {
			return model.Fail("auth.forbidden")
		}
		lanes = scopeOf(u)
		for _, l := range lanes {
			var r reach
			if r.head, err = t.Head(l); err != nil {
				return err
			}
			if r.horizon, err = t.Horizon(l); err != nil {
				return err
			}
			far[string(l)] = r
		}
		return nil
	})
	return lanes, far, err
}

// scopeOf lists the lanes that a person shares with others.
func scopeOf(u people.User) []model.Lane {
	return slices.DeleteFunc(u.Lanes(), func(l model.Lane) bool {
		family, _ := l.Split()
		return family == "user"
	})
}

// nameOf names a set of sorted lanes.
func nameOf(lanes []model.Lane) string {
	names := make([]string, len(lanes))
	for i, l := range lanes {
		names[i] = string(l)
	}
	sum := sha256.Sum256([]byte(strings.Join(names, "\n")))
	return hex.EncodeToString(sum[:16])
}
