package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"syscall"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/people"
	"dianqin/server/store"
)

// Put stores a body under its hash and returns its length in bytes. A file that
// no record names yet is taken too: the fact that declares it may come later, or
// may be disputed, and a picture of a site is never refused for that. Codes:
// lane.foreign, file.empty, request.too_large, file.hash_differs,
// request.malformed (the body broke off), storage.full.
func (s *Service) Put(ctx context.Context, u people.User, hash, mime string, body io.Reader) (int64, error) {
	if err := s.store.Read(ctx, func(t *store.Tx) error { return mayPut(t, u, hash) }); err != nil {
		return 0, fmt.Errorf("store a file: %w", err)
	}
	n, err := s.keep(ctx, u, hash, mime, body)
	if err != nil {
		return 0, fmt.Errorf("store a file: %w", full(err))
	}
	return n, nil
}

// mayPut refuses bytes that only records of foreign lanes name.
func mayPut(t *store.Tx, u people.User, hash string) error {
	lanes, err := t.FileLanes(hash)
	if err == nil && len(lanes) > 0 && !slices.ContainsFunc(lanes, u.MayWrite) {
		err = model.Fail("lane.foreign")
	}
	return err
}

// keep stores a body whose hash is right and notes it.
func (s *Service) keep(ctx context.Context, u people.User, hash, mime string, body io.Reader) (int64, error) {
	from := &source{r: io.LimitReader(body, evidence.MaxBytes+1), sum: sha256.New(), max: evidence.MaxBytes}
	err := s.blobs.Put(ctx, nameOf(hash), from, func() error { return from.check(hash) })
	if from.err != nil {
		return 0, from.problem()
	}
	if err != nil {
		return 0, err
	}
	return from.n, s.store.Write(ctx, func(t *store.Tx) error {
		return t.AddFile(hash, from.n, mime, u.ID, model.MillisOf(s.now()))
	})
}

// source counts and hashes what is read, and remembers that reading failed: then
// the sender is to blame, not the disk.
type source struct {
	r   io.Reader
	n   int64
	sum hash.Hash
	max int64 // bytes; 0: any number
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.n += int64(n)
	_, _ = s.sum.Write(p[:n]) // never fails
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// check compares what was read with what was promised.
func (s *source) check(hash string) error {
	switch {
	case s.max > 0 && s.n > s.max:
		return model.Fail("request.too_large", "max", s.max)
	case s.n == 0:
		return model.Fail("file.empty")
	case hex.EncodeToString(s.sum.Sum(nil)) != hash:
		return model.Fail("file.hash_differs")
	}
	return nil
}

func (s *source) problem() error { return broken(s.err) }

// broken is a body that did not come to its end.
func broken(err error) error {
	var code *model.Error
	if errors.As(err, &code) {
		return err
	}
	return fmt.Errorf("%w: %w", model.Fail("request.malformed"), err)
}

// full makes a full disk a problem that the phone waits for.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG) {
		return fmt.Errorf("%w: %w", model.Fail("storage.full"), err)
	}
	return err
}
