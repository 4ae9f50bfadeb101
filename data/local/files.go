package local

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"dianqin/data/model"
)

// NewFile is a file whose bytes lie in the store's folder.
type NewFile struct {
	SHA256 string // lower-case hex
	Path   string // where the bytes lie now
	Mime   string
	Name   string
	Bytes  int64
}

// QueuedFile is a file that the server has not confirmed.
type QueuedFile struct {
	NewFile
	At model.Millis // when it was queued
}

// KeepFile streams bytes into the folder of files, named by their hash, and
// returns when they are safe on the disk. More than max bytes are
// file.too_large, none file.empty, a full disk storage.full (all *model.Error).
func (s *Store) KeepFile(ctx context.Context, r io.Reader, max int64) (NewFile, error) {
	part, err := os.CreateTemp(s.filesDir(), partPrefix)
	if err != nil {
		return NewFile{}, fmt.Errorf("keep file: %w", storage(err))
	}
	f, err := s.fill(ctx, part, r, max)
	if err != nil {
		_ = os.Remove(part.Name()) // opening the store removes what is left over
		return NewFile{}, fmt.Errorf("keep file: %w", storage(err))
	}
	return f, nil
}

const partPrefix = ".part-"

func (s *Store) fill(ctx context.Context, part *os.File, r io.Reader, max int64) (NewFile, error) {
	defer part.Close()
	hash := sha256.New()
	head := &headWriter{}
	n, err := io.Copy(io.MultiWriter(part, hash, head), io.LimitReader(ctxReader{ctx, r}, max+1))
	switch {
	case err != nil:
		return NewFile{}, err
	case n == 0:
		return NewFile{}, model.Fail("file.empty", "name", "")
	case n > max:
		return NewFile{}, model.Fail("file.too_large", "name", "", "max", max)
	}
	if err := part.Sync(); err != nil {
		return NewFile{}, err
	}
	if err := part.Close(); err != nil {
		return NewFile{}, err
	}
	f := NewFile{SHA256: hex.EncodeToString(hash.Sum(nil)), Bytes: n, Mime: http.DetectContentType(head.Bytes())}
	f.Path = s.filePath(f.SHA256)
	if err := os.Rename(part.Name(), f.Path); err != nil {
		return NewFile{}, err
	}
	return f, syncDir(s.filesDir())
}

func (s *Store) filePath(sha256 string) string { return filepath.Join(s.filesDir(), sha256) }

// kept says that the bytes of a file are in the folder.
func (s *Store) kept(sha256 string) error {
	if raw, err := hex.DecodeString(sha256); err != nil || len(raw) != 32 {
		return model.Fail("file.bad_hash")
	}
	if _, err := os.Stat(s.filePath(sha256)); err != nil {
		return fmt.Errorf("bytes of file %s: %w", sha256, err)
	}
	return nil
}

// queue notes files for upload. The same bytes twice go up once.
func (tx *ownTx) queue(ctx context.Context, files []NewFile) error {
	now := tx.s.now().UnixMilli()
	for _, f := range files {
		_, err := tx.ExecContext(ctx, "INSERT INTO file (sha256, bytes, mime, name, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
			f.SHA256, f.Bytes, f.Mime, f.Name, now)
		if err != nil {
			return fmt.Errorf("queue file %s: %w", f.SHA256, err)
		}
	}
	return nil
}

// waiting is the condition of a file that is to go up: the server has not confirmed
// it, and not every record that names it was withdrawn.
const waiting = `done = 0 AND (NOT EXISTS (SELECT 1 FROM v_rec_file AS r WHERE r.sha256 = file.sha256)
	OR EXISTS (SELECT 1 FROM v_rec_file AS r WHERE r.sha256 = file.sha256 AND coalesce(r.withdrawn, 0) = 0))`

// Files returns what the server has not confirmed and nobody has withdrawn, the oldest
// first; of what came at once the smallest, so that there is soon something to see.
func (s *Store) Files(ctx context.Context) ([]QueuedFile, error) {
	var out []QueuedFile
	err := each(ctx, s.reads, "SELECT sha256, bytes, mime, name, at FROM file WHERE "+waiting+" ORDER BY at, bytes, sha256", func(rows *sql.Rows) error {
		var f QueuedFile
		err := rows.Scan(&f.SHA256, &f.Bytes, &f.Mime, &f.Name, &f.At)
		f.Path = s.filePath(f.SHA256)
		out = append(out, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the queue of files: %w", err)
	}
	return out, nil
}

// FileDone notes that the server has the bytes and found their hash right. They
// stay here, to be shown, until DropFile.
func (s *Store) FileDone(ctx context.Context, sha256 string) error {
	err := s.change(ctx, func(tx *ownTx) error {
		_, err := tx.ExecContext(ctx, "UPDATE file SET done = 1 WHERE sha256 = ?", sha256)
		tx.kinds[model.KindFile] = true // a picture that shows whether it still waits
		return err
	})
	if err != nil {
		return fmt.Errorf("file %s: %w", sha256, err)
	}
	return nil
}

// DropFile deletes the bytes of a file that the server has confirmed; of any
// other nothing is deleted, and it is an error.
func (s *Store) DropFile(ctx context.Context, sha256 string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	done := false
	err := s.own.QueryRowContext(ctx, "SELECT done FROM file WHERE sha256 = ?", sha256).Scan(&done)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("drop file %s: %w", sha256, err)
	}
	if !done {
		return fmt.Errorf("drop file %s: the server has not confirmed it", sha256)
	}
	if err := os.Remove(s.filePath(sha256)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("drop file %s: %w", sha256, err)
	}
	return nil
}

// ForgetFile deletes bytes that were kept and that neither the queue nor a record
// names after all; any other file stays.
func (s *Store) ForgetFile(ctx context.Context, sha256 string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.kept(sha256); err != nil {
		return err
	}
	named := 0
	err := s.reads.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM file WHERE sha256 = $1) + (SELECT count(*) FROM v_rec_file WHERE sha256 = $1)`, sha256).Scan(&named)
	if err == nil && named == 0 {
		err = os.Remove(s.filePath(sha256))
	}
	if err != nil {
		return fmt.Errorf("forget file %s: %w", sha256, err)
	}
	return nil
}

// dropParts removes what a killed process left half written.
func (s *Store) dropParts() {
	entries, err := os.ReadDir(s.filesDir())
	if err != nil {
		s.log.Warn("the folder of files cannot be read", "why", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), partPrefix) {
			_ = os.Remove(filepath.Join(s.filesDir(), e.Name())) // next time, then
		}
	}
}

// headWriter keeps the first bytes, by which a type is told.
type headWriter struct{ bytes.Buffer }

func (h *headWriter) Write(p []byte) (int, error) {
	if room := 512 - h.Len(); room > 0 {
		h.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// ctxReader stops a copy whose caller has gone.
type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
