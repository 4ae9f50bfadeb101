package sync

import (
	"maps"
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
)

// whereabouts gathers where the authors of a push were last: of acts in the field alone,
// and only where the utility lets it be known.
func (j *judging) whereabouts() {
	op := j.a.op
	if j.class != wire.Fact || op.Pos == nil || !op.Pos.Valid() || op.Pos.Mocked || !j.author.Placed() {
		return
	}
	at := min(model.Millis(op.At-op.OffsetMs), j.now) // a clock that is ahead hides nothing newer
	if old, known := j.places[j.author.ID]; known && old.At >= at {
		return
	}
	j.places[j.author.ID] = people.LastPlace{UserID: j.author.ID, At: at, Position: *op.Pos, TaskID: op.Task}
}

// notePlaces keeps what whereabouts gathered, in one order everywhere, so that two pushes
// never wait for each other.
func (p *push) notePlaces() error {
	if len(p.places) == 0 {
		return nil
	}
	set, err := p.t.Policy()
	if err != nil {
		return err
	}
	since, some := people.PlacesSince(p.now, set.Place(p.now).SeenHours)
	if !some {
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(p.places)) {
		if p.places[id].At < since { // of a phone that was away for days
			continue
		}
		if err := p.t.NotePlace(p.places[id]); err != nil {
			return err
		}
	}
	return nil
}
