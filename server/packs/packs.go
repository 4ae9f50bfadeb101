// Package packs offers maps for phones that have no network: MBTiles files, each for
// one station or for everybody, renewed under the id that they have.
//
//	a file -> looked into and checked -> its bytes stored by their hash -> its row noted
//	its row is replaced or dropped -> bytes that no row names any more are deleted
//
// The bytes lie where pictures lie (a folder or a bucket), below "packs/", the rows in
// the database: any of several servers has the same packs. The package never draws a
// tile and never changes a byte of a pack.
package packs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server/store"
)

// Blobs is where the bytes of packs are kept, by name.
type Blobs interface {
	Put(ctx context.Context, name string, r io.Reader, check func() error) error
	Open(ctx context.Context, name string) (io.ReadCloser, error)
	Delete(ctx context.Context, name string) error
}

// Service keeps packs.
type Service struct {
	blobs Blobs
	store *store.Store
	now   func() time.Time
}

// New returns the service over bytes and the store that knows them.
func New(b Blobs, st *store.Store, now func() time.Time) *Service {
	return &Service{blobs: b, store: st, now: now}
}

// All lists the packs of all stations by id.
func (s *Service) All(ctx context.Context) (all []wire.Pack, err error) {
	err = s.store.Read(ctx, func(t *store.Tx) error {
		all, err = t.Packs()
		return err
	})
	return all, err
}

// Of lists the packs that a person may have, by name: those of the own stations, and
// everybody's.
func (s *Service) Of(ctx context.Context, u people.User) ([]wire.Pack, error) {
	all, err := s.All(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p wire.Pack) bool { return !may(u, p) })
	slices.SortStableFunc(all, func(a, b wire.Pack) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

func may(u people.User, p wire.Pack) bool {
	return p.StationId == "" || u.MayRead(model.StationLane(p.StationId))
}

// Open opens the bytes of a pack for a person; the caller closes them. Codes:
// pack.unknown, lane.foreign.
func (s *Service) Open(ctx context.Context, u people.User, id string) (io.ReadSeekCloser, wire.Pack, error) {
	var p wire.Pack
	err := s.store.Read(ctx, func(t *store.Tx) (err error) {
		found := false
		if p, found, err = t.Pack(id); err == nil && !found {
			err = model.Fail("pack.unknown")
		}
		return err
	})
	switch {
	case err != nil:
		return nil, p, err
	case !may(u, p):
		return nil, p, model.Fail("lane.foreign")
	}
	f, err := s.blobs.Open(ctx, blobOf(p.Sha256))
	if errors.Is(err, fs.ErrNotExist) { // a restored database without its files, or replaced this moment
		return nil, p, model.Fail("pack.unknown")
	}
	if err != nil {
		return nil, p, fmt.Errorf("open a pack: %w", err)
	}
	seeker, ok := f.(io.ReadSeekCloser)
	if !ok {
		return nil, p, errors.Join(errors.New("open a pack: its store cannot give a part of it"), f.Close())
	}
	return seeker, p, nil
}

// Remove takes a pack out of the offer. Phones keep what they have. Code: pack.unknown.
func (s *Service) Remove(ctx context.Context, id string) error {
	hash := ""
	err := s.store.Write(ctx, func(t *store.Tx) error {
		p, found, err := t.Pack(id)
		if err == nil && !found {
			err = model.Fail("pack.unknown")
		}
		if err != nil {
			return err
		}
		hash = p.Sha256
		return t.DropPack(id)
	})
	if err != nil {
		return fmt.Errorf("remove pack %s: %w", id, err)
	}
	return s.forget(ctx, hash)
}

// forget deletes bytes that no pack has any more. Somebody who reads them goes on: a
// deleted file stays until it is closed; from a bucket the download breaks off, and
// the phone asks for the offer again.
func (s *Service) forget(ctx context.Context, hash string) error {
	if hash == "" {
		return nil
	}
	used := 0
	err := s.store.Read(ctx, func(t *store.Tx) (err error) { used, err = t.PackBytes(hash); return err })
	if err == nil && used == 0 {
		err = s.blobs.Delete(ctx, blobOf(hash))
	}
	if err != nil {
		return fmt.Errorf("delete the bytes of a pack: %w", err)
	}
	return nil
}

// Lost drops the rows whose bytes are not there, after a restore, and returns their
// hashes.
func (s *Service) Lost(ctx context.Context) (hashes []string, err error) {
	all, err := s.All(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		f, err := s.blobs.Open(ctx, blobOf(p.Sha256))
		switch {
		case err == nil:
			if err := f.Close(); err != nil {
				return hashes, err
			}
			continue
		case !errors.Is(err, fs.ErrNotExist):
			return hashes, fmt.Errorf("look for a pack: %w", err)
		}
		hashes = append(hashes, p.Sha256)
		if err := s.store.Write(ctx, func(t *store.Tx) error { return t.DropPack(p.Id) }); err != nil {
			return hashes, err
		}
	}
	return hashes, nil
}

// blobOf is where the bytes of a hash lie.
func blobOf(sha256 string) string { return "packs/" + sha256[:2] + "/" + sha256 }
