package server

import (
	"context"
	"path/filepath"

	"dianqin/data/wire"
	"dianqin/server/files"
	"dianqin/server/packs"
	"dianqin/server/store"
)

// Packs are the map packs of a running server.
func (s *Server) Packs() *packs.Service { return s.packs }

// WithPacks opens the map packs of a server, which may run meanwhile.
func WithPacks(ctx context.Context, c Config, do func(*packs.Service) error) error {
	c = c.filled()
	return withStore(ctx, c, func(c Config, st *store.Store) error {
		own, err := ownBlobs(c)
		if err != nil {
			return err
		}
		return do(packs.New(own, st, c.Now))
	})
}

// AddPack offers an MBTiles file to phones.
func AddPack(ctx context.Context, c Config, path string, o packs.Offer) (p wire.Pack, err error) {
	err = WithPacks(ctx, c, func(s *packs.Service) error { p, err = s.Add(ctx, path, o); return err })
	return p, err
}

// losePacks drops the packs of a restored database whose bytes are not there.
func losePacks(ctx context.Context, c Config, st *store.Store) ([]string, error) {
	own, err := ownBlobs(c)
	if err != nil {
		return nil, err
	}
	return packs.New(own, st, c.Now).Lost(ctx)
}

// ownBlobs opens the bytes of a server.
func ownBlobs(c Config) (files.Blobs, error) {
	if c.Files != nil {
		return c.Files, nil
	}
	return files.NewFolder(filepath.Join(c.Data, "files"))
}
