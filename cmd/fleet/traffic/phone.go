// Package traffic is phones without screens: the app's own use cases over its real
// store and courier, on simulated devices, doing a day's work as fast as it goes.
// It knows nothing of the server but what every phone knows, and it never looks
// into a database.
package traffic

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"time"

	"dianqin/app/act"
	"dianqin/app/evidence"
	"dianqin/app/lookup"
	"dianqin/app/seals"
	"dianqin/app/session"
	"dianqin/app/syncing"
	"dianqin/app/work"
	"dianqin/cmd/fleet/verify"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/device/place"
	"dianqin/device/sim"
)

// Phone is one device with its store in a folder.
type Phone struct {
	Session *session.Session
	Sync    *syncing.Sync
	Work    *work.Work
	Seals   *seals.Seals

	dir      string
	store    *local.Store
	evidence *evidence.Evidence
	lookup   *lookup.Lookup
	rec      *act.Recorder
	walk     *sim.Walk
	dice     *rand.Rand
}

// Open opens the phone in a folder and puts together what the app is made of,
// without a screen. seed decides what it will do.
func Open(dir string, seed uint64, log *slog.Logger) (*Phone, error) {
	store, err := local.Open(dir, local.Options{Log: log})
	if err != nil {
		return nil, err
	}
	s, err := session.Open(store, time.Now)
	if err != nil {
		_ = store.Close() // the first error says why
		return nil, err
	}
	p := &Phone{Session: s, dir: dir, store: store, dice: rand.New(rand.NewPCG(seed, 0xf1ee7))}
	p.walk = sim.NewWalk(place.Fix{Lat: 31.2, Lon: 121.5, AccuracyM: 5}, place.Fix{Lat: 31.25, Lon: 121.6, AccuracyM: 8})
	p.rec = act.New(store, s, p.walk, time.Now)
	p.Sync = syncing.New(store, s, time.Now, log)
	p.Work, p.Seals = work.New(store, p.rec), seals.New(store, p.rec)
	p.lookup = lookup.New(store, p.rec.Now)
	p.evidence = evidence.New(store, p.rec, filepath.Join(dir, "thumbs"), nil, nil)
	return p, nil
}

// Close closes the store.
func (p *Phone) Close() error { return p.store.Close() }

// Join enrols the phone with a code and signs the person in, who has a password already.
func (p *Phone) Join(ctx context.Context, server, code, login, password string) error {
	if _, err := p.Session.Enroll(ctx, session.Enrolment{Server: server, Code: code}, "fleet", ""); err != nil {
		return fmt.Errorf("enrol %s: %w", login, err)
	}
	if err := p.Session.SignIn(ctx, login, password); err != nil {
		return fmt.Errorf("sign in %s: %w", login, err)
	}
	return nil
}

// Readdress lets the phone reach its server by another way from its next start on.
func (p *Phone) Readdress(server string) error { return p.store.SetSetting("session.server", server) }

// Settle makes rounds until nothing waits: operations, files, and the server's
// numbers are the phone's. A round that fails is tried again until ctx ends.
func (p *Phone) Settle(ctx context.Context) error {
	for {
		err := p.Sync.Now(ctx)
		s := p.Sync.State()
		if err == nil && s.Pending == 0 && s.Files == 0 && s.HeldSeq == s.MadeSeq {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("not settled: %d operations and %d files wait, %d made, %d held: last error %w", s.Pending, s.Files, s.MadeSeq, s.HeldSeq, err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Ledger lists every operation that the phone made, as it has it.
func (p *Phone) Ledger(ctx context.Context) ([]verify.Entry, error) {
	entries, err := p.store.Outbox(ctx)
	if err != nil {
		return nil, err
	}
	device := p.Session.Device()
	out := make([]verify.Entry, len(entries))
	for i, e := range entries {
		out[i] = verify.Entry{OpID: e.OpID, Device: device, DevSeq: e.DevSeq, Kind: kindOf(e.Raw), Acknowledged: e.Answered,
			Status: string(e.Status), Op: e.Raw}
	}
	return out, nil
}

func kindOf(raw json.RawMessage) string {
	var op struct{ Kind string }
	if err := json.Unmarshal(raw, &op); err != nil {
		return "?"
	}
	return op.Kind
}

// Tally counts what came of the phone's operations.
func Tally(ledger []verify.Entry) map[string]int {
	out := map[string]int{}
	for _, e := range ledger {
		out["made"]++
		if e.Acknowledged {
			out["acknowledged"]++
		}
		if e.Status != "" {
			out[e.Status]++
		}
	}
	return out
}

// Counts is how the store of the phone stands.
func (p *Phone) Counts(ctx context.Context) (local.Counts, error) { return p.store.Counts(ctx) }

// target names a record as the person saw it, for a patch.
func (p *Phone) target(ctx context.Context, kind model.Kind, id string) (*wire.Target, error) {
	epoch, _, err := p.store.Cursor(ctx)
	if err != nil {
		return nil, err
	}
	vers, err := p.store.Versions(ctx, kind, "id = ?", id)
	return &wire.Target{Kind: string(kind), Id: id, BaseVer: vers[id], Epoch: epoch}, err
}
