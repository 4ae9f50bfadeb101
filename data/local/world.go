package local

import (
	"context"
	"log/slog"
	"sync"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/evidence"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// world answers the rules from the view.
type world struct {
	ctx context.Context // fold.World has none: its calls are short
	q   source
	log *slog.Logger
	set *policies
}

// World answers the rules from the view as it stands.
func (s *Store) World() fold.World { return world{context.Background(), s.view(), s.log, &s.policies} }

func (w world) Get(kind model.Kind, id string, into any) (bool, error) {
	return get(w.ctx, w.q, kind, id, into)
}

func (w world) SealByNumber(number string) (seal.Seal, bool, error) {
	return first[seal.Seal](w, model.KindSeal, "number = ? ORDER BY id LIMIT 1", number)
}

func (w world) LotOf(number string) (seal.Lot, bool, error) {
	lots, err := find[seal.Lot](w.ctx, w.q, model.KindSealLot,
		"first <= ?1 AND last >= ?1 AND length(first) = length(?1) ORDER BY id", number)
	if err != nil {
		return seal.Lot{}, false, err
	}
	for _, l := range lots {
		if l.Holds(number) {
			return l, true, nil
		}
	}
	return seal.Lot{}, false, nil
}

func (w world) OpenCase(sealNumber string) (cases.Case, bool, error) {
	return first[cases.Case](w, model.KindCase, "seal_number = ? AND state <> 'closed' ORDER BY opened_at, id LIMIT 1", sealNumber)
}

func (w world) UserByLogin(login string) (people.User, bool, error) {
	return first[people.User](w, model.KindUser, "login = ? ORDER BY id LIMIT 1", login)
}

// Policy returns the rows that can be read: one bad row stops nobody's work.
func (w world) Policy() (policy.Set, error) {
	return w.set.get(func() (policy.Set, error) {
		rows, err := find[policy.Row](w.ctx, w.q, model.KindPolicy, "1 = 1 ORDER BY id")
		if err != nil {
			return policy.Set{}, err
		}
		set, err := policy.NewSet(rows)
		if err != nil {
			w.log.Error("a policy row is left out", "why", err)
		}
		return set, nil
	})
}

// policies keeps the set that was read last: every scan and every fold asks for
// it, and only a page changes it.
type policies struct {
	mu    sync.Mutex
	pages int // how many came in
	set   *policy.Set
}

func (p *policies) get(read func() (policy.Set, error)) (policy.Set, error) {
	p.mu.Lock()
	pages, kept := p.pages, p.set
	p.mu.Unlock()
	if kept != nil {
		return *kept, nil
	}
	set, err := read()
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil && p.pages == pages { // else it may be older than the page
		p.set = &set
	}
	return set, err
}

func (p *policies) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pages++
	p.set = nil
}

// FileStored asks the records only: what the server has not told is not known.
func (w world) FileStored(sha256 string) (bool, error) {
	files, err := find[evidence.File](w.ctx, w.q, model.KindFile, "sha256 = ?", sha256)
	if err != nil {
		return false, err
	}
	for _, f := range files {
		if f.State == evidence.Stored {
			return true, nil
		}
	}
	return false, nil
}

// TasksAt lists the tasks that lead to a place and are not closed.
func (w world) TasksAt(kind model.Kind, id string) ([]work.Task, error) {
	const open = " AND state IN ('todo', 'started', 'returned') ORDER BY id"
	if kind == model.KindBox {
		return find[work.Task](w.ctx, w.q, model.KindTask, "box_id = ?"+open, id)
	}
	return find[work.Task](w.ctx, w.q, model.KindTask, "customer_id = ? AND coalesce(box_id, '') = ''"+open, id)
}

// Number gives none: only the server counts.
func (w world) Number(model.Kind, string) (string, error) { return "", nil }

func first[T any](w world, kind model.Kind, where string, args ...any) (T, bool, error) {
	found, err := find[T](w.ctx, w.q, kind, where, args...)
	if err != nil || len(found) == 0 {
		var none T
		return none, false, err
	}
	return found[0], true, nil
}
