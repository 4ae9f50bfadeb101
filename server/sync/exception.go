package sync

import (
	"bytes"
	"encoding/json"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/fold"
	"dianqin/data/wire"
)

// against answers with a problem: a fact is disputed and a person is asked, a
// patch or a command is refused.
func (j *judging) against(why *model.Error) error {
	j.v.Problem = wire.ProblemOf(why)
	if j.class != wire.Fact {
		j.v.Status = wire.Refused
		return nil
	}
	j.v.Status = wire.Disputed
	return j.ask("disputed", why)
}

// conflict answers a patch that met another's change; a person resolves it.
func (j *judging) conflict(why *model.Error) error {
	j.v.Status, j.v.Problem = wire.Conflict, wire.ProblemOf(why)
	if err := j.ask("conflict", why); err != nil {
		return err
	}
	return j.overtake()
}

// overtake closes the conflict that a patch was to resolve when it met one itself: the
// newer one has all that is left to decide.
func (j *judging) overtake() error {
	var b fold.Patch
	if err := json.Unmarshal(j.a.op.Body, &b); err != nil {
		return err
	}
	puts, err := fold.Overtaken(j.t, j.a.op.Model(), b)
	if err != nil {
		return err
	}
	return j.put(puts)
}

// clash fills in both sides of a conflict: what the author wanted, what stands, who
// set it. A field that stands as the author wanted it is none of it.
func (j *judging) clash(e *cases.Exception) error {
	var b fold.Patch
	if err := json.Unmarshal(j.a.op.Body, &b); err != nil {
		return err
	}
	e.RecordKind, e.RecordID = model.Kind(j.a.op.Target.Kind), j.a.op.Target.Id
	stands := fold.Fields{}
	if _, err := j.t.Get(e.RecordKind, e.RecordID, &stands); err != nil {
		return err
	}
	e.Mine, e.Theirs = map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for name, wanted := range b.Set {
		if bytes.Equal(wanted, stands[name]) {
			continue
		}
		e.Mine[name] = wanted
		if there, ok := stands[name]; ok {
			e.Theirs[name] = there
		}
	}
	var err error
	e.TheirAuthor, e.TheirAt, err = j.t.FieldsBy(e.RecordKind, e.RecordID, fold.Fields(e.Mine).Names())
	return err
}

// ask opens the exception of an operation.
func (j *judging) ask(what string, why *model.Error) error {
	lane, station := j.desk()
	e := cases.Exception{ID: model.Derive(j.a.op.OpId, "exception"), StationID: station, What: what, State: cases.Open,
		OpID: j.a.op.OpId, OpKind: j.a.op.Kind, Author: j.a.op.Author, At: model.Millis(j.a.op.At), Why: *why}
	if !holdsNul(j.a.raw) {
		e.TaskID = j.a.op.Task
	}
	if what == "conflict" {
		if err := j.clash(&e); err != nil {
			return err
		}
	}
	if r := j.review; r != nil && what == "disputed" {
		e.RecordKind, e.RecordID, e.Mine, e.Theirs = r.Kind, r.ID, r.Mine, r.Theirs
	}
	_, err := j.t.Put(fold.Put{Kind: model.KindException, ID: e.ID, Lane: lane, Record: e})
	return err
}

// desk says whose desk an exception goes to: the station of the act, else the
// author's first, else the caller's; org where nobody has one.
func (j *judging) desk() (model.Lane, string) {
	if family, id := j.lane.Split(); family == "station" || family == "cases" {
		return model.StationLane(id), id
	}
	for _, stations := range [][]string{j.author.Stations, j.caller.User.Stations} {
		if len(stations) > 0 {
			return model.StationLane(stations[0]), stations[0]
		}
	}
	return model.OrgLane, ""
}
