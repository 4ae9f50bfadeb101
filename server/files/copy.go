package files

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Copy brings what to does not have yet from one store of bytes to another, each
// checked against the hash that is its name; it returns how many it brought. What
// is broken is left behind and named in the error, the others are copied.
func Copy(ctx context.Context, from, to Blobs) (brought int, err error) {
	have := map[string]bool{}
	note := func(name string, _ int64) error { have[name] = true; return nil }
	if err := to.List(ctx, "", note); err != nil {
		return 0, fmt.Errorf("list files: %w", err)
	}
	var missing []string
	err = from.List(ctx, "", func(name string, _ int64) error {
		if !have[name] && !strings.HasPrefix(name, uploadsFolder) {
			missing = append(missing, name)
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("list files: %w", err)
	}
	var broken error
	for _, name := range missing {
		if err := ctx.Err(); err != nil {
			return brought, err
		}
		if err := copyOne(ctx, from, to, name); err != nil {
			broken = errors.Join(broken, fmt.Errorf("copy %s: %w", name, err))
			continue
		}
		brought++
	}
	return brought, broken
}

func copyOne(ctx context.Context, from, to Blobs, name string) error {
	r, err := from.Open(ctx, name)
	if err != nil {
		return err
	}
	defer r.Close()
	s := &source{r: r, sum: sha256.New()}
	err = to.Put(ctx, name, s, func() error { return s.check(path.Base(name)) })
	if s.err != nil && !errors.Is(s.err, io.EOF) {
		return s.err
	}
	return err
}

// Missing returns those of the hashes whose bytes are not there.
func Missing(ctx context.Context, b Blobs, hashes []string) (out []string, err error) {
	have := map[string]bool{}
	if err := b.List(ctx, "", func(name string, _ int64) error { have[name] = true; return nil }); err != nil {
		return nil, fmt.Errorf("list files: %w", err)
	}
	for _, h := range hashes {
		if !have[nameOf(h)] {
			out = append(out, h)
		}
	}
	return out, nil
}

// Delete removes the bytes of a hash.
func (s *Service) Delete(ctx context.Context, sha256 string) error {
	if err := s.blobs.Delete(ctx, nameOf(sha256)); err != nil {
		return fmt.Errorf("delete a file: %w", err)
	}
	return nil
}
