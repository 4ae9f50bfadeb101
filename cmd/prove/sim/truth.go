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

	conflicts map[string]conflict // by op_id of the patch that met it
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

// set is the last version that changed a field, and who did.
type set struct {
	ver int64
	actor
}

// actor is who changes something: on which device, and by its clock when. An import
// has neither author nor time.
type actor struct {
	device, author string
	at             model.Millis
}

// ruling is how an operation must be answered; code: of the problem, "" where the
// rules are not written down so far.
type ruling struct {
	status wire.OpAnswerStatus
	code   string
}

func newTruth() *truth {
	return &truth{memory: memory{}, final: map[string]final{}, fields: map[string]map[string]set{}, stored: map[string]bool{}, conflicts: map[string]conflict{}}
}

func (t *truth) clone() *truth {
	out := &truth{memory: t.memory.clone(), final: maps.Clone(t.final), fields: map[string]map[string]set{}, stored: maps.Clone(t.stored), conflicts: maps.Clone(t.conflicts)}
	for id, f := range t.fields {
		out.fields[id] = maps.Clone(f)
	}
	return out
}

// judge says how an operation must be answered and what then follows.
func (t *truth) judge(op wire.Operation, chained bool, epoch string) (ruling, error) {
	kind, listed := wire.Lookup(op.Kind)
	if !listed {
		return ruling{}, fmt.Errorf("no kind %q", op.Kind)
	}
	doubt := ruling{status: wire.Refused}
	if kind.Class == wire.Fact {
		doubt.status = wire.Disputed
	}
	var author people.User
	known, err := t.Get(model.KindUser, op.Author, &author)
	if err != nil {
		return ruling{}, err
	}
	if !chained || !known || kind.Check(op) != nil || author.Inactive || !author.Has(kind.Audience...) {
		return doubt, nil
	}
	if kind.Class == wire.Patch {
		return t.patch(op, author, epoch)
	}
	out, err := kind.Fold(t, op)
	if err != nil {
		return ruling{}, err
	}
	if out.Lane != "" && !author.MayWrite(out.Lane) || out.Lane == "" && out.Problem == nil {
		return doubt, nil
	}
	r := ruling{status: wire.Applied}
	if out.Problem != nil {
		r = doubt
	}
	if r.status == wire.Refused {
		return r, nil
	}
	return r, t.apply(actor{op.Device, op.Author, model.Millis(op.At)}, out.Puts)
}

func (t *truth) apply(by actor, puts []fold.Put) error {
	for _, p := range puts {
		old, had := t.memory[p.Kind][p.ID]
		ver, err := t.put(p)
		if err != nil {
			return err
		}
		if had {
			if err := t.noteFields(p, old.body, set{ver, by}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *truth) noteFields(p fold.Put, before json.RawMessage, by set) error {
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
			t.fields[key][name] = by
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
