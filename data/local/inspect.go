package local

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/wire"
)

// Entry is an operation of this device as it stands here.
type Entry struct {
	DevSeq   int64
	OpID     string
	Raw      json.RawMessage     // as it was signed
	Answered bool                // the server has answered, and was not restored since
	Folded   bool                // the view is made with it
	Status   wire.OpAnswerStatus // the answer where a person has to look at it; else ""
}

// Outbox gives every operation that is kept here, answered ones of the last month
// included, in the order of dev_seq: for whoever compares it with the server.
func (s *Store) Outbox(ctx context.Context) ([]Entry, error) {
	var out []Entry
	err := each(ctx, s.reads, `SELECT o.dev_seq, o.op_id, o.raw, o.send, o.state, coalesce(i.status, '')
		FROM outbox o LEFT JOIN item i ON i.op_id = o.op_id ORDER BY o.dev_seq`, func(rows *sql.Rows) error {
		var e Entry
		var raw, state string
		var send bool
		if err := rows.Scan(&e.DevSeq, &e.OpID, &raw, &send, &state, &e.Status); err != nil {
			return err
		}
		e.Raw, e.Answered, e.Folded = json.RawMessage(raw), !send, folded(state)
		out = append(out, e)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the outbox: %w", err)
	}
	return out, nil
}

// Row is a record as the base or the view has it.
type Row struct {
	ID   string
	Lane model.Lane
	Ver  int64
	Body json.RawMessage
}

// BaseRows gives the records of a kind as the server said them, without what was
// done here since, ordered by id.
func (s *Store) BaseRows(ctx context.Context, kind model.Kind) ([]Row, error) {
	view, err := viewOf(kind)
	if err != nil {
		return nil, err
	}
	return s.rows(ctx, kind, "b_"+view[len("v_"):])
}

// ViewRows gives the records of a kind as a screen sees them, ordered by id.
func (s *Store) ViewRows(ctx context.Context, kind model.Kind) ([]Row, error) {
	view, err := viewOf(kind)
	if err != nil {
		return nil, err
	}
	return s.rows(ctx, kind, view)
}

func (s *Store) rows(ctx context.Context, kind model.Kind, from string) ([]Row, error) {
	var out []Row
	err := s.view().records(ctx, kind, from+" ORDER BY id", func(r *entry) error {
		out = append(out, Row{ID: r.id, Lane: r.lane, Ver: r.ver, Body: r.body})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", from, err)
	}
	return out, nil
}
