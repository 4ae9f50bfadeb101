package work

import (
	"context"

	"dianqin/app/act"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// MostCases is how many cases a list holds: the newest.
const MostCases = 1000

// CasesOf lists the cases of a state, the newest first, at most MostCases; of every
// state but closed where it is empty.
func (w *Work) CasesOf(ctx context.Context, s cases.State) ([]cases.Case, error) {
	if s == "" {
		return local.Find[cases.Case](ctx, w.store, model.KindCase, "state <> 'closed' ORDER BY opened_at DESC, id LIMIT ?", MostCases)
	}
	return local.Find[cases.Case](ctx, w.store, model.KindCase, "state = ? ORDER BY opened_at DESC, id LIMIT ?", string(s), MostCases)
}

// CaseCounts is how many cases there are by state.
func (w *Work) CaseCounts(ctx context.Context) (map[cases.State]int, error) {
	by, err := w.store.Tally(ctx, model.KindCase, "state", "1 = 1")
	out := map[cases.State]int{}
	for s, n := range by {
		out[cases.State(s)] = n
	}
	return out, err
}

// Free counts the open tasks that nobody has.
func (w *Work) Free(ctx context.Context) (int, error) {
	return w.store.Count(ctx, model.KindTask, "state IN ('todo', 'started') AND coalesce(assignee_id, '') = ''")
}

// Waiting counts what waits for a decision at the desk: cases that are not closed
// and disputes.
func (w *Work) Waiting(ctx context.Context) (open, disputes int, err error) {
	if open, err = w.store.Count(ctx, model.KindCase, "state <> 'closed'"); err != nil {
		return 0, 0, err
	}
	disputes, err = w.store.Count(ctx, model.KindException, "state = 'open'")
	return open, disputes, err
}

// Dispute is an exception with both sides of it: what the device said, as far as it
// left a trace, and what the records say now.
type Dispute struct {
	cases.Exception
	Author string      // name
	Said   *seal.Event // the act on a seal that is disputed
	Seal   *seal.Seal  // the seal as it stands
	Task   *work.Task

	// Of a proposal: what it is about.
	Name    string // of a customer, or the number of a box
	Address string
}

// Disputes lists the exceptions that wait for a person, with both sides, the newest
// first.
func (w *Work) Disputes(ctx context.Context) ([]Dispute, error) {
	all, err := w.Exceptions(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Dispute, len(all))
	for i, e := range all {
		if out[i], err = w.dispute(ctx, e); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (w *Work) dispute(ctx context.Context, e cases.Exception) (Dispute, error) {
	d := Dispute{Exception: e}
	var author people.User
	if _, err := w.store.Get(ctx, model.KindUser, e.Author, &author); err != nil {
		return d, err
	}
	d.Author = author.Name
	var said seal.Event
	found, err := w.store.Get(ctx, model.KindSealEvent, model.Derive(e.OpID, "seal_event"), &said)
	if err != nil {
		return d, err
	}
	number, _ := e.Why.Args["number"].(string)
	if found {
		d.Said, number = &said, said.Number
	}
	if e.Proposal() {
		if err := w.about(ctx, &d); err != nil {
			return d, err
		}
	}
	if number != "" {
		sl, ok, err := w.store.World().SealByNumber(number)
		if err != nil {
			return d, err
		}
		if ok {
			d.Seal = &sl
		}
	}
	var t work.Task
	if found, err = w.store.Get(ctx, model.KindTask, e.TaskID, &t); found {
		d.Task = &t
	}
	return d, err
}

// about reads what a proposal is about.
func (w *Work) about(ctx context.Context, d *Dispute) error {
	var r struct{ Name, Number, Address string }
	_, err := w.store.Get(ctx, d.RecordKind, d.RecordID, &r)
	d.Name, d.Address = r.Name, r.Address
	if d.Name == "" {
		d.Name = r.Number
	}
	return err
}

// Decide moves a case on; closing wants a reason. It is a command: it counts when
// the server says so.
func (w *Work) Decide(ctx context.Context, caseID string, to cases.State, reason string) error {
	_, err := w.rec.Do(ctx, act.Act{Kind: "case.decide", Body: cases.Decide{CaseID: caseID, To: to, Reason: reason}})
	return err
}

// Settle closes a dispute with what came of it.
func (w *Work) Settle(ctx context.Context, exceptionID, reason string) error {
	_, err := w.rec.Do(ctx, act.Act{Kind: "exception.settle", Body: cases.Settle{ExceptionID: exceptionID, Reason: reason}})
	return err
}

// Accept closes a proposal and lets count what it proposes, with a word to its author.
func (w *Work) Accept(ctx context.Context, exceptionID, reason string) error {
	_, err := w.rec.Do(ctx, act.Act{Kind: "exception.settle", Body: cases.Settle{ExceptionID: exceptionID, Reason: reason, Accept: true}})
	return err
}
