package sync

import (
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
	return j.ask("conflict", why)
}

// ask opens the exception of an operation.
func (j *judging) ask(what string, why *model.Error) error {
	lane, station := j.desk()
	e := cases.Exception{ID: model.Derive(j.a.op.OpId, "exception"), StationID: station, What: what, State: cases.Open,
		OpID: j.a.op.OpId, OpKind: j.a.op.Kind, Author: j.a.op.Author, At: model.Millis(j.a.op.At), Why: *why}
	if !holdsNul(j.a.raw) {
		e.TaskID = j.a.op.Task
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
