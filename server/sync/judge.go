package sync

import (
	"encoding/json"
	"errors"
	"log/slog"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server/store"
)

// verdict is an answer and the puts that it stands for.
type verdict struct {
	wire.OpAnswer
	from, to int // marks of the transaction
	stored   bool
}

// judging is one operation on its way to an answer.
type judging struct {
	*push
	a      arrival
	kind   wire.Kind
	class  wire.Class
	author people.User
	known  bool // the author is
	lane   model.Lane
	review *fold.Review
	v      *verdict
}

// judge fills in the verdict. Errors are the database's alone.
func (p *push) judge(a arrival, chained bool, v *verdict) error {
	j := &judging{push: p, a: a, v: v, class: wire.Fact}
	v.Seq = map[string]int64{}
	kind, listed := wire.Lookup(a.op.Kind)
	if listed {
		j.kind, j.class = kind, kind.Class
	}
	if err := j.findAuthor(); err != nil {
		return err
	}
	if why := j.inadmissible(listed, chained); why != nil {
		return j.against(why)
	}
	j.whereabouts()
	return j.fold()
}

// findAuthor reads who acted: mostly the caller, who was read a moment ago, unless an
// operation of this very push changed somebody.
func (j *judging) findAuthor() (err error) {
	if j.author, j.known = j.caller.User, true; j.staff || j.author.ID != j.a.op.Author {
		j.author, j.known, err = j.t.User(j.a.op.Author)
	}
	return err
}

// inadmissible says why an operation is not folded at all.
func (j *judging) inadmissible(listed, chained bool) *model.Error {
	switch {
	case j.device.RevokedAt != 0: // quarantined
		return model.Fail("device.revoked")
	case !chained:
		return model.Fail("op.chain_broken").At("/prev")
	case !listed: // a newer phone's
		return model.Fail("op.unknown_kind", "kind", j.a.op.Kind).At("/kind")
	case !j.known:
		return model.Fail("user.unknown", "id", j.a.op.Author).At("/author")
	case holdsNul(j.a.raw):
		return model.Fail("body.malformed").At("/body")
	}
	if why := j.kind.Check(j.a.op); why != nil {
		return why
	}
	if j.author.Inactive || !j.author.Has(j.kind.Audience...) {
		return model.Fail("auth.forbidden").At("/author")
	}
	return nil
}

// fold applies what follows from the operation, all of it or nothing.
func (j *judging) fold() error {
	status := wire.Applied
	var problem *model.Error
	j.t.Act(j.a.op.Author, model.Millis(j.a.op.At))
	err := j.t.Savepoint(func() error {
		out, err := j.kind.Fold(j.t, j.a.op)
		if err != nil {
			return err
		}
		j.lane, j.review = out.Lane, out.Review
		if why := j.notHere(out); why != nil {
			return why
		}
		problem = out.Problem
		if problem != nil && j.class != wire.Fact {
			return problem
		}
		if j.class == wire.Patch {
			if status, problem, err = j.compare(); err != nil || problem != nil {
				return errors.Join(err, asError(problem))
			}
		}
		return j.put(out.Puts)
	})
	var why *model.Error
	switch {
	case err == nil && problem == nil:
		j.v.Status = status
		return nil
	case err == nil: // a fact with a doubt: it is applied and a person looks at it
		return j.against(problem)
	case store.Fatal(err):
		return err
	case errors.As(err, &why):
		if status == wire.Conflict {
			return j.conflict(why)
		}
		return j.against(why)
	}
	slog.Error("operation failed", "op_id", j.a.op.OpId, "kind", j.a.op.Kind, "err", err)
	j.v.Ver = 0
	return j.against(model.Fail("internal"))
}

// asError keeps a nil *model.Error from becoming an error that is not nil.
func asError(e *model.Error) error {
	if e == nil {
		return nil
	}
	return e
}

// notHere says why the author may not act where the act took place.
func (j *judging) notHere(out fold.Outcome) *model.Error {
	switch {
	case out.Lane != "" && !j.author.MayWrite(out.Lane):
		return model.Fail("lane.foreign", "lane", string(out.Lane))
	case out.Lane == "" && out.Problem == nil:
		return model.Fail("auth.forbidden")
	}
	return nil
}

func (j *judging) put(puts []fold.Put) error {
	for _, p := range puts {
		ver, err := j.t.Put(p)
		if err != nil {
			return err
		}
		if g := j.a.op.Target; g != nil && g.Kind == string(p.Kind) && g.Id == p.ID {
			j.v.Ver = ver
		}
		j.staff = j.staff || p.Kind == model.KindUser
	}
	return nil
}

// compare finds the fields that the patch sets and another device has set since
// the version that the author saw; a base of another epoch was seen by nobody here.
func (j *judging) compare() (wire.OpAnswerStatus, *model.Error, error) {
	var b fold.Patch
	if err := json.Unmarshal(j.a.op.Body, &b); err != nil {
		return "", nil, err
	}
	g := j.a.op.Target
	if len(b.Set) == 0 { // it only says that what stands is right
		return wire.Applied, nil, nil
	}
	if g.Epoch != j.epoch {
		return wire.Conflict, model.Fail("patch.conflict", "field", b.Set.Names()[0]).At("/target/epoch"), nil
	}
	changed, err := j.t.FieldsSince(model.Kind(g.Kind), g.Id, g.BaseVer, j.device.ID)
	if err != nil {
		return "", nil, err
	}
	for _, name := range changed {
		if _, sets := b.Set[name]; sets {
			return wire.Conflict, model.Fail("patch.conflict", "field", name).At("/body/set/" + name), nil
		}
	}
	if len(changed) > 0 {
		return wire.Merged, nil, nil
	}
	return wire.Applied, nil, nil
}
