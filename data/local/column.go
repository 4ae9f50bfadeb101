package local

import (
	"context"
	"database/sql"
	"fmt"

	"dianqin/data/model"
)

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
		var v string
		if err := rows.Scan(&v); err != nil {
			return err
		}
		out = append(out, v)
		return nil
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", kind, err)
	}
	return out, nil
}
