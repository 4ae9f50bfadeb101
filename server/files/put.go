package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
	if err := s.mayPut(ctx, u, hash); err != nil {
		return 0, fmt.Errorf("store a file: %w", err)
	}
	n, err := s.write(hash, body)
	if err != nil {
		return 0, fmt.Errorf("store a file: %w", full(err))
	}
	err = s.store.Write(ctx, func(t *store.Tx) error {
		return t.AddFile(hash, n, mime, u.ID, model.MillisOf(s.now()))
	})
	if err != nil {
		return 0, fmt.Errorf("store a file: %w", err)
	}
	return n, nil
}

// mayPut refuses bytes that only records of foreign lanes name.
func (s *Service) mayPut(ctx context.Context, u people.User, hash string) error {
	return s.store.Read(ctx, func(t *store.Tx) error {
		lanes, err := t.FileLanes(hash)
		if err == nil && len(lanes) > 0 && !slices.ContainsFunc(lanes, u.MayWrite) {
			err = model.Fail("lane.foreign")
		}
		return err
	})
}

// write brings a body to disk under its hash: whole, checked and synced, or not
// at all.
func (s *Service) write(hash string, body io.Reader) (n int64, err error) {
	folder := filepath.Dir(s.path(hash))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return 0, err
	}
	temp, err := os.CreateTemp(folder, ".incoming-*")
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, temp.Close(), os.Remove(temp.Name()))
		}
	}()
	if n, err = fill(temp, hash, body); err != nil {
		return 0, err
	}
	if err = temp.Sync(); err != nil {
		return 0, err
	}
	if err = os.Rename(temp.Name(), s.path(hash)); err != nil {
		return 0, err
	}
	return n, errors.Join(temp.Close(), syncFolder(folder))
}

// fill copies a body and compares its hash.
func fill(to io.Writer, hash string, body io.Reader) (int64, error) {
	sum := sha256.New()
	from := &source{r: io.LimitReader(body, evidence.MaxBytes+1)}
	n, err := io.Copy(io.MultiWriter(to, sum), from)
	switch {
	case from.err != nil:
		return 0, from.problem()
	case err != nil:
		return 0, err
	case n > evidence.MaxBytes:
		return 0, model.Fail("request.too_large", "max", evidence.MaxBytes)
	case n == 0:
		return 0, model.Fail("file.empty")
	case hex.EncodeToString(sum.Sum(nil)) != hash:
		return 0, model.Fail("file.hash_differs")
	}
	return n, nil
}

// source remembers that reading failed: then the sender is to blame, not the disk.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

func (s *source) problem() error {
	var code *model.Error
	if errors.As(s.err, &code) {
		return s.err
	}
	return fmt.Errorf("%w: %w", model.Fail("request.malformed"), s.err)
}

// full makes a full disk a problem that the phone waits for.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", model.Fail("storage.full"), err)
	}
	return err
}

// syncFolder makes a rename last; systems that cannot sync a folder need not.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}
