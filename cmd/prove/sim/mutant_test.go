package sim

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"dianqin/data/courier"
	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
	"dianqin/server/store"
)

// seeded is a fault with a schedule that it spoils and the invariants that may catch it.
type seeded struct {
	mutant   Mutant
	schedule string
	caught   string
}

func faults() []seeded {
	return []seeded{
		{acknowledgedTooEarly(), "do 0 sight n1 broken\npush 0", "acknowledged"},
		{Mutant{Name: "own overlay dropped at the acknowledgement", Outbox: func(o courier.Outbox) courier.Outbox { return forgetful{o} }},
			"do 0 sight n1 broken\npush 0", "own work"},
		{Mutant{Name: "cursor moved without the rows", Inbox: inboxOf(func(i *spoiled, rows []wire.PullRow) []wire.PullRow { return nil })},
			"do 0 sight n1 broken\nsync 0", "own work converged"},
		{Mutant{Name: "half a page called whole", Inbox: inboxOf(func(i *spoiled, rows []wire.PullRow) []wire.PullRow { return rows[:len(rows)/2] })},
			"do 0 sight n1 broken\nsync 0\npull 1", "own work converged"},
		{gapClosed(), "backup\ndo 0 sight n1 intact\npush 0\nrestore\ndo 0 sight n2 intact\npush 0", "dev_seq"},
		{forgottenAnswers(), "do 0 sight n1 broken\npush 0 ok deaf\npush 0", "record acknowledged"},
		{Mutant{Name: "lane filter off", Request: asTheOffice}, "pull 3\ndo 3 sight n5 broken\npush 3\npull 0", "lane"},
		{Mutant{Name: "epoch ignored", Inbox: func(w *World, in courier.Inbox) courier.Inbox { return blind{in, w} }},
			"backup\ndo 0 sight n1 intact\nsync 0\nrestore\ndo 1 sight n2 broken\ndo 1 sight n3 broken\ndo 1 sight n4 broken\nsync 1\nsync 0", "acknowledged converged"},
		{Mutant{Name: "snapshot without its cursor", Inbox: snapshotWithoutItsCursor},
			"upgrade 0\nsync 0\nsync 0\ndo 1 sight n1 broken\nsync 1\nsync 0", "converged"},
		{Mutant{Name: "the last writer wins", Request: onPush(func(ctx context.Context, w *World, _ []wire.Operation) error {
			return edit(ctx, w.server.file(), "DELETE FROM field_version")
		})}, "patch 0 c1 phone 5\npatch 1 c1 phone 6\npush 0\npush 1", "decision"},
		{Mutant{Name: "a seal merges by itself", Answered: stolenSeal}, "do 0 remove n1\ndo 1 remove n1\npush 0\npush 1", "seal"},
		{openedAgain(), met + "sync 0\nsettle 0 theirs\nsettle 1 theirs\npush 1\npush 0", "decision"},
		{bothOpen(), met + "settle 1\npatch 0 c1 phone 7\npush 0\npush 1", "conflict"},
	}
}

func TestMutants_EachSeededFaultIsCaught(t *testing.T) {
	template, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults() {
		t.Run(strings.ReplaceAll(f.mutant.Name, " ", "_"), func(t *testing.T) {
			s, err := Parse(f.schedule)
			if err != nil {
				t.Fatal(err)
			}
			if err := template.Run(contextOfTests, s, Mutant{}); err != nil {
				t.Fatal("without the fault:", err)
			}
			err = template.Run(contextOfTests, s, f.mutant)
			got := failure(err)
			if got == "" || !strings.Contains(f.caught, got) {
				t.Errorf("caught as %q, want one of %q: %v", got, f.caught, err)
			}
			t.Logf("%s: %v", f.mutant.Name, err)
		})
	}
}

func (m *machine) file() string { return filepath.Join(m.dir, "dianqin.db") }

func opsOf(in request) (ops []wire.Operation) {
	if !strings.HasPrefix(in.url, "/v1/sync/push") {
		return nil
	}
	var r wire.PushRequest
	if json.Unmarshal(in.body, &r) != nil {
		return nil
	}
	for _, raw := range r.Ops {
		var op wire.Operation
		if json.Unmarshal(raw, &op) == nil {
			ops = append(ops, op)
		}
	}
	return ops
}

func onPush(f func(context.Context, *World, []wire.Operation) error) func(context.Context, *World, *request) error {
	return func(ctx context.Context, w *World, in *request) error {
		if ops := opsOf(*in); len(ops) > 0 {
			return f(ctx, w, ops)
		}
		return nil
	}
}

// acknowledgedTooEarly: the answer goes out, the commit never comes.
func acknowledgedTooEarly() Mutant {
	image := ""
	return Mutant{Name: "acknowledged before the commit",
		Request: onPush(func(_ context.Context, w *World, _ []wire.Operation) error {
			image = w.fresh("uncommitted")
			return copyDir(w.server.dir, image)
		}),
		Answered: func(ctx context.Context, w *World, in request) error {
			if len(opsOf(in)) == 0 {
				return nil
			}
			if err := w.server.close(); err != nil {
				return err
			}
			var err error
			w.server, err = w.open(ctx, image)
			return err
		}}
}

// forgetful lets go of an operation as soon as it is answered, not when the pull has it.
type forgetful struct{ courier.Outbox }

func (f forgetful) Answer(ctx context.Context, answers []wire.OpAnswer, devSeq int64) error {
	for i := range answers {
		answers[i].Seq = map[string]int64{"nobody": 1}
	}
	return f.Outbox.Answer(ctx, answers, devSeq)
}

// spoiled is an inbox whose pages lose rows.
type spoiled struct {
	courier.Inbox
	keep func(*spoiled, []wire.PullRow) []wire.PullRow
}

func inboxOf(keep func(*spoiled, []wire.PullRow) []wire.PullRow) func(*World, courier.Inbox) courier.Inbox {
	return func(_ *World, in courier.Inbox) courier.Inbox { return &spoiled{in, keep} }
}

func (s *spoiled) ApplyPage(ctx context.Context, rows []wire.PullRow, end wire.PullEnd) error {
	rows = s.keep(s, rows)
	end.Rows = len(rows)
	return s.Inbox.ApplyPage(ctx, rows, end)
}

// gapClosed: the server believes to hold what is missing.
func gapClosed() Mutant {
	return Mutant{Name: "a gap in dev_seq applied early", Request: onPush(func(ctx context.Context, w *World, ops []wire.Operation) error {
		return edit(ctx, w.server.file(), "UPDATE device SET last_seq = ?, last_hash = ? WHERE id = ? AND last_seq < ?",
			ops[0].DevSeq-1, ops[0].Prev, ops[0].Device, ops[0].DevSeq-1)
	})}
}

// forgottenAnswers: the server does not know an operation again.
func forgottenAnswers() Mutant {
	return Mutant{Name: "an operation applied twice", Request: onPush(func(ctx context.Context, w *World, ops []wire.Operation) error {
		if err := edit(ctx, w.server.file(), "DELETE FROM operation WHERE op_id = ?", ops[0].OpId); err != nil {
			return err
		}
		return edit(ctx, w.server.file(), "UPDATE device SET last_seq = ?, last_hash = ? WHERE id = ?", ops[0].DevSeq-1, ops[0].Prev, ops[0].Device)
	})}
}

// asTheOffice: everybody is given what the office may read.
func asTheOffice(_ context.Context, w *World, in *request) error {
	if s := w.phones; len(s) == Phones && strings.HasPrefix(in.url, "/v1/sync/pull") {
		if office := s[Phones-1].access["sup"]; office.token != "" {
			in.header.Set("Authorization", "Bearer "+office.token)
		}
	}
	return nil
}

// blind is an inbox that takes any life of the server for the one it knows.
type blind struct {
	courier.Inbox
	w *World
}

func (b blind) Cursor(ctx context.Context) (string, map[string]int64, error) {
	_, cursor, err := b.Inbox.Cursor(ctx)
	return b.w.server.epoch(ctx), cursor, err
}

func (b blind) ApplyPage(ctx context.Context, rows []wire.PullRow, end wire.PullEnd) error {
	had, _, err := b.Inbox.Cursor(ctx)
	if err != nil {
		return err
	}
	if had != "" {
		end.Epoch = had
	}
	return b.Inbox.ApplyPage(ctx, rows, end)
}

// stolenSeal: an act that the rules do not allow changes the seal all the same.
func stolenSeal(ctx context.Context, w *World, in request) error {
	for _, op := range opsOf(in) {
		if op.Kind != "seal.removed" || w.truth.memory[model.KindSealEvent] == nil {
			continue
		}
		var s seal.Seal
		if _, err := w.truth.Get(model.KindSeal, "n1", &s); err != nil {
			return err
		}
		s.Custody = seal.Returned
		return w.server.st.Write(ctx, func(t *store.Tx) error {
			_, err := t.Put(fold.Put{Kind: model.KindSeal, ID: s.ID, Lane: "station:s1", Record: s})
			return err
		})
	}
	return nil
}
