package sim

import (
	"context"

	"dianqin/data/courier"
	"dianqin/data/local"
)

// uploads is the store's file queue as the courier wants it.
type uploads struct{ store *local.Store }

func (u uploads) Waiting(ctx context.Context) ([]courier.Upload, error) {
	files, err := u.store.Files(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]courier.Upload, len(files))
	for i, f := range files {
		out[i] = courier.Upload{SHA256: f.SHA256, Path: f.Path, Mime: f.Mime, Bytes: f.Bytes}
	}
	return out, nil
}

func (u uploads) Confirmed(ctx context.Context, sha256 string) error {
	return u.store.FileDone(ctx, sha256)
}
