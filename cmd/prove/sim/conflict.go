package sim

import (
	"encoding/json"
	"maps"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/wire"
)

// conflict is one that a patch met, as it must stand on the server: asked once, and
// closed once, by the patch that resolved it or by the one that was to and met another
// change in its turn.
type conflict struct {
	op           wire.Operation // that met it
	station      string         // whose desk it lies on
	mine, theirs fold.Fields    // what it wanted, what stood
	newest       set            // who had set the newest of that
	closed       wire.Operation // that closed it; no id: it is open
	overtaken    bool           // closed by meeting another change
}

// patch judges a patch: may it be, does it meet another's change, what follows.
func (t *truth) patch(op wire.Operation, author people.User, epoch string) (ruling, error) {
	var b fold.Patch
	if err := json.Unmarshal(op.Body, &b); err != nil {
		return ruling{}, err
	}
	kind, id := model.Kind(op.Target.Kind), op.Target.Id
	var stands fold.Fields
	var where struct {
		Station string `json:"station_id"`
	}
	found, err := t.Get(kind, id, &stands)
	if err != nil || !found {
		return ruling{wire.Refused, "record.unknown"}, err
	}
	if _, err := t.Get(kind, id, &where); err != nil {
		return ruling{}, err
	}
	if !author.MayWrite(model.StationLane(where.Station)) {
		return ruling{wire.Refused, "lane.foreign"}, nil
	}
	if b.Resolves != "" {
		switch c, asked := t.conflicts[b.Resolves]; {
		case !asked || c.op.Target.Kind != op.Target.Kind || c.op.Target.Id != id:
			return ruling{wire.Refused, "exception.unknown"}, nil
		case c.closed.OpId != "":
			return ruling{wire.Refused, "exception.settled"}, nil
		}
	}
	status := t.meet(op, b, epoch)
	if b.Resolves != "" {
		c := t.conflicts[b.Resolves]
		c.closed, c.overtaken = op, status == wire.Conflict
		t.conflicts[b.Resolves] = c
	}
	if status == wire.Conflict {
		t.conflicts[op.OpId] = t.clash(op, where.Station, b.Set, stands)
		return ruling{status, "patch.conflict"}, nil
	}
	if len(b.Set) == 0 {
		return ruling{status: status}, nil
	}
	maps.Copy(stands, b.Set)
	put := fold.Put{Kind: kind, ID: id, Lane: model.StationLane(where.Station), Record: stands}
	return ruling{status: status}, t.apply(actor{op.Device, op.Author, model.Millis(op.At)}, []fold.Put{put})
}

// meet says whether a patch sets a field that another device has set since. One that
// sets nothing meets nobody.
func (t *truth) meet(op wire.Operation, b fold.Patch, epoch string) wire.OpAnswerStatus {
	status := wire.Applied
	switch {
	case len(b.Set) == 0:
		return status
	case op.Target.Epoch != epoch:
		return wire.Conflict
	}
	for field, by := range t.fields[op.Target.Kind+"/"+op.Target.Id] {
		if by.ver <= op.Target.BaseVer || by.device == op.Device {
			continue
		}
		if _, sets := b.Set[field]; sets {
			return wire.Conflict
		}
		status = wire.Merged
	}
	return status
}

// clash is what a person is asked: the fields that stand otherwise than they were wanted.
func (t *truth) clash(op wire.Operation, station string, wanted, stands fold.Fields) conflict {
	c := conflict{op: op, station: station, mine: fold.Fields{}, theirs: fold.Fields{}}
	for name, value := range wanted {
		there, has := stands[name]
		if has && string(canonical(value)) == string(canonical(there)) {
			continue
		}
		c.mine[name] = value
		if has {
			c.theirs[name] = there
		}
		if by := t.fields[op.Target.Kind+"/"+op.Target.Id][name]; by.ver > c.newest.ver {
			c.newest = by
		}
	}
	return c
}

// exception is the record that the conflict makes.
func (c conflict) exception() cases.Exception {
	e := cases.Exception{ID: model.Derive(c.op.OpId, "exception"), StationID: c.station, What: "conflict", State: cases.Open,
		OpID: c.op.OpId, OpKind: c.op.Kind, Author: c.op.Author, At: model.Millis(c.op.At),
		RecordKind: model.Kind(c.op.Target.Kind), RecordID: c.op.Target.Id, Mine: c.mine, Theirs: c.theirs,
		TheirAuthor: c.newest.author, TheirAt: c.newest.at}
	if c.closed.OpId != "" {
		e.State, e.DecidedBy, e.DecidedAt = cases.Closed, c.closed.Author, model.Millis(c.closed.At)
	}
	if c.overtaken {
		e.OvertakenBy = c.closed.OpId
	}
	return e
}

// changes is how often the record was written.
func (c conflict) changes() int64 {
	if c.closed.OpId != "" {
		return 2
	}
	return 1
}

// conflicts: what the server asks about patches is what the operations leave to be
// asked: each conflict opened once, and closed once by whom and as they say.
func (w *World) conflicts(have map[string]record) error {
	asked := 0
	for id, r := range have {
		var e cases.Exception
		if err := json.Unmarshal(r.body, &e); err != nil {
			return err
		}
		if e.What != "conflict" {
			continue
		}
		asked++
		c, met := w.truth.conflicts[e.OpID]
		if !met {
			w.broke("conflict", "the server asks about operation %s, which met nobody", e.OpID)
			continue
		}
		want := c.exception()
		want.Why = e.Why // in words of the server's own
		body, err := json.Marshal(want)
		if err != nil {
			return err
		}
		switch {
		case e.Why.Code != "patch.conflict" || r.lane != model.StationLane(c.station):
			w.broke("conflict", "conflict %s is %s in %s, and belongs into %s", id, e.Why.Code, r.lane, c.station)
		case !same(r.body, body):
			w.broke("conflict", "conflict %s on the server is %s, the operations make %s", id, r.body, body)
		case r.ver != c.changes():
			w.broke("conflict", "conflict %s was changed %d times on the server, %d operations did it", id, r.ver, c.changes())
		}
	}
	if asked != len(w.truth.conflicts) {
		w.broke("conflict", "the server has %d conflicts, the operations met %d", asked, len(w.truth.conflicts))
	}
	return nil
}
