// Package fold says what follows from an operation: which records it makes or
// changes. The phone folds its outbox over what the server last said, the server
// folds the same operation into the truth; ids of what follows are derived from
// the operation's, so both make the same records.
//
// A fold reads the world through World and returns an Outcome. It never writes,
// never reads a clock and never refuses a fact: a fact that the rules do not
// allow leaves a trace in the history and a Problem for a person.
package fold

import (
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// Op is an operation as the rules see it: who did what, when, where, for which task.
type Op struct {
	ID     string
	Kind   string
	Author string // user id
	At     model.Millis
	True   model.Millis // At by the server's clock, as far as the device knew it
	Pos    *model.Position
	TaskID string
	Target Target
}

// Target is the record that a patch or a command is about.
type Target struct {
	Kind model.Kind
	ID   string
}

// World is what a fold may ask. The phone answers from its view, the server from
// inside its transaction.
type World interface {
	// Get decodes the newest record of a kind into a pointer; false: none.
	Get(kind model.Kind, id string, into any) (bool, error)
	SealByNumber(number string) (seal.Seal, bool, error)
	LotOf(number string) (seal.Lot, bool, error)
	// OpenCase finds the case about a seal's number that is not closed.
	OpenCase(sealNumber string) (cases.Case, bool, error)
	UserByLogin(login string) (people.User, bool, error)
	Policy() (policy.Set, error)
	// FileStored says whether the bytes of a file are on the server already.
	FileStored(sha256 string) (bool, error)
	// TasksAt lists the tasks that are not closed and lead to a customer (and to no
	// box) or to a box, by id.
	TasksAt(kind model.Kind, id string) ([]work.Task, error)
	// Number gives the next number of a kind at a station, or "" where only the
	// server may give one.
	Number(kind model.Kind, stationID string) (string, error)
}

// Put is a record to be written.
type Put struct {
	Kind   model.Kind
	ID     string
	Lane   model.Lane
	Record any // a record of the model, or Fields for a patch
}

// Outcome is what follows from an operation.
type Outcome struct {
	Lane    model.Lane // where the act took place: the author must be allowed to write there
	Puts    []Put
	Problem *model.Error // why a fact is disputed or a command refused
	Review  *Review      // what a person is asked to accept, where a disputed fact is a proposal
}

// Review is what a disputed fact proposes: the fields as its author wants them, and what
// stands in their place.
type Review struct {
	Kind         model.Kind
	ID           string
	Mine, Theirs Fields
}

// refused is the outcome of a command or patch that the rules do not allow.
func refused(lane model.Lane, why *model.Error) Outcome { return Outcome{Lane: lane, Problem: why} }

// draft collects puts and answers reads with them first, so that the second half
// of a fold sees the first.
type draft struct {
	World
	op   Op
	puts []Put
}

func (d *draft) put(kind model.Kind, id string, lane model.Lane, record any) {
	for i, p := range d.puts {
		if p.Kind == kind && p.ID == id {
			d.puts[i].Record = record
			return
		}
	}
	d.puts = append(d.puts, Put{kind, id, lane, record})
}

// OpenCase looks at what this very operation opened before it asks the world.
func (d *draft) OpenCase(number string) (cases.Case, bool, error) {
	for _, p := range d.puts {
		if c, ok := p.Record.(cases.Case); ok && c.SealNumber == number {
			return c, true, nil
		}
	}
	return d.World.OpenCase(number)
}

// site is where an act took place.
type site struct {
	stationID string
	box       metering.Box
	task      work.Task
}

func (s site) lane() model.Lane { return model.StationLane(s.stationID) }

// siteOf finds the box and the task of an act; the station comes from the stored
// records, the box's first.
func (d *draft) siteOf(boxID string) (site, *model.Error, error) {
	var s site
	foundBox, foundTask := false, false
	var err error
	if boxID != "" {
		if foundBox, err = d.Get(model.KindBox, boxID, &s.box); err != nil {
			return s, nil, err
		}
	}
	if d.op.TaskID != "" {
		if foundTask, err = d.Get(model.KindTask, d.op.TaskID, &s.task); err != nil {
			return s, nil, err
		}
	}
	switch {
	case foundBox:
		s.stationID = s.box.StationID
	case foundTask:
		s.stationID = s.task.StationID
	}
	switch {
	case boxID != "" && !foundBox:
		return s, model.Fail("box.unknown", "id", boxID), nil
	case d.op.TaskID != "" && !foundTask:
		return s, model.Fail("task.unknown", "id", d.op.TaskID), nil
	case s.stationID == "":
		return s, model.Fail("act.no_place"), nil
	}
	return s, nil, nil
}

// suspect opens a case, or joins the one that is open about the same seal.
func (d *draft) suspect(s site, kind cases.Kind, number, place string, why model.Reason) error {
	c, open, err := d.OpenCase(number)
	if err != nil {
		return err
	}
	if open {
		c = cases.Join(c, d.op.ID)
	} else {
		n, err := d.Number(model.KindCase, s.stationID)
		if err != nil {
			return err
		}
		c = cases.Case{ID: model.Derive(d.op.ID, "case:"+number), StationID: s.stationID, Number: n, Kind: kind,
			State: cases.Open, SealNumber: number, BoxID: s.box.ID, Place: place, CustomerID: s.task.CustomerID,
			TaskID: d.op.TaskID, OpenedAt: d.op.At, OpenedBy: d.op.Author, Reason: why, Facts: []string{d.op.ID}}
	}
	d.put(model.KindCase, c.ID, model.CasesLane(c.StationID), c)
	return nil
}

func (d *draft) done(lane model.Lane, problem *model.Error) Outcome {
	return Outcome{Lane: lane, Puts: d.puts, Problem: problem}
}
