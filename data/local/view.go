package local

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/schema"
)

// Get decodes a record of the view; false: there is none.
func (s *Store) Get(ctx context.Context, kind model.Kind, id string, into any) (bool, error) {
	return get(ctx, s.reads, kind, id, into)
}

// Body returns a record of the view as JSON, nil where there is none.
func (s *Store) Body(ctx context.Context, kind model.Kind, id string) (json.RawMessage, error) {
	body, _, err := bodyOf(ctx, s.reads, kind, id)
	return body, err
}

// Find decodes the records of the view that fit. where is what stands behind
// WHERE, ORDER BY and LIMIT included, over the columns of data/schema; it is
// always a literal of the program, values go in as args.
func Find[T any](ctx context.Context, s *Store, kind model.Kind, where string, args ...any) ([]T, error) {
	return find[T](ctx, s.reads, kind, where, args...)
}

// Count counts the records of the view that fit; where as in Find.
func (s *Store) Count(ctx context.Context, kind model.Kind, where string, args ...any) (int, error) {
	view, err := viewOf(kind)
	if err != nil {
		return 0, err
	}
	n := 0
	if err := s.reads.QueryRowContext(ctx, "SELECT count(*) FROM "+view+" WHERE "+where, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count %s: %w", kind, err)
	}
	return n, nil
}

// OnBox is the condition for the seals that are applied to a box, by its id. The plus
// keeps SQLite from the index of custody: nearly every seal is applied, and reading
// them all for a box took half a second of a region's 400,000.
const OnBox = "box_id = ? AND +custody = 'applied'"

func viewOf(kind model.Kind) (string, error) {
	t, ok := schema.Of(kind)
	if !ok {
		return "", fmt.Errorf("no table for records of kind %q", kind)
	}
	return "v_" + t.Name(), nil
}

func get(ctx context.Context, q querier, kind model.Kind, id string, into any) (bool, error) {
	body, _, err := bodyOf(ctx, q, kind, id)
	if err != nil || body == nil {
		return false, err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return false, fmt.Errorf("decode %s %s: %w", kind, id, err)
	}
	return true, nil
}

func bodyOf(ctx context.Context, q querier, kind model.Kind, id string) (body json.RawMessage, ver int64, err error) {
	view, err := viewOf(kind)
	if err != nil {
		return nil, 0, err
	}
	var text string
	err = q.QueryRowContext(ctx, "SELECT body, ver FROM "+view+" WHERE id = ?", id).Scan(&text, &ver)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read %s %s: %w", kind, id, err)
	}
	return json.RawMessage(text), ver, nil
}

func find[T any](ctx context.Context, q querier, kind model.Kind, where string, args ...any) ([]T, error) {
	view, err := viewOf(kind)
	if err != nil {
		return nil, err
	}
	rows, err := q.QueryContext(ctx, "SELECT body FROM "+view+" WHERE "+where, args...)
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", kind, err)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		var body sql.RawBytes
		var record T
		if err := rows.Scan(&body); err != nil {
			return nil, fmt.Errorf("find %s: %w", kind, err)
		}
		if err := json.Unmarshal(body, &record); err != nil {
			return nil, fmt.Errorf("decode %s: %w", kind, err)
		}
		out = append(out, record)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("find %s: %w", kind, err)
	}
	return out, nil
}
