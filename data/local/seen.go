package local

import (
	"context"
	"fmt"

	"dianqin/data/model"
)

// Seen is the version of a record that a person looks at, and the life of the server
// that it is of: what a patch names as its base.
func (s *Store) Seen(ctx context.Context, kind model.Kind, id string) (ver int64, epoch string, err error) {
	if _, ver, err = bodyOf(ctx, s.view(), kind, id); err != nil {
		return 0, "", err
	}
	m, err := readMeta(ctx, s.reads, "base.meta")
	if err != nil {
		return 0, "", fmt.Errorf("read the epoch: %w", err)
	}
	return ver, m.Epoch, nil
}

// Epoch is the life of the server that the answers here are of, "" where nothing was
// ever heard of it.
func (s *Store) Epoch(ctx context.Context) (string, error) {
	epoch, _, err := readSetting(ctx, s.reads, ownEpoch)
	if err != nil {
		return "", fmt.Errorf("read the epoch: %w", err)
	}
	return epoch, nil
}
