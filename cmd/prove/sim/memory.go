package sim

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/evidence"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// record is a record as the memory has it.
type record struct {
	lane    model.Lane
	ver     int64
	deleted bool
	body    json.RawMessage
}

// memory is a world of records without any database: the plain twin of what phone
// and server do with theirs.
type memory map[model.Kind]map[string]record

var _ fold.World = memory{}

func (m memory) clone() memory {
	out := memory{}
	for kind, rows := range m {
		out[kind] = make(map[string]record, len(rows))
		for id, r := range rows {
			out[kind][id] = r
		}
	}
	return out
}

// put writes what a fold made and returns the new version.
func (m memory) put(p fold.Put) (int64, error) {
	old := m[p.Kind][p.ID]
	body, err := fold.Merge(old.body, p.Record)
	if err != nil {
		return 0, err
	}
	m.set(p.Kind, p.ID, record{lane: p.Lane, ver: old.ver + 1, body: body})
	return old.ver + 1, nil
}

func (m memory) set(kind model.Kind, id string, r record) {
	if m[kind] == nil {
		m[kind] = map[string]record{}
	}
	m[kind][id] = r
}

func (m memory) Get(kind model.Kind, id string, into any) (bool, error) {
	r, ok := m[kind][id]
	if !ok || r.deleted {
		return false, nil
	}
	return true, json.Unmarshal(r.body, into)
}

// all decodes the records of a kind, ordered by id.
func all[T any](m memory, kind model.Kind) ([]T, error) {
	var out []T
	ids := make([]string, 0, len(m[kind]))
	for id, r := range m[kind] {
		if !r.deleted {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		var v T
		if err := json.Unmarshal(m[kind][id].body, &v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func first[T any](m memory, kind model.Kind, fits func(T) bool) (T, bool, error) {
	found, err := all[T](m, kind)
	for _, v := range found {
		if fits(v) {
			return v, true, err
		}
	}
	var none T
	return none, false, err
}

func (m memory) SealByNumber(number string) (seal.Seal, bool, error) {
	return first(m, model.KindSeal, func(s seal.Seal) bool { return s.Number == number })
}

func (m memory) LotOf(number string) (seal.Lot, bool, error) {
	return first(m, model.KindSealLot, func(l seal.Lot) bool { return l.Holds(number) })
}

func (m memory) OpenCase(number string) (cases.Case, bool, error) {
	found, err := all[cases.Case](m, model.KindCase)
	slices.SortStableFunc(found, func(a, b cases.Case) int { return cmp.Compare(a.OpenedAt, b.OpenedAt) })
	for _, c := range found {
		if c.SealNumber == number && c.State != cases.Closed {
			return c, true, err
		}
	}
	return cases.Case{}, false, err
}

func (m memory) UserByLogin(login string) (people.User, bool, error) {
	return first(m, model.KindUser, func(u people.User) bool { return u.Login == login })
}

func (m memory) Policy() (policy.Set, error) {
	rows, err := all[policy.Row](m, model.KindPolicy)
	set, bad := policy.NewSet(rows)
	return set, errors.Join(err, bad)
}

func (m memory) FileStored(sha256 string) (bool, error) {
	_, ok, err := first(m, model.KindFile, func(f evidence.File) bool { return f.SHA256 == sha256 && f.State == evidence.Stored })
	return ok, err
}

func (m memory) TasksAt(kind model.Kind, id string) ([]work.Task, error) {
	found, err := all[work.Task](m, model.KindTask)
	return slices.DeleteFunc(found, func(t work.Task) bool {
		here := kind == model.KindBox && t.BoxID == id || kind == model.KindCustomer && t.BoxID == "" && t.CustomerID == id
		return !here || t.State == work.Done || t.State == work.Cancelled
	}), err
}

// Number gives none: numbers are compared apart.
func (m memory) Number(model.Kind, string) (string, error) { return "", nil }
