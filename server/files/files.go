// Package files keeps the bytes of pictures and other attachments by the SHA-256
// of what they hold, in a folder (DIR/ab/abcd...) or in whatever else is a Blobs.
//
//	body in one piece -> hashed on the way -> stored -> noted in the store
//	tus upload: pieces, each stored as it comes -> put together and hashed -> stored -> noted
//
// A file is there whole and right or not at all. Pieces stand beside each other
// and none is ever written twice, so that any of several servers over one Blobs
// goes on where another stopped, and a request that hangs on a dead line is in
// nobody's way. Who may read a file follows from the lanes of the records that
// name it; the package never opens, changes or understands a picture.
package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/server/store"
)

// Blobs is a store of bytes by name, which may be shared by several servers. Names
// are relative slash paths of letters, digits and "-".
type Blobs interface {
	// Put stores what r gives, whole or not at all, over what had the name. check is
	// asked when all was read; its error undoes the Put.
	Put(ctx context.Context, name string, r io.Reader, check func() error) error
	// Open opens bytes for reading; fs.ErrNotExist where there are none.
	Open(ctx context.Context, name string) (io.ReadCloser, error)
	// List gives the names below a folder, "" for all, with their sizes in bytes, in any order.
	List(ctx context.Context, folder string, each func(name string, bytes int64) error) error
	// Delete removes bytes; none is no error.
	Delete(ctx context.Context, name string) error
}

// Service keeps files.
type Service struct {
	blobs   Blobs
	store   *store.Store
	now     func() time.Time
	running running
}

// New returns the service over bytes and the store that knows them.
func New(b Blobs, st *store.Store, now func() time.Time) *Service {
	return &Service{blobs: b, store: st, now: now, running: running{stops: map[string]*reading{}}}
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
func (s *Service) Open(ctx context.Context, u people.User, sha256 string) (io.ReadCloser, Info, error) {
	info, err := s.Stat(ctx, u, sha256)
	if err != nil {
		return nil, info, err
	}
	f, err := s.blobs.Open(ctx, nameOf(sha256))
	if errors.Is(err, fs.ErrNotExist) { // a restored database without its files
		return nil, info, model.Fail("file.unknown")
	}
	if err != nil {
		return nil, info, fmt.Errorf("open a file: %w", err)
	}
	return f, info, nil
}

// nameOf is where the bytes of a hash lie; the hash was checked to be one.
func nameOf(sha256 string) string { return sha256[:2] + "/" + sha256 }
