package courier

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"dianqin/data/model"
)

// lines is how many files go up at the same time: one connection alone is held
// back by every loss on a bad line (measured: 0.5 MB/s with 60 ms and 0.5 %).
const lines = 3

// hopeless are the errors after which the other files would fail too.
var hopeless = []string{"network.not_our_server", "auth.required", "auth.expired", "auth.reused",
	"device.revoked", "device.unknown", "storage.full"}

// SendFiles uploads what waits, the oldest first, several at a time, each from
// where it stopped, also days ago. One file that fails does not hold back the
// others, and comes last the next time; the first failure is returned when all
// were tried. A file counts as sent only when the server has checked its hash.
func (c *Client) SendFiles(ctx context.Context, up Uploads) error {
	waiting, err := up.Waiting(ctx)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	r := &round{up: up, stop: stop, queue: c.laggards.last(waiting)}
	var group sync.WaitGroup
	for range min(lines, len(waiting)) {
		group.Go(func() {
			for f, ok := r.next(ctx); ok; f, ok = r.next(ctx) {
				r.tell(f, true, nil)
				err := c.sendFile(ctx, f)
				c.laggards.note(f.SHA256, err)
				r.ended(ctx, f, err)
			}
		})
	}
	group.Wait()
	return r.first
}

// round is one try to send what waits.
type round struct {
	up   Uploads
	stop context.CancelFunc

	mu    sync.Mutex
	queue []Upload
	dead  int // files that found no server, since one did
	first error
}

func (r *round) next(ctx context.Context) (Upload, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.queue) == 0 || ctx.Err() != nil {
		return Upload{}, false
	}
	f := r.queue[0]
	r.queue = r.queue[1:]
	return f, true
}

// tell says what is under way, and why a file did not go up.
func (r *round) tell(f Upload, sending bool, err error) {
	if w, ok := r.up.(Watching); ok {
		w.Sending(f.SHA256, sending, err)
	}
}

// ended notes what became of a file. The confirmation is kept whatever became of
// the others.
func (r *round) ended(ctx context.Context, f Upload, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		err = r.up.Confirmed(context.WithoutCancel(ctx), f.SHA256)
	}
	if ctx.Err() == nil { // else it was not the file that failed
		r.tell(f, false, err)
	} else {
		r.tell(f, false, nil)
	}
	var e *model.Error
	lost := errors.As(err, &e) && e.Code == "network.unreachable"
	if lost {
		r.dead++
	} else if ctx.Err() == nil {
		r.dead = 0
	}
	if err != nil && r.first == nil {
		r.first = err
	}
	// One file may be what a proxy on the way chokes on; all of them are no line.
	if r.dead >= lines || e != nil && slices.Contains(hopeless, e.Code) {
		r.stop()
	}
}

// laggards remembers which files failed the last time they were tried.
type laggards struct {
	mu   sync.Mutex
	made map[string]bool
}

func (s *laggards) note(sha256 string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.made == nil {
		s.made = map[string]bool{}
	}
	if delete(s.made, sha256); err != nil {
		s.made[sha256] = true
	}
}

// last puts those that failed behind the others.
func (s *laggards) last(all []Upload) []Upload {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b Upload) int {
		switch {
		case s.made[a.SHA256] == s.made[b.SHA256]:
			return 0
		case s.made[b.SHA256]:
			return -1
		}
		return 1
	})
	return out
}

// sendFile sends a file to its end, or as far as the line goes.
func (c *Client) sendFile(ctx context.Context, f Upload) error {
	t := &transfer{Client: c, f: f, piece: largestPiece}
	if err := t.begin(ctx); err != nil || t.stored {
		return err
	}
	file, err := os.Open(f.Path)
	if errors.Is(err, os.ErrNotExist) {
		return model.Fail("file.lost", "name", filepath.Base(f.Path))
	}
	if err != nil {
		return fmt.Errorf("open what is to be uploaded: %w", err)
	}
	defer file.Close()
	size, err := file.Stat()
	if err != nil {
		return fmt.Errorf("look at what is to be uploaded: %w", err)
	}
	if size.Size() != f.Bytes { // the hash is then another too
		return model.Fail("file.hash_differs")
	}
	return t.run(ctx, file)
}
