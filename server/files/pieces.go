package files

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"sync"
	"time"
)

// span is a stored piece of an upload: bytes from up to, but without, to.
type span struct {
	name     string
	from, to int64
}

// spans are the pieces that follow each other from the first byte on. Two requests
// may have stored the same bytes: what overlaps is read once.
type spans []span

const uploadsFolder = "uploads/"

func pieceName(key string, from, to int64) string {
	return fmt.Sprintf("%s%s/%012d-%012d", uploadsFolder, key, from, to)
}

// pieces lists what of an upload is stored without a gap.
func (s *Service) pieces(ctx context.Context, key string) (spans, error) {
	all, err := s.stored(ctx, key)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	var chain spans
	for _, p := range all {
		if p.from <= chain.end() && p.to > chain.end() {
			chain = append(chain, p)
		}
	}
	return chain, nil
}

func (s *Service) stored(ctx context.Context, key string) (all []span, err error) {
	err = s.blobs.List(ctx, uploadsFolder+key, func(name string, bytes int64) error {
		p := span{name: name}
		if n, err := fmt.Sscanf(path.Base(name), "%d-%d", &p.from, &p.to); err == nil && n == 2 && p.to-p.from == bytes {
			all = append(all, p)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the pieces of an upload: %w", err)
	}
	return all, nil
}

// drop deletes every piece.
func (s *Service) drop(ctx context.Context, key string) error {
	all, err := s.stored(ctx, key)
	for i := 0; err == nil && i < len(all); i++ {
		err = s.blobs.Delete(ctx, all[i].name)
	}
	if err != nil {
		return fmt.Errorf("delete the pieces of an upload: %w", err)
	}
	return nil
}

func (c spans) end() int64 {
	if len(c) == 0 {
		return 0
	}
	return c[len(c)-1].to
}

// joined reads pieces one after another.
type joined struct {
	ctx    context.Context // of one call
	blobs  Blobs
	pieces spans
	at     int64
	open   io.ReadCloser
	err    error // of the blobs, not of the sender
}

func (j *joined) Read(p []byte) (int, error) {
	for {
		if j.open == nil {
			if len(j.pieces) == 0 {
				return 0, io.EOF
			}
			if j.err = j.next(); j.err != nil {
				return 0, j.err
			}
		}
		n, err := j.open.Read(p)
		j.at += int64(n)
		if err == io.EOF {
			j.close()
			j.pieces, err = j.pieces[1:], nil
		}
		if err != nil {
			j.err = err
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// next opens the first piece and passes what was read of it with the one before.
func (j *joined) next() (err error) {
	if j.open, err = j.blobs.Open(j.ctx, j.pieces[0].name); err != nil {
		return err
	}
	_, err = io.CopyN(io.Discard, j.open, j.at-j.pieces[0].from)
	return err
}

func (j *joined) close() {
	if j.open != nil {
		_ = j.open.Close() // read only
		j.open = nil
	}
}

// running knows which upload is being read on this server, so that a request that
// hangs on a dead line ends when the phone comes again.
type running struct {
	mu    sync.Mutex
	stops map[string]*reading
}

// reading is one request that reads a body.
type reading struct {
	stop func()
	done chan struct{}
}

// evictPatience is how long the one that comes waits for what the old one has read
// to be stored.
const evictPatience = 2 * time.Second

// begin evicts whoever reads the same upload; the caller calls ended afterwards.
func (r *running) begin(key string, stop func()) (ended func()) {
	r.evict(key)
	mine := &reading{stop, make(chan struct{})}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stops[key] = mine
	return func() {
		close(mine.done)
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.stops[key] == mine {
			delete(r.stops, key)
		}
	}
}

func (r *running) evict(key string) {
	r.mu.Lock()
	old := r.stops[key]
	delete(r.stops, key)
	r.mu.Unlock()
	if old == nil {
		return
	}
	old.stop()
	select {
	case <-old.done:
	case <-time.After(evictPatience):
	}
}
