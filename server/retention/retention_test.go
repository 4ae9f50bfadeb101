package retention_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/fold"
	"dianqin/data/model/policy"
	"dianqin/server/retention"
	"dianqin/server/store"
	"dianqin/server/storetest"
)

const day = 24 * 60 * 60 * 1000

// shelf counts what is deleted of it.
type shelf struct {
	swept   model.Millis
	deleted map[string]bool
}

func (s *shelf) Sweep(_ context.Context, before model.Millis) (int, error) {
	s.swept = before
	return 0, nil
}

func (s *shelf) Delete(_ context.Context, hash string) error {
	s.deleted[hash] = true
	return nil
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func row(t *testing.T, id string, subject policy.Subject, body any, until model.Millis) fold.Put {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return fold.Put{Kind: model.KindPolicy, ID: id, Lane: model.OrgLane, Record: policy.Row{ID: id, Subject: subject, Until: until, Source: "test", Body: raw}}
}

func TestRun_DeletesWhatIsOldAndNotHeld(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open storetest.Open) {
		s := open(t)
		const now = 1000 * day
		for name, at := range map[string]model.Millis{"old": now - 400*day, "held": now - 400*day, "young": now - 10*day, "undeclared": now - 400*day} {
			if name != "undeclared" {
				storetest.Put(t, s, fold.Put{Kind: model.KindFile, ID: name, Lane: "station:s1",
					Record: evidence.File{ID: name, StationID: "s1", TaskID: "task-" + name, SHA256: hashOf(name), State: evidence.Awaited}})
			}
			if err := s.Write(t.Context(), func(tx *store.Tx) error { return tx.AddFile(hashOf(name), 5, "image/jpeg", "u", at) }); err != nil {
				t.Fatal(err)
			}
		}
		run := func(want retention.Report, deleted int) *shelf {
			t.Helper()
			f := &shelf{deleted: map[string]bool{}}
			got, err := retention.Run(t.Context(), s, f, now)
			if err != nil || got != want || len(f.deleted) != deleted {
				t.Errorf("%+v, deleted %d: %v", got, len(f.deleted), err)
			}
			return f
		}
		if f := run(retention.Report{}, 0); f.swept != now-30*day {
			t.Errorf("uploads before %d are swept", f.swept)
		}
		storetest.Put(t, s, row(t, "keep", policy.SubjectRetention, policy.Retention{FilesDays: 365, UploadsDays: 7}, 0),
			row(t, "hold", policy.SubjectHold, policy.Hold{TaskID: "task-held", Why: "a lawsuit"}, 0),
			row(t, "over", policy.SubjectHold, policy.Hold{StationID: "s1", Why: "an audit"}, now-1))
		if f := run(retention.Report{Files: 1, Held: 2}, 1); !f.deleted[hashOf("old")] || f.swept != now-7*day {
			t.Errorf("deleted %v, uploads before %d", f.deleted, f.swept)
		}
		run(retention.Report{Held: 2}, 0)
		states := map[string]evidence.State{}
		if err := s.Read(t.Context(), func(tx *store.Tx) error {
			for _, name := range []string{"old", "held", "young"} {
				var f evidence.File
				if _, err := tx.Get(model.KindFile, name, &f); err != nil {
					return err
				}
				states[name] = f.State
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if states["old"] != evidence.Expired || states["held"] != evidence.Stored || states["young"] != evidence.Stored {
			t.Errorf("%v", states)
		}
	})
}

func TestRun_DeletesTokensThatRanOutLongAgo(t *testing.T) {
	s := storetest.SQLite(t)
	now := model.MillisOf(time.Now())
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		for id, ends := range map[string]model.Millis{"old": now - 31*day, "recent": now - day} {
			if err := tx.AddCode(id, "u", ends); err != nil {
				return err
			}
			if err := tx.AddRefresh(id, "d", "u", ends); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := retention.Run(t.Context(), s, &shelf{deleted: map[string]bool{}}, now); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"old": "auth.code_wrong", "recent": "auth.code_expired"} {
		err := s.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.SpendCode(id, now); return err })
		if err == nil || !bytes.Contains([]byte(err.Error()), []byte(want)) {
			t.Errorf("%s: %v, want %s", id, err, want)
		}
	}
}
