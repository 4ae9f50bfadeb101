// Package act writes down what a person does: it fills in who, where, when and on
// which device, signs it, and puts it into the outbox. It is the one way from a
// use case to an operation.
package act

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"time"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/device/place"
)

// Who is who acts, and on which device.
type Who interface {
	User() people.User
	Device() string
	Key() ed25519.PrivateKey
	Offset() time.Duration
}

// Recorder writes operations.
type Recorder struct {
	store *local.Store
	who   Who
	place place.Source
	now   func() time.Time
}

// New makes a recorder; where is asked for the position of each act.
func New(store *local.Store, who Who, where place.Source, now func() time.Time) *Recorder {
	return &Recorder{store: store, who: who, place: where, now: now}
}

// Act is what is done.
type Act struct {
	Kind   string
	Body   any
	TaskID string
	Target *wire.Target
	Files  []local.NewFile
	Pos    *model.Position // where it was done; nil: where the device is now
}

// Do records an act and returns the operation's id. It never waits for the
// network, and hardly for a position: one that is not there within a moment is
// left out.
func (r *Recorder) Do(ctx context.Context, a Act) (opID string, err error) {
	user := r.who.User()
	if user.ID == "" {
		return "", model.Fail("auth.required")
	}
	body, err := json.Marshal(a.Body)
	if err != nil {
		return "", fmt.Errorf("record %s: %w", a.Kind, err)
	}
	if a.Pos == nil {
		a.Pos = r.Where(ctx)
	}
	op := wire.Operation{Device: r.who.Device(), Author: user.ID, Kind: a.Kind, Schema: wire.Schema, At: r.now().UnixMilli(),
		OffsetMs: r.who.Offset().Milliseconds(), Pos: a.Pos, Task: a.TaskID, Target: a.Target, Body: body}
	if kind, ok := wire.Lookup(a.Kind); !ok {
		return "", fmt.Errorf("record %s: no such kind of operation", a.Kind)
	} else if bad := kind.Check(op); bad != nil {
		return "", bad
	}
	op, err = r.store.Record(ctx, op, r.who.Key(), a.Files...)
	return op.OpId, err
}

// Where is the position now, or nil where it is not known within a moment.
func (r *Recorder) Where(ctx context.Context) *model.Position {
	return r.WhereWithin(ctx, 50*time.Millisecond)
}

// WhereWithin is Where for what may wait for the position.
func (r *Recorder) WhereWithin(ctx context.Context, patience time.Duration) *model.Position {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	fix, err := r.place.Current(ctx)
	if err != nil {
		return nil
	}
	return &model.Position{Lat: fix.Lat, Lon: fix.Lon, AccuracyM: fix.AccuracyM, Source: string(fix.Source), Mocked: fix.Mocked}
}

// Now is the device's time.
func (r *Recorder) Now() model.Millis { return model.MillisOf(r.now()) }

// User is who acts.
func (r *Recorder) User() people.User { return r.who.User() }
