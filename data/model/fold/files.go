package fold

import (
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/work"
)

// FileDeclared folds evidence.Declared: a file record that awaits its bytes, and one
// for each copy that came with it.
func FileDeclared(w World, op Op, b evidence.Declared) (Outcome, error) {
	d := &draft{World: w, op: op}
	s, problem, err := d.siteOf(b.BoxID)
	if err != nil || s.stationID == "" {
		return d.done("", problem), err
	}
	f := evidence.File{ID: model.Derive(op.ID, "file"), StationID: s.stationID, SHA256: b.SHA256, Bytes: b.Bytes,
		Mime: b.Mime, Name: b.Name, Role: b.Role, Of: b.Of, Source: b.Source, Shows: b.Shows, TaskID: op.TaskID, BoxID: b.BoxID,
		TakenAt: op.At, TakenBy: op.Author, MadeAt: b.MadeAt, Pos: op.Pos, Heading: b.Heading}
	if f.Source == evidence.FromFile { // where its picker stands says nothing of where it was made
		f.Pos, f.Heading = nil, nil
	}
	if err := d.file(f, s.lane()); err != nil {
		return Outcome{}, err
	}
	for _, c := range b.Copies {
		made := f
		made.ID = model.Derive(op.ID, "file:"+c.SHA256)
		made.SHA256, made.Bytes, made.Mime, made.Name, made.Role, made.Of = c.SHA256, c.Bytes, c.Mime, c.Name, c.Role, f.SHA256
		if err := d.file(made, s.lane()); err != nil {
			return Outcome{}, err
		}
	}
	return d.done(s.lane(), problem), nil
}

// file puts a file, stored or awaited as the world knows its bytes.
func (d *draft) file(f evidence.File, lane model.Lane) error {
	stored, err := d.FileStored(f.SHA256)
	if err != nil {
		return err
	}
	f.State = evidence.Awaited
	if stored {
		f.State = evidence.Stored
	}
	d.put(model.KindFile, f.ID, lane, f)
	return nil
}

// FileWithdrawn folds evidence.Withdrawn. A file of somebody else, one whose bytes the
// server has, and one of a task that is over stay as they are and are disputed: what
// an office may have looked at does not vanish.
func FileWithdrawn(w World, op Op, b evidence.Withdrawn) (Outcome, error) {
	d := &draft{World: w, op: op}
	var lane model.Lane
	var problem *model.Error
	for _, id := range slices.Compact(slices.Sorted(slices.Values(b.Files))) {
		var f evidence.File
		found, err := w.Get(model.KindFile, id, &f)
		if err != nil {
			return Outcome{}, err
		}
		if !found {
			problem = model.Fail("file.unknown", "id", id)
			continue
		}
		if at := model.StationLane(f.StationID); lane == "" {
			lane = at
		} else if lane != at { // one act has one place
			problem = model.Fail("lane.foreign")
			continue
		}
		why, err := d.mayWithdraw(f, b.Back)
		if err != nil {
			return Outcome{}, err
		}
		if why != nil {
			problem = why
			continue
		}
		f.Withdrawn = !b.Back
		d.put(model.KindFile, f.ID, lane, f)
	}
	if lane == "" { // none is known: the task says where, if anything does
		s, _, err := d.siteOf("")
		if err != nil {
			return Outcome{}, err
		}
		if s.stationID != "" {
			lane = s.lane()
		}
	}
	return d.done(lane, problem), nil
}

func (d *draft) mayWithdraw(f evidence.File, back bool) (*model.Error, error) {
	switch {
	case f.TakenBy != d.op.Author:
		return model.Fail("file.of_another", "id", f.ID), nil
	case back:
		return nil, nil
	case f.State == evidence.Stored:
		return model.Fail("file.sent", "id", f.ID), nil
	case f.TaskID == "":
		return nil, nil
	}
	var t work.Task
	found, err := d.Get(model.KindTask, f.TaskID, &t)
	if err == nil && found && t.State == work.Done {
		return model.Fail("file.recorded", "id", f.ID), nil
	}
	return nil, err
}
