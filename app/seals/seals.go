// Package seals is what a person does with seals: scan one and know at once what
// it means, note a condition, look at its history.
package seals

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"dianqin/app/act"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/evidence"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
)

// Seals is the use cases about seals.
type Seals struct {
	store *local.Store
	rec   *act.Recorder

	mu      sync.Mutex
	counts  *Counts // as counted last; nil: to be counted
	changes int
}

// New wires the use cases.
func New(store *local.Store, rec *act.Recorder) *Seals { return &Seals{store: store, rec: rec} }

// Visit is where a person stands: the task and its box.
type Visit struct {
	TaskID    string
	StationID string
	BoxID     string
}

// Finding is what a scanned text turned out to be.
type Finding struct {
	Target  string // policy.TargetSeal, ...
	Number  string
	Verdict seal.Verdict
	Seal    *seal.Seal // nil: no record here
	OpID    string     // of the recorded sighting
}

// Judge gives the verdict on a scanned text without recording anything. format is
// the bar code's, empty for a typed number.
func (s *Seals) Judge(v Visit, text, format string) (Finding, error) {
	w := s.store.World()
	set, err := w.Policy()
	if err != nil {
		return Finding{}, err
	}
	read := set.Read(text, format, s.rec.Now())
	verdict, known, err := fold.JudgeScan(w, seal.Scan{Number: read.Number, StationID: v.StationID, BoxID: v.BoxID, At: s.rec.Now()}, format)
	if err != nil {
		return Finding{}, err
	}
	return Finding{Target: read.Target, Number: read.Number, Verdict: verdict, Seal: known.Seal}, nil
}

// Identify judges a scanned text and records the sighting of a seal. Another
// thing's bar code (a meter's, a box's) is judged and not recorded.
func (s *Seals) Identify(ctx context.Context, v Visit, text, format string) (Finding, error) {
	return s.sight(ctx, v, text, format, "")
}

// Type is Identify for a label that cannot be read; why says what was wrong with it.
func (s *Seals) Type(ctx context.Context, v Visit, text, why string) (Finding, error) {
	if strings.TrimSpace(text) == "" {
		return Finding{}, model.Fail("field.required").At("/number")
	}
	if why == "" {
		return Finding{}, model.Fail("seal.why_typed").At("/why")
	}
	return s.sight(ctx, v, text, "", why)
}

func (s *Seals) sight(ctx context.Context, v Visit, text, format, typed string) (Finding, error) {
	f, err := s.Judge(v, text, format)
	if err != nil || f.Verdict.Identity == seal.NotASeal {
		return f, err
	}
	f.OpID, err = s.rec.Do(ctx, act.Act{Kind: "seal.sighted", TaskID: v.TaskID,
		Body: seal.Sighted{Number: f.Number, Format: format, Typed: typed, BoxID: v.BoxID, Verdict: f.Verdict}})
	return f, err
}

// Note records the condition that a person saw of an expected seal.
func (s *Seals) Note(ctx context.Context, v Visit, number, place string, c seal.Condition, note string) error {
	_, err := s.rec.Do(ctx, act.Act{Kind: "seal.condition", TaskID: v.TaskID,
		Body: seal.Inspected{Number: number, BoxID: v.BoxID, Place: place, Condition: c, Note: note}})
	return err
}

// Story is all that is known of a seal's number.
type Story struct {
	Number  string
	Seal    *seal.Seal
	Lot     *seal.Lot
	Station string       // that the lot belongs to; empty where it is not known
	Events  []seal.Event // newest first
	Cases   []cases.Case
	Files   []evidence.File
	People  map[string]string // user id -> name
}

// Story tells the history of a number.
func (s *Seals) Story(ctx context.Context, number string) (Story, error) {
	st := Story{Number: number, People: map[string]string{}}
	w := s.store.World()
	sl, ok, err := w.SealByNumber(number)
	if err != nil {
		return st, err
	}
	if ok {
		st.Seal = &sl
	}
	lot, ok, err := w.LotOf(number)
	if err != nil {
		return st, err
	}
	var failed error
	find := func(err error) { failed = errors.Join(failed, err) }
	if ok {
		st.Lot = &lot
		st.Station, err = s.station(ctx, lot.StationID)
		find(err)
	}
	st.Events, err = local.Find[seal.Event](ctx, s.store, model.KindSealEvent, "number = ? ORDER BY at DESC", number)
	find(err)
	st.Cases, err = local.Find[cases.Case](ctx, s.store, model.KindCase, "seal_number = ? ORDER BY opened_at DESC", number)
	find(err)
	st.Files, err = local.Find[evidence.File](ctx, s.store, model.KindFile, "shows = ?", number)
	st.Files = slices.DeleteFunc(st.Files, func(f evidence.File) bool { return f.Withdrawn })
	find(err)
	users, err := local.Find[people.User](ctx, s.store, model.KindUser, "1 = 1")
	find(err)
	for _, u := range users {
		st.People[u.ID] = u.Name
	}
	return st, failed
}

// OfCustody lists seals of a custody state, at most limit.
func (s *Seals) OfCustody(ctx context.Context, c seal.Custody, limit int) ([]seal.Seal, error) {
	return local.Find[seal.Seal](ctx, s.store, model.KindSeal, "custody = ? ORDER BY number LIMIT ?", string(c), limit)
}

// Amiss lists seals whose condition is not intact, at most limit.
func (s *Seals) Amiss(ctx context.Context, limit int) ([]seal.Seal, error) {
	return local.Find[seal.Seal](ctx, s.store, model.KindSeal, "condition IN ('broken', 'missing', 'worn') ORDER BY number LIMIT ?", limit)
}

// Kind returns the seal kind in force, for names and colours.
func (s *Seals) Kind(code string) (policy.SealKind, bool) {
	set, err := s.store.World().Policy()
	if err != nil {
		return policy.SealKind{}, false
	}
	return set.SealKind(code, s.rec.Now())
}
