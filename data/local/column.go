package local

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"dianqin/data/model"
	"dianqin/data/schema"
)

// TallyAll counts all records of the view by a column of data/schema; what has no
// value counts under "". It asks the indexes: what the base says, less what the
// overlay covers of it, and what the overlay says, which is half the time of Tally
// over the view.
func (s *Store) TallyAll(ctx context.Context, kind model.Kind, column string) (map[string]int, error) {
	t, ok := schema.Of(kind)
	if !ok || !slices.Contains(t.ColumnNames(), column) {
		return nil, fmt.Errorf("tally %s: no column %q", kind, column)
	}
	out := map[string]int{}
	base, over := "base."+t.Name(), "main.o_"+t.Name()
	err := each(ctx, s.reads, "SELECT coalesce("+column+", ''), count(*) FROM "+base+" GROUP BY 1"+
		" UNION ALL SELECT coalesce(b."+column+", ''), -count(*) FROM "+over+" AS o JOIN "+base+" AS b ON "+sameID("b.id", "o.id")+" GROUP BY 1"+
		" UNION ALL SELECT coalesce("+column+", ''), count(*) FROM "+over+" WHERE deleted = 0 GROUP BY 1", func(rows *sql.Rows) error {
		var value any
		var n int
		if err := rows.Scan(&value, &n); err != nil {
			return err
		}
		key := plain(value)
		if out[key] += n; out[key] == 0 {
			delete(out, key)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("tally %s: %w", kind, err)
	}
	return out, nil
}

// Column lists one column of the records of the view that fit: what a list of
// hundreds of thousands is ordered by, without the records. column and where are
// literals of the program as in Find; where has the order too.
func (s *Store) Column(ctx context.Context, kind model.Kind, column, where string, args ...any) ([]string, error) {
	view, err := viewOf(kind)
	if err != nil {
		return nil, err
	}
	var out []string
	err = each(ctx, s.reads, "SELECT coalesce("+column+", '') FROM "+view+" WHERE "+where, func(rows *sql.Rows) error {
		var v any
		if err := rows.Scan(&v); err != nil {
			return err
		}
		out = append(out, plain(v))
		return nil
	}, schema.Keys(args)...)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", kind, err)
	}
	return out, nil
}
