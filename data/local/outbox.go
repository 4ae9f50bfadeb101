package local

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"dianqin/data/model"
	"dianqin/data/wire"
)

// keepAnswered is how long answered operations are kept for a server that was
// restored from a backup.
const keepAnswered = 30 * 24 * time.Hour

// Item is an operation that a person has to look at: refused, in conflict,
// rejected, or disputed.
type Item struct {
	OpID    string
	Status  wire.OpAnswerStatus
	Problem *wire.Problem // why, as the server said
	Op      wire.Operation
	At      model.Millis // when the answer came
}

// Counts is what a screen says of the state of things.
type Counts struct {
	Pending int   // operations that the server has not answered
	Files   int   // files that it has not confirmed
	Items   int   // for a person to look at
	MadeSeq int64 // highest dev_seq made here
	HeldSeq int64 // highest contiguous dev_seq that the server holds; equal: device = server
}

// Pending returns up to limit signed operations that await an answer, in the
// order of dev_seq, as they are to be sent.
func (s *Store) Pending(ctx context.Context, limit int) ([]json.RawMessage, error) {
	var out []json.RawMessage
	err := each(ctx, s.reads, "SELECT raw FROM outbox WHERE send = 1 ORDER BY dev_seq LIMIT ?", func(rows *sql.Rows) error {
		var raw string
		err := rows.Scan(&raw)
		out = append(out, json.RawMessage(raw))
		return err
	}, limit)
	if err != nil {
		return nil, fmt.Errorf("read the outbox: %w", err)
	}
	return out, nil
}

// Answer takes the server's answers and the highest contiguous dev_seq that it
// holds. An answer that came before changes nothing.
func (s *Store) Answer(ctx context.Context, answers []wire.OpAnswer, devSeq int64) error {
	err := s.change(ctx, func(tx *ownTx) error {
		left := 0
		for _, a := range answers {
			n, err := tx.answer(ctx, a)
			if err != nil {
				return err
			}
			left += n
		}
		if err := writeSetting(ctx, tx, ownHeld, strconv.FormatInt(devSeq, 10)); err != nil {
			return err
		}
		dropped, err := tx.dropPassed(ctx)
		if err != nil || left+dropped == 0 {
			return err
		}
		return tx.refold(ctx)
	})
	if err != nil {
		return fmt.Errorf("take answers: %w", err)
	}
	return nil
}

// answer keeps one answer and returns how many operations came into or left the view.
func (tx *ownTx) answer(ctx context.Context, a wire.OpAnswer) (moved int, err error) {
	var state, raw string
	var again bool
	err = tx.QueryRowContext(ctx, "SELECT state, raw, send FROM outbox WHERE op_id = ?", a.OpId).Scan(&state, &raw, &again)
	if err == sql.ErrNoRows { // answered long ago
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("operation %s: %w", a.OpId, err)
	}
	next := ""
	switch a.Status {
	case wire.Applied, wire.Merged, wire.Disputed:
		next = "acked"
		if state == "done" && !again { // the view has it from the server already
			next = "done"
		}
	case wire.Refused, wire.Conflict, wire.Rejected:
		next = "out"
	default: // held, or an answer of a newer server: ask again
		return 0, nil
	}
	lanes, err := json.Marshal(a.Seq)
	if err != nil {
		return 0, err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE outbox SET send = 0, state = ?, lanes = ?, answered_at = ? WHERE op_id = ?",
		next, string(lanes), tx.s.now().UnixMilli(), a.OpId); err != nil {
		return 0, fmt.Errorf("operation %s: %w", a.OpId, err)
	}
	if next == "out" || a.Status == wire.Disputed {
		err = tx.item(ctx, a, raw)
	} else {
		err = tx.noItem(ctx, a.OpId)
	}
	if err != nil {
		return 0, err
	}
	if folded(state) != folded(next) {
		moved = 1
	}
	return moved, nil
}

func folded(state string) bool { return state == "pending" || state == "acked" }

// item keeps what a person has to look at. A server that was restored may judge an
// operation otherwise than before: then there is something new to see.
func (tx *ownTx) item(ctx context.Context, a wire.OpAnswer, raw string) error {
	answer, err := json.Marshal(a)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO item (op_id, status, answer, raw, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (op_id)
		DO UPDATE SET status = excluded.status, answer = excluded.answer, at = excluded.at, seen = 0 WHERE status <> excluded.status`,
		a.OpId, string(a.Status), string(answer), raw, tx.s.now().UnixMilli())
	if err != nil {
		return fmt.Errorf("item %s: %w", a.OpId, err)
	}
	return nil
}

// noItem takes back what a restored server does not say any more.
func (tx *ownTx) noItem(ctx context.Context, opID string) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM item WHERE op_id = ?", opID); err != nil {
		return fmt.Errorf("item %s: %w", opID, err)
	}
	return nil
}

// Items returns what a person has to look at, the oldest first.
func (s *Store) Items(ctx context.Context) ([]Item, error) {
	var out []Item
	err := each(ctx, s.reads, "SELECT answer, raw, at FROM item WHERE seen = 0 ORDER BY at, op_id", func(rows *sql.Rows) error {
		var answer, raw string
		var i Item
		if err := rows.Scan(&answer, &raw, &i.At); err != nil {
			return err
		}
		var a wire.OpAnswer
		if err := json.Unmarshal([]byte(answer), &a); err != nil {
			return err
		}
		i.OpID, i.Status, i.Problem = a.OpId, a.Status, a.Problem
		if err := json.Unmarshal([]byte(raw), &i.Op); err != nil {
			return err
		}
		out = append(out, i)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	return out, nil
}

// ItemSeen takes an item off the list: a person has looked at it.
func (s *Store) ItemSeen(ctx context.Context, opID string) error {
	err := s.change(ctx, func(tx *ownTx) error {
		_, err := tx.ExecContext(ctx, "UPDATE item SET seen = 1 WHERE op_id = ?", opID)
		return err
	})
	if err != nil {
		return fmt.Errorf("item %s: %w", opID, err)
	}
	return nil
}

// Counts counts what is still to go up and what waits for a person.
func (s *Store) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	err := s.reads.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM outbox WHERE send = 1),
		(SELECT count(*) FROM file WHERE `+waiting+`), (SELECT count(*) FROM item WHERE seen = 0),
		coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?), 0),
		coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?), 0)`, ownMade, ownHeld).
		Scan(&c.Pending, &c.Files, &c.Items, &c.MadeSeq, &c.HeldSeq)
	if err != nil {
		return Counts{}, fmt.Errorf("count: %w", err)
	}
	return c, nil
}

// forget deletes what was answered too long ago to be asked for again.
func (tx *ownTx) forget(ctx context.Context) error {
	before := tx.s.now().Add(-keepAnswered).UnixMilli()
	_, err := tx.ExecContext(ctx, "DELETE FROM outbox WHERE send = 0 AND state IN ('done', 'out') AND answered_at < ?", before)
	return err
}
