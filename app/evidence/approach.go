package evidence

import (
	"context"
	"slices"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/evidence"
)

// mostApproaches is how many pictures of a way in are shown: the newest.
const mostApproaches = 6

// Approach lists the pictures that show the way to a box, which door, which cupboard: of
// every visit, the newest first. Whoever goes there next looks at them before leaving;
// their bytes come from the server where this device has them not.
func (e *Evidence) Approach(ctx context.Context, boxID string) ([]Item, error) {
	if boxID == "" {
		return nil, nil
	}
	files, err := local.Find[evidence.File](ctx, e.store, model.KindFile, "shows = ? AND coalesce(withdrawn, 0) = 0", evidence.ShowsApproach)
	if err != nil {
		return nil, err
	}
	items, err := e.Items(ctx, slices.DeleteFunc(files, func(f evidence.File) bool { return f.BoxID != boxID }))
	slices.Reverse(items)
	return items[:min(len(items), mostApproaches)], err
}
