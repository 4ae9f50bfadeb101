package sim

import (
	"context"

	"dianqin/data/courier"
)

// ahead is an inbox that takes a snapshot and believes to be further than it is.
type ahead struct {
	*watched
	w *World
}

func snapshotWithoutItsCursor(w *World, in courier.Inbox) courier.Inbox {
	return ahead{in.(*watched), w}
}

// Install spoils the cursor in the file before the store takes it.
func (a ahead) Install(ctx context.Context, path, epoch string) error {
	if err := edit(ctx, path, `UPDATE meta SET value = (SELECT json_group_object(key, value + 3) FROM json_each(meta.value)) WHERE key = 'cursor'`); err != nil {
		return err
	}
	return a.watched.Install(ctx, path, epoch)
}
