package local

import (
	"context"
	"encoding/json"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/schema"
)

// Get decodes a record of the view; false: there is none.
func (s *Store) Get(ctx context.Context, kind model.Kind, id string, into any) (bool, error) {
	return get(ctx, s.view(), kind, id, into)
}

// Body returns a record of the view as JSON, nil where there is none.
func (s *Store) Body(ctx context.Context, kind model.Kind, id string) (json.RawMessage, error) {
	body, _, err := bodyOf(ctx, s.view(), kind, id)
	return body, err
}

// Find decodes the records of the view that fit. where is what stands behind
// WHERE, ORDER BY and LIMIT included, over the columns of data/schema; it is
// always a literal of the program, values go in as args.
func Find[T any](ctx context.Context, s *Store, kind model.Kind, where string, args ...any) ([]T, error) {
	return find[T](ctx, s.view(), kind, where, args...)
}

// Count counts the records of the view that fit; where as in Find.
func (s *Store) Count(ctx context.Context, kind model.Kind, where string, args ...any) (int, error) {
	view, err := viewOf(kind)
	if err != nil {
		return 0, err
	}
	n := 0
	if err := s.reads.QueryRowContext(ctx, "SELECT count(*) FROM "+view+" WHERE "+where, schema.Keys(args)...).Scan(&n); err != nil {
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

func get(ctx context.Context, q source, kind model.Kind, id string, into any) (bool, error) {
	body, _, err := bodyOf(ctx, q, kind, id)
	if err != nil || body == nil {
		return false, err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return false, fmt.Errorf("decode %s %s: %w", kind, id, err)
	}
	return true, nil
}

func bodyOf(ctx context.Context, q source, kind model.Kind, id string) (body json.RawMessage, ver int64, err error) {
	view, err := viewOf(kind)
	if err != nil {
		return nil, 0, err
	}
	err = q.records(ctx, kind, view+" WHERE "+byID, func(r *entry) error {
		body, ver = r.body, r.ver
		return nil
	}, schema.Key(id))
	if err != nil {
		return nil, 0, fmt.Errorf("read %s %s: %w", kind, id, err)
	}
	return body, ver, nil
}

func find[T any](ctx context.Context, q source, kind model.Kind, where string, args ...any) ([]T, error) {
	view, err := viewOf(kind)
	if err != nil {
		return nil, err
	}
	var out []T
	err = q.records(ctx, kind, view+" WHERE "+where, func(r *entry) error {
		var one T
		if err := json.Unmarshal(r.body, &one); err != nil {
			return fmt.Errorf("decode: %w", err)
		}
		out = append(out, one)
		return nil
	}, schema.Keys(args)...)
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", kind, err)
	}
	return out, nil
}
