// Package retention deletes what its time is over for, as policy rows say: bytes of
// old pictures, uploads that were given up, codes and tokens that ran out, where
// people were last. A legal
// hold keeps everything that it names.
//
// It never deletes a record or an operation: who looks for a picture that expired
// sees that there was one, and its hash.
package retention

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/server/store"
)

// tokens are kept so long after they ran out: a reuse is told from a stranger.
const tokens = 30 * 24 * time.Hour

// Files is what keeps the bytes.
type Files interface {
	Sweep(ctx context.Context, before model.Millis) (int, error)
	Delete(ctx context.Context, sha256 string) error
}

// Report says what was deleted.
type Report struct {
	Files, Held, Uploads int
}

// Run deletes once. Several servers may do it at the same time.
func Run(ctx context.Context, st *store.Store, files Files, now model.Millis) (r Report, err error) {
	var set policy.Set
	if err := st.Read(ctx, func(t *store.Tx) (err error) { set, err = t.Policy(); return err }); err != nil {
		return r, fmt.Errorf("retention: %w", err)
	}
	rule := set.Retention(now)
	if r.Uploads, err = files.Sweep(ctx, rule.UploadsBefore(now)); err != nil {
		return r, fmt.Errorf("retention: %w", err)
	}
	err = st.Write(ctx, func(t *store.Tx) error {
		since, _ := people.PlacesSince(now, set.Place(now).SeenHours)
		return errors.Join(t.Expire(now-model.Millis(tokens.Milliseconds())), t.ForgetPlaces(since))
	})
	if err != nil {
		return r, fmt.Errorf("retention: %w", err)
	}
	before, some := rule.FilesBefore(now)
	if !some {
		return r, nil
	}
	return r, expire(ctx, st, files, set, before, now, &r)
}

func expire(ctx context.Context, st *store.Store, files Files, set policy.Set, before, now model.Millis, r *Report) error {
	var old []store.StoredFile
	err := st.Read(ctx, func(t *store.Tx) (err error) { old, err = t.StoredFiles(before); return err })
	if err != nil {
		return fmt.Errorf("retention: %w", err)
	}
	for _, f := range old {
		gone := false
		err := st.Write(ctx, func(t *store.Tx) error {
			gone = false
			named, err := t.FileRecords(f.SHA256)
			if err != nil || held(set, named, now) {
				return err
			}
			gone = true
			return t.LoseFile(f.SHA256, evidence.Expired)
		})
		if err == nil && gone { // the record first: one that says "stored" has its bytes
			err = files.Delete(ctx, f.SHA256)
		}
		if err != nil {
			return fmt.Errorf("retention of %s: %w", f.SHA256, err)
		}
		if gone {
			r.Files++
		} else {
			r.Held++
		}
	}
	return nil
}

// held says whether one of the records that name a file is on hold. What no record
// names yet is kept: the fact that declares it may still come.
func held(set policy.Set, named []evidence.File, now model.Millis) bool {
	for _, f := range named {
		if set.Held(f, now) {
			return true
		}
	}
	return len(named) == 0
}
