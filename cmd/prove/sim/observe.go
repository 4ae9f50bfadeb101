package sim

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/data/schema"
	"dianqin/data/wire"
	"dianqin/server/store"
)

// observe looks at what a request did on the server: each operation that is final
// now must have been answered as the rules say, and the records must be what
// follows from all of them, each once.
func (w *World) observe(ctx context.Context) {
	fresh, err := w.finals(ctx)
	if err != nil {
		w.fail(err)
		return
	}
	for _, o := range fresh {
		w.decide(o)
	}
	w.fail(w.files(ctx))
	if len(fresh) > 0 {
		w.fail(w.records(ctx))
	}
}

// answered is an operation that the server holds with its answer.
type answered struct {
	op     wire.Operation
	hash   string
	answer wire.OpAnswer
}

// finals lists the operations that were answered since the last look, in the order
// of dev_seq: a request brings those of one device.
func (w *World) finals(ctx context.Context) ([]answered, error) {
	var fresh []answered
	held := map[string]bool{}
	err := w.server.st.Operations(ctx, func(raw, answer []byte) error {
		var o answered
		if err := json.Unmarshal(raw, &o.op); err != nil {
			return err
		}
		if err := json.Unmarshal(answer, &o.answer); err != nil {
			return err
		}
		var err error
		if o.hash, err = wire.Hash(raw); err != nil {
			return err
		}
		held[o.op.OpId] = true
		known, had := w.truth.final[o.op.OpId]
		switch {
		case had && (known.hash != o.hash || known.status != o.answer.Status):
			w.broke("decision", "operation %s was %s and is %s now", o.op.OpId, known.status, o.answer.Status)
		case !had && o.answer.Status != wire.Held:
			fresh = append(fresh, o)
		}
		return nil
	})
	for id := range w.truth.final {
		if !held[id] {
			w.broke("acknowledged", "the server held operation %s and does no longer", id)
		}
	}
	slices.SortStableFunc(fresh, func(a, b answered) int { return cmp.Compare(a.op.DevSeq, b.op.DevSeq) })
	return fresh, err
}

// decide judges an operation once more.
func (w *World) decide(o answered) {
	last := final{}
	for _, f := range w.truth.final {
		if f.device == o.op.Device && f.devSeq > last.devSeq {
			last = f
		}
	}
	if o.op.DevSeq > last.devSeq+1 {
		w.broke("dev_seq", "the server applied operation %d of %s after %d", o.op.DevSeq, o.op.Device, last.devSeq)
	}
	chained := o.op.DevSeq == last.devSeq+1 && o.op.Prev == last.hash
	want, err := w.truth.judge(o.op, chained, w.server.epoch(context.Background()))
	if err != nil {
		w.fail(err)
		return
	}
	said := ruling{status: o.answer.Status}
	if o.answer.Problem != nil {
		said.code = o.answer.Problem.Code
	}
	if want.status != said.status || want.code != "" && want.code != said.code {
		w.broke("decision", "%s of %s (%s): the server says %s %s, the rules say %s %s", o.op.Kind, o.op.Author, o.op.Body, said.status, said.code, want.status, want.code)
	}
	w.truth.final[o.op.OpId] = final{o.answer.Status, o.hash, o.op.Device, o.op.DevSeq}
}

// lanes are all that there are.
var lanes = []model.Lane{model.OrgLane, "station:s1", "station:s2", "cases:s1", "cases:s2"}

// feed reads every live record of the server by its lane.
func (w *World) feed(ctx context.Context) (memory, error) {
	out := memory{}
	err := w.server.st.Read(ctx, func(t *store.Tx) error {
		for _, lane := range lanes {
			if _, _, err := t.Rows(lane, 0, 1<<20, func(r store.Row) error {
				if r.State == "live" {
					out.set(r.Kind, r.ID, record{lane: r.Lane, ver: r.Ver, body: r.Body})
				}
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// records: the server's records are the truth's, in content and in the number of
// their changes; and no seal has changed by itself.
func (w *World) records(ctx context.Context) error {
	have, err := w.feed(ctx)
	if err != nil {
		return err
	}
	if err := w.seals(have); err != nil {
		return err
	}
	for _, table := range schema.Tables {
		if table.Kind == model.KindException {
			continue
		}
		w.compareRecords(table.Kind, have[table.Kind])
	}
	if err := w.conflicts(have[model.KindException]); err != nil {
		return err
	}
	for id, f := range w.truth.final {
		_, asked := have[model.KindException][model.Derive(id, "exception")]
		if want := f.status == wire.Disputed || f.status == wire.Conflict; want && !asked {
			w.broke("record", "operation %s is %s and nobody is asked", id, f.status)
		}
	}
	return nil
}

func (w *World) compareRecords(kind model.Kind, have map[string]record) {
	live := 0
	for id, want := range w.truth.memory[kind] {
		if want.deleted {
			continue
		}
		live++
		got, there := have[id]
		switch {
		case !there:
			w.broke("record", "the server lacks %s %s", kind, id)
		case got.ver != want.ver:
			w.broke("record", "%s %s was changed %d times on the server, %d operations did it", kind, id, got.ver, want.ver)
		case got.lane != want.lane || !same(got.body, want.body):
			w.broke("record", "%s %s on the server is %s (%s), the operations make %s (%s)", kind, id, got.body, got.lane, want.body, want.lane)
		}
	}
	if live != len(have) {
		w.broke("record", "the server has %d records of %s, the operations make %d", len(have), kind, live)
	}
}

// seals: the custody of each seal follows from undisputed acts, each lawful after
// the one before; money has not moved at all.
func (w *World) seals(have memory) error {
	events, err := all[seal.Event](have, model.KindSealEvent)
	if err != nil {
		return err
	}
	now, err := all[seal.Seal](have, model.KindSeal)
	if err != nil {
		return err
	}
	before := w.template.truth.memory
	for _, s := range now {
		var was seal.Seal
		if _, err := before.Get(model.KindSeal, s.ID, &was); err != nil {
			return err
		}
		if s.Custody != was.Custody && !explained(was, s, events) {
			w.broke("seal", "%s went from %s to %s, and no act says so", s.ID, was.Custody, s.Custody)
		}
	}
	for id, r := range have[model.KindBill] {
		if r.ver != 1 {
			w.broke("seal", "bill %s was changed", id)
		}
	}
	return nil
}

// explained says whether undisputed acts lead from one custody to the other, in
// some order: every step must be one that the rules allow.
func explained(was, is seal.Seal, events []seal.Event) bool {
	var acts []seal.Event
	for _, e := range events {
		if e.SealID == is.ID && e.Disputed == "" && e.What != seal.WhatSighted && e.What != seal.WhatInspected {
			acts = append(acts, e)
		}
	}
	custody := was.Custody
	for len(acts) > 0 {
		i := slices.IndexFunc(acts, func(e seal.Event) bool {
			probe := was
			probe.Custody, probe.HolderID = custody, ""
			next, why := seal.Next(probe, seal.Act{What: e.What, At: e.At, By: e.By, To: e.ToID, BoxID: e.BoxID, Place: "x"})
			return why == nil && next.Custody == e.Custody
		})
		if i < 0 {
			return false
		}
		custody = acts[i].Custody
		acts = slices.Delete(acts, i, i+1)
	}
	return custody == is.Custody
}

// converged: when all is quiet, nothing waits anywhere and every phone has what its
// person may read, no more and no less.
func (w *World) converged(ctx context.Context) error {
	have, err := w.feed(ctx)
	if err != nil {
		return err
	}
	w.fail(w.records(ctx))
	for _, p := range w.phones {
		c, err := p.store.Counts(ctx)
		if err != nil {
			return err
		}
		if c.Pending > 0 || c.HeldSeq != c.MadeSeq {
			w.broke("converged", "phone %d: %d operations wait, %d made, %d held", p.i, c.Pending, c.MadeSeq, c.HeldSeq)
		}
		box, err := p.store.Outbox(ctx)
		if err != nil {
			return err
		}
		for _, e := range box {
			if _, held := w.truth.final[e.OpID]; !held {
				w.broke("acknowledged", "all is quiet and operation %d of phone %d is not on the server", e.DevSeq, p.i)
			}
		}
		if err := p.mirrors(ctx, have); err != nil {
			return err
		}
	}
	return w.failed
}

// mirrors compares the phone's base with what the server has in the person's lanes.
func (p *phone) mirrors(ctx context.Context, have memory) error {
	var u people.User
	if _, err := p.w.truth.Get(model.KindUser, p.user, &u); err != nil {
		return err
	}
	for _, t := range schema.Tables {
		rows, err := p.store.BaseRows(ctx, t.Kind)
		if err != nil {
			return err
		}
		want := map[string]record{}
		for id, r := range have[t.Kind] {
			if u.MayRead(r.lane) {
				want[id] = r
			}
		}
		for _, r := range rows {
			w, there := want[r.ID]
			switch {
			case !u.MayRead(r.Lane):
				p.w.broke("lane", "phone %d of %s keeps %s %s of %s", p.i, p.user, t.Kind, r.ID, r.Lane)
			case !there:
				p.w.broke("converged", "phone %d keeps %s %s, which the server has not", p.i, t.Kind, r.ID)
			case w.ver != r.Ver || w.lane != r.Lane || string(canonical(w.body)) != string(canonical(r.Body)):
				p.w.broke("converged", "phone %d has %s %s as version %d of %s, the server version %d of %s", p.i, t.Kind, r.ID, r.Ver, r.Lane, w.ver, w.lane)
			}
			delete(want, r.ID)
		}
		for id := range want {
			p.w.broke("converged", "phone %d lacks %s %s", p.i, t.Kind, id)
		}
	}
	return nil
}
