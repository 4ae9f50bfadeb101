package sim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/wire"
)

// truth is what must be: every operation that the server answered finally, folded
// once more in the same order over records in memory, with the rules of merging
// written down a second time.
type truth struct {
	memory
	final  map[string]final          // by op_id
	fields map[string]map[string]set // record -> field -> who set it
	stored map[string]bool           // hashes of files whose bytes the server has
}

// FileStored says what the server knows: the bytes may be there before the record.
func (t *truth) FileStored(sha256 string) (bool, error) { return t.stored[sha256], nil }

// final is how an operation was answered.
type final struct {
	status wire.OpAnswerStatus
	hash   string
	device string
	devSeq int64
}

// set is the last version that changed a field, and the device that did.
type set struct {
	ver    int64
	device string
}

func newTruth() *truth {
	return &truth{memory: memory{}, final: map[string]final{}, fields: map[string]map[string]set{}, stored: map[string]bool{}}
}

func (t *truth) clone() *truth {
	out := &truth{memory: t.memory.clone(), final: maps.Clone(t.final), fields: map[string]map[string]set{}, stored: maps.Clone(t.stored)}
	for id, f := range t.fields {
		out.fields[id] = maps.Clone(f)
	}
	return out
}

// judge says how an operation must be answered and what then follows.
func (t *truth) judge(op wire.Operation, chained bool, epoch string) (wire.OpAnswerStatus, error) {
	kind, listed := wire.Lookup(op.Kind)
	if !listed {
		return "", fmt.Errorf("no kind %q", op.Kind)
	}
	doubt := wire.Refused
	if kind.Class == wire.Fact {
		doubt = wire.Disputed
	}
	var author people.User
	known, err := t.Get(model.KindUser, op.Author, &author)
	if err != nil {
		return "", err
	}
	if !chained || !known || kind.Check(op) != nil || author.Inactive || !author.Has(kind.Audience...) {
		return doubt, nil
	}
	out, err := kind.Fold(t, op)
	if err != nil {
		return "", err
	}
	if out.Lane != "" && !author.MayWrite(out.Lane) || out.Lane == "" && out.Problem == nil {
		return doubt, nil
	}
	status := wire.Applied
	switch {
	case out.Problem != nil && kind.Class != wire.Fact:
		return wire.Refused, nil
	case out.Problem != nil:
		status = wire.Disputed
	case kind.Class == wire.Patch:
		if status, err = t.meet(op, epoch); err != nil || status == wire.Conflict {
			return status, err
		}
	}
	return status, t.apply(op.Device, out.Puts)
}

// meet says whether a patch sets a field that another device has set since.
func (t *truth) meet(op wire.Operation, epoch string) (wire.OpAnswerStatus, error) {
	var b fold.Patch
	if err := json.Unmarshal(op.Body, &b); err != nil {
		return "", err
	}
	if op.Target.Epoch != epoch {
		return wire.Conflict, nil
	}
	status := wire.Applied
	for field, by := range t.fields[op.Target.Kind+"/"+op.Target.Id] {
		if by.ver <= op.Target.BaseVer || by.device == op.Device {
			continue
		}
		if _, sets := b.Set[field]; sets {
			return wire.Conflict, nil
		}
		status = wire.Merged
	}
	return status, nil
}

func (t *truth) apply(device string, puts []fold.Put) error {
	for _, p := range puts {
		old, had := t.memory[p.Kind][p.ID]
		ver, err := t.put(p)
		if err != nil {
			return err
		}
		if had {
			if err := t.noteFields(p, old.body, ver, device); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *truth) noteFields(p fold.Put, before json.RawMessage, ver int64, device string) error {
	var old, now map[string]json.RawMessage
	if err := json.Unmarshal(before, &old); err != nil {
		return err
	}
	if err := json.Unmarshal(t.memory[p.Kind][p.ID].body, &now); err != nil {
		return err
	}
	key := string(p.Kind) + "/" + p.ID
	if t.fields[key] == nil {
		t.fields[key] = map[string]set{}
	}
	for name := range old {
		if _, ok := now[name]; !ok {
			now[name] = nil
		}
	}
	for name, value := range now {
		if !bytes.Equal(canonical(old[name]), canonical(value)) {
			t.fields[key][name] = set{ver, device}
		}
	}
	return nil
}

// canonical brings JSON into one form; numbers that only the server gives are left
// out by same.
func canonical(raw json.RawMessage) []byte {
	if len(raw) == 0 {
		return nil
	}
	out, err := wire.Canonical(raw)
	if err != nil {
		return raw
	}
	return out
}

// same compares two records, but for the numbers that only the server gives.
func same(a, b json.RawMessage) bool { return bytes.Equal(plain(a), plain(b)) }

func plain(raw json.RawMessage) []byte {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return raw
	}
	if _, counted := fields["opened_at"]; counted { // a case
		delete(fields, "number")
	}
	out, err := json.Marshal(fields)
	if err != nil {
		return raw
	}
	return canonical(out)
}
