package local

import (
	"context"
	"database/sql"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/schema"
)

// Tally counts the records of the view that fit, by an expression over the columns
// of data/schema; what has no value counts under "". by and where are always
// literals of the program, values go in as args.
func (s *Store) Tally(ctx context.Context, kind model.Kind, by, where string, args ...any) (map[string]int, error) {
	view, err := viewOf(kind)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	err = each(ctx, s.reads, "SELECT coalesce("+by+", ''), count(*) FROM "+view+" WHERE "+where+" GROUP BY 1", func(rows *sql.Rows) error {
		var key any
		var n int
		if err := rows.Scan(&key, &n); err != nil {
			return err
		}
		out[plain(key)] = n
		return nil
	}, schema.Keys(args)...)
	if err != nil {
		return nil, fmt.Errorf("tally %s: %w", kind, err)
	}
	return out, nil
}

// IDs lists the ids of the records of the view that fit, without reading the
// records; where as in Find.
func (s *Store) IDs(ctx context.Context, kind model.Kind, where string, args ...any) ([]string, error) {
	view, err := viewOf(kind)
	if err != nil {
		return nil, err
	}
	var out []string
	err = each(ctx, s.reads, "SELECT id FROM "+view+" WHERE "+where, func(rows *sql.Rows) error {
		var id any
		err := rows.Scan(&id)
		out = append(out, plain(id))
		return err
	}, schema.Keys(args)...)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", kind, err)
	}
	return out, nil
}

// Versions maps the ids of the records of the view that fit to the versions that
// the server gave them: what a person changed here keeps its number. where as in
// Find.
func (s *Store) Versions(ctx context.Context, kind model.Kind, where string, args ...any) (map[string]int64, error) {
	view, err := viewOf(kind)
	if err != nil {
		return nil, err
	}
	out := map[string]int64{}
	err = each(ctx, s.reads, "SELECT id, ver FROM "+view+" WHERE "+where, func(rows *sql.Rows) error {
		var id any
		var ver int64
		err := rows.Scan(&id, &ver)
		out[plain(id)] = ver
		return err
	}, schema.Keys(args)...)
	if err != nil {
		return nil, fmt.Errorf("list versions of %s: %w", kind, err)
	}
	return out, nil
}

// Owed is what some customers owe together.
type Owed struct {
	Customers int
	Amount    model.Fen
}

// DebtsByAge adds up what is owed, by when the oldest open bill of a customer fell
// due: the first entry holds those since the first of the moments, the next those
// before it, and so on. moments run backwards; bills due at due or later are not
// owed yet.
func (s *Store) DebtsByAge(ctx context.Context, due model.Millis, moments ...model.Millis) ([]Owed, error) {
	out := make([]Owed, len(moments)+1)
	err := each(ctx, s.reads, debts+"SELECT oldest, owed FROM d", func(rows *sql.Rows) error {
		var oldest, owed int64
		if err := rows.Scan(&oldest, &owed); err != nil {
			return err
		}
		i := 0
		for i < len(moments) && oldest < int64(moments[i]) {
			i++
		}
		out[i].Customers++
		out[i].Amount += model.Fen(owed)
		return nil
	}, int64(due), int64(due))
	if err != nil {
		return nil, fmt.Errorf("add up debts: %w", err)
	}
	return out, nil
}
