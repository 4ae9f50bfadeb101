package fold

import (
	"encoding/json"
	"maps"
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/cases"
)

// Patch is the body of a patch: fields of one record set by hand. One that resolves a
// conflict names the operation that met it; it sets nothing where what stands is right.
type Patch struct {
	Set      Fields `json:"set"`
	Resolves string `json:"resolves,omitempty"` // op_id
}

// Fields are the top-level members of a record as JSON.
type Fields map[string]json.RawMessage

// patchable lists the fields that may be set by hand, each with a value of the
// type that it must decode into.
var patchable = map[model.Kind]map[string]func() any{
	model.KindCustomer:   {"phone": text, "note": text, "position": spot},
	model.KindUsagePoint: {"note": text, "position": spot},
}

func text() any { return new(string) }
func spot() any { return new(model.Position) }

// Names returns the names of the fields, sorted.
func (f Fields) Names() []string { return slices.Sorted(maps.Keys(f)) }

// CheckPatch returns what is wrong with a patch of a kind of record, or nil.
func CheckPatch(kind model.Kind, b Patch) *model.Error {
	if len(b.Set) == 0 && b.Resolves == "" {
		return model.Fail("field.required").At("/body/set")
	}
	for _, name := range b.Set.Names() {
		make, ok := patchable[kind][name]
		if !ok {
			return model.Fail("patch.not_allowed", "field", name).At("/body/set/" + name)
		}
		v := make()
		if err := json.Unmarshal(b.Set[name], v); err != nil {
			return model.Fail("field.wrong_type", "field", name).At("/body/set/" + name)
		}
		if p, ok := v.(*model.Position); ok && !p.Valid() {
			return model.Fail("position.invalid").At("/body/set/" + name)
		}
	}
	return nil
}

// Patched lays the fields over the record. Whether somebody else changed the same
// field meanwhile is for the server to see: it knows who wrote which version.
func Patched(w World, op Op, b Patch) (Outcome, error) {
	if why := CheckPatch(op.Target.Kind, b); why != nil {
		return refused("", why), nil
	}
	record := Fields{}
	found, err := w.Get(op.Target.Kind, op.Target.ID, &record)
	if err != nil {
		return Outcome{}, err
	}
	if !found {
		return refused("", model.Fail("record.unknown", "kind", string(op.Target.Kind), "id", op.Target.ID).At("/target")), nil
	}
	var station string
	if err := json.Unmarshal(record["station_id"], &station); err != nil {
		return Outcome{}, err
	}
	d := &draft{World: w, op: op}
	lane := model.StationLane(station)
	if len(b.Set) > 0 {
		maps.Copy(record, b.Set)
		d.put(op.Target.Kind, op.Target.ID, lane, record)
	}
	if b.Resolves != "" {
		if why, err := d.resolve(b.Resolves, false); err != nil || why != nil {
			return refused(lane, why), err
		}
	}
	return d.done(lane, nil), nil
}

// Overtaken is what follows from a patch that met another's change itself: nothing of
// it is set, and the conflict that it was to resolve is closed in favour of its own, so
// that nobody is asked twice. A patch that resolves nothing has no puts.
func Overtaken(w World, op Op, b Patch) ([]Put, error) {
	if b.Resolves == "" {
		return nil, nil
	}
	d := &draft{World: w, op: op}
	if why, err := d.resolve(b.Resolves, true); err != nil || why != nil { // why: somebody was first
		return nil, err
	}
	return d.puts, nil
}

// resolve closes the conflict that a patch met, once. overtaken: not by what the patch
// sets, but by the conflict that it met in its turn.
func (d *draft) resolve(opID string, overtaken bool) (*model.Error, error) {
	var e cases.Exception
	found, err := d.Get(model.KindException, model.Derive(opID, "exception"), &e)
	if err != nil {
		return nil, err
	}
	if !found || e.RecordKind != d.op.Target.Kind || e.RecordID != d.op.Target.ID {
		return model.Fail("exception.unknown", "id", opID).At("/body/resolves"), nil
	}
	next, why := cases.Settled(e, "", d.op.Author, d.op.At)
	if overtaken {
		next, why = cases.Overtaken(e, d.op.ID, d.op.Author, d.op.At)
	}
	if why != nil {
		return why.At("/body/resolves"), nil
	}
	lane := model.OrgLane
	if e.StationID != "" {
		lane = model.StationLane(e.StationID)
	}
	d.put(model.KindException, e.ID, lane, next)
	return nil, nil
}
