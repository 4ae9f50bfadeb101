package local

import (
	"context"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/schema"
)

// Bodies gives the JSON of every record of the view that fits, one after another:
// for what wants a member or two of a hundred thousand records. f may keep the body.
// where as in Find.
func (s *Store) Bodies(ctx context.Context, kind model.Kind, where string, f func(id string, body []byte) error, args ...any) error {
	view, err := viewOf(kind)
	if err != nil {
		return err
	}
	err = s.view().records(ctx, kind, view+" WHERE "+where, func(r *entry) error { return f(r.id, r.body) }, schema.Keys(args)...)
	if err != nil {
		return fmt.Errorf("read %s: %w", kind, err)
	}
	return nil
}
