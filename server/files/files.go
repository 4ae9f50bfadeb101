// Package files keeps the bytes of pictures and other attachments on disk, by
// the SHA-256 of what they hold: DIR/files/ab/abcd...
//
//	body -> temporary file, hashed on the way -> fsync -> renamed -> noted in the store
//
// A file is there whole and right or not at all. Who may read it follows from the
// lanes of the records that name it; the package never opens, changes or
// understands a picture.
package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/server/store"
)

// Service keeps files under one folder; several servers may share it.
type Service struct {
	dir   string
	store *store.Store
	now   func() time.Time
}

// New returns the service over a folder, which is made where it is missing.
func New(dir string, st *store.Store, now func() time.Time) (*Service, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of files: %w", err)
	}
	return &Service{dir: dir, store: st, now: now}, nil
}

// Info is what is known of stored bytes.
type Info struct {
	Bytes int64
	Mime  string
}

// Stat says what is stored under a hash. Codes: file.unknown, lane.foreign.
func (s *Service) Stat(ctx context.Context, u people.User, sha256 string) (Info, error) {
	var info Info
	err := s.store.Read(ctx, func(t *store.Tx) error {
		lanes, err := t.FileLanes(sha256)
		if err != nil {
			return err
		}
		if len(lanes) == 0 {
			return model.Fail("file.unknown")
		}
		if !slices.ContainsFunc(lanes, u.MayRead) {
			return model.Fail("lane.foreign")
		}
		found := false
		info.Bytes, info.Mime, found, err = t.HasFile(sha256)
		if err == nil && !found {
			err = model.Fail("file.unknown")
		}
		return err
	})
	if err != nil {
		return info, fmt.Errorf("look for a file: %w", err)
	}
	return info, nil
}

// Open opens the bytes under a hash for reading; the caller closes them. Codes:
// file.unknown, lane.foreign.
func (s *Service) Open(ctx context.Context, u people.User, sha256 string) (*os.File, Info, error) {
	info, err := s.Stat(ctx, u, sha256)
	if err != nil {
		return nil, info, err
	}
	f, err := os.Open(s.path(sha256))
	if errors.Is(err, fs.ErrNotExist) { // a restored database without its files
		return nil, info, model.Fail("file.unknown")
	}
	if err != nil {
		return nil, info, fmt.Errorf("open a file: %w", err)
	}
	return f, info, nil
}

// path is where the bytes of a hash lie; the hash was checked to be one.
func (s *Service) path(sha256 string) string { return filepath.Join(s.dir, sha256[:2], sha256) }
