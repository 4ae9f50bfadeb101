package sim

import (
	"bytes"
	"context"
	"encoding/json"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/schema"
	"dianqin/data/wire"
)

// touched are the kinds of record that the operations of a schedule change; all
// kinds are compared when everything is quiet.
var touched = []model.Kind{model.KindSeal, model.KindSealEvent, model.KindTask, model.KindCase, model.KindCustomer, model.KindFile, model.KindException}

// check holds a phone against its own files and against the server.
func (p *phone) check(ctx context.Context) error {
	box, err := p.store.Outbox(ctx)
	if err != nil {
		return err
	}
	p.kept(box)
	if err := p.acknowledged(ctx, box); err != nil {
		return err
	}
	if err := p.view(ctx, box, touched); err != nil {
		return err
	}
	if p.w.failed != nil {
		return p.w.failed
	}
	return nil
}

// kept: what was recorded is there, whatever died since, numbered without a gap.
func (p *phone) kept(box []local.Entry) {
	have := map[string]bool{}
	for i, e := range box {
		have[e.OpID] = true
		if e.DevSeq != box[0].DevSeq+int64(i) {
			p.w.broke("dev_seq", "phone %d numbers %d after %d", p.i, e.DevSeq, box[i-1].DevSeq)
		}
	}
	for id := range p.made {
		if !have[id] {
			p.w.broke("acknowledged", "phone %d has lost operation %s, which the person saw recorded", p.i, id)
		}
	}
}

// acknowledged: what the server answered it holds, as it was signed; and what it
// says to hold without a gap it does hold. A phone that has not heard of a restore
// yet may believe more.
func (p *phone) acknowledged(ctx context.Context, box []local.Entry) error {
	epoch, _, err := p.store.Cursor(ctx)
	if err != nil || epoch != p.w.server.epoch(ctx) {
		return err
	}
	counts, err := p.store.Counts(ctx)
	if err != nil {
		return err
	}
	for _, e := range box {
		f, held := p.w.truth.final[e.OpID]
		switch {
		case e.Answered && !held && e.Status != wire.Rejected:
			p.w.broke("acknowledged", "phone %d was told of operation %d (%s), which the server does not hold", p.i, e.DevSeq, e.OpID)
		case e.Answered && held && e.Status != "" && e.Status != f.status:
			p.w.broke("acknowledged", "phone %d was told %s of operation %d, the server says %s", p.i, e.Status, e.DevSeq, f.status)
		case e.DevSeq <= counts.HeldSeq && !held && p.w.kept == nil:
			p.w.broke("dev_seq", "phone %d believes that all up to %d is held; %d is not", p.i, counts.HeldSeq, e.DevSeq)
		}
	}
	return nil
}

// view: what a screen sees is the base folded with the outbox, in order; and one's
// own acts are in it.
func (p *phone) view(ctx context.Context, box []local.Entry, kinds []model.Kind) error {
	if err := p.readBase(ctx); err != nil {
		return err
	}
	want := p.base.clone()
	for _, e := range box {
		if !e.Folded {
			continue
		}
		var op wire.Operation
		if err := json.Unmarshal(e.Raw, &op); err != nil {
			return err
		}
		kind, _ := wire.Lookup(op.Kind)
		out, err := kind.Fold(want, op)
		if err != nil {
			return err
		}
		for _, put := range out.Puts {
			if _, err := want.put(put); err != nil {
				return err
			}
		}
	}
	for _, kind := range kinds {
		rows, err := p.store.ViewRows(ctx, kind)
		if err != nil {
			return err
		}
		p.compareView(kind, rows, want[kind])
	}
	return p.ownWork(ctx, box, want)
}

// readBase reads the base into memory where it may have changed.
func (p *phone) readBase(ctx context.Context) error {
	if p.base != nil {
		return nil
	}
	base := memory{}
	for _, t := range schema.Tables {
		rows, err := p.store.BaseRows(ctx, t.Kind)
		if err != nil {
			return err
		}
		for _, r := range rows {
			base.set(t.Kind, r.ID, record{lane: r.Lane, ver: r.Ver, body: r.Body})
		}
	}
	p.base = base
	return nil
}

func (p *phone) compareView(kind model.Kind, rows []local.Row, want map[string]record) {
	if len(rows) != len(want) {
		p.w.broke("view", "phone %d shows %d records of %s, base and outbox make %d", p.i, len(rows), kind, len(want))
	}
	for _, r := range rows {
		w, there := want[r.ID]
		switch {
		case !there:
			p.w.broke("view", "phone %d shows %s %s, which base and outbox do not make", p.i, kind, r.ID)
		case w.lane != r.Lane || !bytes.Equal(canonical(w.body), canonical(r.Body)):
			p.w.broke("view", "phone %d shows %s %s as %s (%s), base and outbox make %s (%s)", p.i, kind, r.ID, r.Body, r.Lane, w.body, w.lane)
		}
	}
}

// ownWork: what a person did with a seal stays in sight from the act on, whatever the
// phone has heard of it meanwhile, as long as the person may read that station. A base
// that is being made anew may lack it for a while, and so does one that was pulled for
// another person or before the rights changed: its cursor does not have the station.
func (p *phone) ownWork(ctx context.Context, box []local.Entry, view memory) error {
	_, cursor, err := p.store.Cursor(ctx)
	if err != nil {
		return err
	}
	for _, e := range box {
		id := model.Derive(e.OpID, "seal_event")
		r, there := view[model.KindSealEvent][id]
		lane, seen := p.shown[id]
		switch {
		case there:
			p.shown[id] = r.lane
		case !e.Answered && !e.Folded: // the server was restored: it has it or is told again
		case seen && e.Status == "" && p.whole && cursor[string(lane)] > 0 && p.reads(lane):
			p.w.broke("own work", "phone %d no longer shows what operation %d did", p.i, e.DevSeq)
		}
	}
	return nil
}

// reads says whether the person at the phone may still read a lane.
func (p *phone) reads(lane model.Lane) bool {
	var u people.User
	found, err := p.w.truth.Get(model.KindUser, p.user, &u)
	return err == nil && found && u.MayRead(lane)
}

// mayRead: what comes down is of the person's lanes.
func (p *phone) mayRead(_ context.Context, rows []wire.PullRow) {
	var u people.User
	if found, err := p.w.truth.Get(model.KindUser, p.user, &u); err != nil || !found {
		return
	}
	for _, r := range rows {
		if !u.MayRead(model.Lane(r.Lane)) {
			p.w.broke("lane", "phone %d of %s is given %s %s of %s", p.i, p.user, r.Kind, r.Id, r.Lane)
		}
	}
}
