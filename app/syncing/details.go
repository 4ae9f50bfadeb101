package syncing

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/evidence"
	"dianqin/data/model/grid"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/data/wire"
)

// Waiting is one thing that the server does not have yet.
type Waiting struct {
	Kind  string       // of the operation; empty for a file
	Name  string       // of the file
	Task  string       // id of the task that the file belongs to, "" where it belongs to none
	Of    string       // name of the place of the task
	Now   bool         // the file is on its way
	Why   *model.Error // why the last try failed, nil where it did not
	At    model.Millis
	Bytes int64
}

// Lane is one part of the data that is followed.
type Lane struct {
	Family string // org, station, cases, user
	Name   string // of the station
	Seq    int64  // how far it has come
}

// Details is how syncing stands in full: what the device made and what of it the
// server holds, what waits, what is followed.
type Details struct {
	State      State
	Operations []Waiting // oldest first, at most mostWaiting
	Uploads    []Waiting
	Files      local.FileTotals
	Lanes      []Lane
	DiskBytes  int64
}

// mostWaiting is how many waiting operations are read.
const mostWaiting = 200

// Details reads it.
func (s *Sync) Details(ctx context.Context) (Details, error) {
	d := Details{State: s.State()}
	var failed error
	keep := func(err error) { failed = errors.Join(failed, err) }
	raws, err := s.store.Pending(ctx, mostWaiting)
	keep(err)
	for _, raw := range raws {
		var op wire.Operation
		keep(json.Unmarshal(raw, &op))
		d.Operations = append(d.Operations, Waiting{Kind: op.Kind, At: model.Millis(op.At), Bytes: int64(len(raw))})
	}
	files, err := s.store.Files(ctx)
	keep(err)
	for i, f := range files {
		w := Waiting{Name: f.Name, At: f.At, Bytes: f.Bytes}
		w.Now, w.Why = s.under.of(f.SHA256)
		if i < mostNamed {
			keep(s.belongs(ctx, f.SHA256, &w))
		}
		d.Uploads = append(d.Uploads, w)
	}
	slices.SortStableFunc(d.Uploads, func(a, b Waiting) int { return a.turn() - b.turn() })
	d.Files, err = s.store.FileTotals(ctx)
	keep(err)
	d.Lanes, err = s.lanes(ctx)
	keep(err)
	d.DiskBytes, err = s.store.DiskBytes()
	keep(err)
	return d, failed
}

// mostNamed is of how many files it is read what they belong to.
const mostNamed = 100

// turn puts what a person may have to look at first, then what is on its way.
func (w Waiting) turn() int {
	switch {
	case w.Why != nil:
		return 0
	case w.Now:
		return 1
	}
	return 2
}

// belongs finds the task whose record waits for a file.
func (s *Sync) belongs(ctx context.Context, sha256 string, w *Waiting) error {
	records, err := local.Find[evidence.File](ctx, s.store, model.KindFile, "sha256 = ? AND coalesce(withdrawn, 0) = 0 LIMIT 1", sha256)
	if err != nil || len(records) == 0 || records[0].TaskID == "" {
		return err
	}
	var t work.Task
	if found, err := s.store.Get(ctx, model.KindTask, records[0].TaskID, &t); err != nil || !found {
		return err
	}
	w.Task, w.Of = t.ID, t.Name
	return nil
}

// lanes lists what is followed: what everybody has first, then station by station.
func (s *Sync) lanes(ctx context.Context) ([]Lane, error) {
	_, cursor, err := s.store.Cursor(ctx)
	if err != nil {
		return nil, err
	}
	var out []Lane
	for lane, seq := range cursor {
		l := Lane{Seq: seq}
		var id string
		l.Family, id = model.Lane(lane).Split()
		if l.Family == "station" || l.Family == "cases" {
			var st grid.Station
			if _, err := s.store.Get(ctx, model.KindStation, id, &st); err != nil {
				return nil, err
			}
			if l.Name = st.Name; l.Name == "" {
				l.Name = id
			}
		}
		out = append(out, l)
	}
	rank := []string{"org", "station", "cases", "user"}
	slices.SortFunc(out, func(a, b Lane) int {
		if a.Family != b.Family {
			return slices.Index(rank, a.Family) - slices.Index(rank, b.Family)
		}
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return out, nil
}

// Item is an operation that the server did not take as it came, for a person to look
// at: what the device said, and what there is instead.
type Item struct {
	OpID   string
	Kind   string // of the operation
	Status string // refused, conflict, rejected, disputed
	Why    *model.Error
	At     model.Millis // when it was done
	Kept   bool         // the server keeps it all the same: a fact that it disputes
	Said   Said
	Seal   *seal.Seal // what there is of the seal that it is about
	Task   *work.Task // what there is of the task
	Ruling *Ruling    // what a person decided about it; nil: nobody did yet
}

// Ruling is what came of an operation that a person looked at.
type Ruling struct {
	Accepted bool   // what it proposed counts
	Reason   string // in the decider's words
	By       string // name
	At       model.Millis
}

// Said is what an operation claims, as far as a person can compare it.
type Said struct {
	Number    string
	Place     string
	Condition seal.Condition
	Custody   seal.Custody
	State     work.State
}

// claim is the members of operations' bodies that Said is made of.
type claim struct {
	Number    string         `json:"number"`
	Numbers   []string       `json:"numbers"`
	Place     string         `json:"place"`
	Condition seal.Condition `json:"condition"`
	To        work.State     `json:"to"`
	TaskID    string         `json:"task_id"`
}

// Items lists what waits for a person, the oldest first.
func (s *Sync) Items(ctx context.Context) ([]Item, error) {
	all, err := s.store.Items(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Item, 0, len(all))
	for _, i := range all {
		item, err := s.item(ctx, i)
		if err != nil {
			return nil, err
		}
		out = append(out, item)
	}
	return out, nil
}

func (s *Sync) item(ctx context.Context, i local.Item) (Item, error) {
	out := Item{OpID: i.OpID, Kind: i.Op.Kind, Status: string(i.Status), At: model.Millis(i.Op.At),
		Kept: i.Status == wire.Disputed, Why: model.Fail("internal")}
	if i.Problem != nil {
		out.Why = &model.Error{Code: i.Problem.Code}
		if i.Problem.Params != nil {
			out.Why.Args = *i.Problem.Params
		}
	}
	var c claim
	_ = json.Unmarshal(i.Op.Body, &c) // a body of another shape claims nothing of these
	if c.Number == "" && len(c.Numbers) > 0 {
		c.Number = c.Numbers[0]
	}
	out.Said = Said{Number: c.Number, Place: c.Place, Condition: c.Condition, State: c.To,
		Custody: map[string]seal.Custody{"seal.applied": seal.Applied, "seal.removed": seal.Removed, "seal.issue": seal.Issued}[i.Op.Kind]}
	if c.Number != "" {
		sl, ok, err := s.store.World().SealByNumber(c.Number)
		if err != nil {
			return out, err
		}
		if ok {
			out.Seal = &sl
		}
	}
	if err := s.ruled(ctx, i.OpID, &out); err != nil {
		return out, err
	}
	id := i.Op.Task
	if c.TaskID != "" {
		id = c.TaskID
	}
	if id == "" {
		return out, nil
	}
	var t work.Task
	found, err := s.store.Get(ctx, model.KindTask, id, &t)
	if found {
		out.Task = &t
	}
	return out, err
}

// ruled reads what a person decided about an operation.
func (s *Sync) ruled(ctx context.Context, opID string, out *Item) error {
	var e cases.Exception
	found, err := s.store.Get(ctx, model.KindException, model.Derive(opID, "exception"), &e)
	if err != nil || !found || e.State != cases.Closed {
		return err
	}
	var by people.User
	_, err = s.store.Get(ctx, model.KindUser, e.DecidedBy, &by)
	out.Ruling = &Ruling{Accepted: e.Accepted, Reason: e.Decision, By: by.Name, At: e.DecidedAt}
	return err
}

// PutAway takes an item off the list: a person has looked at it. PutBack undoes it.
func (s *Sync) PutAway(ctx context.Context, opID string) error { return s.store.ItemSeen(ctx, opID) }

// PutBack puts an item onto the list again.
func (s *Sync) PutBack(ctx context.Context, opID string) error { return s.store.ItemBack(ctx, opID) }
