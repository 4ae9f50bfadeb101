package fold

import (
	"encoding/json"
	"maps"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/people"
	"dianqin/data/model/place"
)

// position is the field that is proposed.
const position = "position"

// PositionProposed folds a position that somebody found for a record. A good one counts
// at once; another is kept and put before the office (place.Doubt says why).
func PositionProposed(w World, op Op, b place.Proposed) (Outcome, error) {
	d := &draft{World: w, op: op}
	record, lane, why, err := d.target()
	if why != nil || err != nil {
		return d.done(lane, why), err
	}
	var stands model.Position
	if raw, ok := record[position]; ok {
		if err := json.Unmarshal(raw, &stands); err != nil { // what cannot be read is no position
			stands = model.Position{}
		}
	}
	var author people.User
	if _, err := w.Get(model.KindUser, op.Author, &author); err != nil {
		return Outcome{}, err
	}
	set, err := w.Policy()
	if err != nil {
		return Outcome{}, err
	}
	b.Position.At = op.At
	if why = place.Doubt(b, stands, set.Place(op.At), author.Has(people.Supervisor)); why == nil {
		err := d.moveTo(op.Target, record, lane, b.Position)
		return d.done(lane, nil), err
	}
	mine, err := json.Marshal(b.Position)
	if err != nil {
		return Outcome{}, err
	}
	out := d.done(lane, why)
	out.Review = &Review{Kind: op.Target.Kind, ID: op.Target.ID, Mine: Fields{position: mine}, Theirs: Fields{}}
	if raw, ok := record[position]; ok {
		out.Review.Theirs[position] = raw
	}
	return out, nil
}

// target reads the record that a proposal is about, and the lane of its station.
func (d *draft) target() (record Fields, lane model.Lane, why *model.Error, err error) {
	g := d.op.Target
	if !place.Proposable(g.Kind) {
		return nil, "", model.Fail("position.no_such_kind", "kind", string(g.Kind)).At("/target/kind"), nil
	}
	record = Fields{}
	found, err := d.Get(g.Kind, g.ID, &record)
	if err != nil {
		return nil, "", nil, err
	}
	var station string
	if !found || json.Unmarshal(record["station_id"], &station) != nil || station == "" {
		return nil, "", model.Fail("record.unknown", "kind", string(g.Kind), "id", g.ID).At("/target"), nil
	}
	return record, model.StationLane(station), nil, nil
}

// moveTo sets the position of a record, and that of the open tasks that lead to it.
func (d *draft) moveTo(g Target, record Fields, lane model.Lane, to model.Position) error {
	raw, err := json.Marshal(to)
	if err != nil {
		return err
	}
	record = maps.Clone(record)
	record[position] = raw
	d.put(g.Kind, g.ID, lane, record)
	if g.Kind != model.KindBox && g.Kind != model.KindCustomer {
		return nil
	}
	tasks, err := d.TasksAt(g.Kind, g.ID)
	for _, t := range tasks {
		if lane != model.StationLane(t.StationID) { // of another station: not this author's to write
			continue
		}
		t.Position = to
		d.put(model.KindTask, t.ID, lane, t)
	}
	return err
}

// accept lets count what an exception of a lane proposes. A record that went to another
// station meanwhile is that station's to set.
func (d *draft) accept(e cases.Exception, of model.Lane) (*model.Error, error) {
	var to model.Position
	if !e.Proposal() || json.Unmarshal(e.Mine[position], &to) != nil || !to.Valid() {
		return model.Fail("exception.no_proposal").At("/body/accept"), nil
	}
	d.op.Target = Target{e.RecordKind, e.RecordID}
	record, lane, why, err := d.target()
	switch {
	case why != nil || err != nil:
		return why, err
	case lane != of:
		return model.Fail("lane.foreign", "lane", string(lane)), nil
	}
	return nil, d.moveTo(d.op.Target, record, lane, to)
}
