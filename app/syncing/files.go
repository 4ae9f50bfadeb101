package syncing

import (
	"context"
	"strings"
	"sync"

	"dianqin/data/courier"
	"dianqin/data/local"
	"dianqin/data/model"
)

// sendSoon asks for the files to be sent.
func (s *Sync) sendSoon() {
	select {
	case s.send <- struct{}{}:
	default:
	}
}

// Retry sends the files that wait at once, those that failed before included.
func (s *Sync) Retry() {
	s.under.forget()
	s.set(func(*State) {}) // whoever shows them looks again
	s.sendSoon()
	s.Wake()
}

// sendAlways sends files when it is asked to, until ctx ends.
func (s *Sync) sendAlways(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.send:
		}
		client := s.session.Courier()
		if client == nil {
			continue
		}
		err := s.sendFiles(ctx, client)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			s.log.Warn("files did not all go up", "err", err)
		}
		s.set(func(st *State) { st.Stuck = asError(err) })
		s.count(ctx)
		s.bringSoon()
	}
}

// sendFiles sends what waits, unless it is to wait for another network.
func (s *Sync) sendFiles(ctx context.Context, client *courier.Client) error {
	s.files.Lock()
	defer s.files.Unlock()
	held := s.Hold != nil && s.Hold()
	s.set(func(st *State) { st.Held = held && st.Files > 0 })
	if held {
		return nil
	}
	err := client.SendFiles(ctx, uploads{s})
	s.set(func(st *State) { st.Sent, st.Sending = 0, 0 })
	return err
}

// uploads is the store's file queue as the courier wants it.
type uploads struct{ *Sync }

func (u uploads) Waiting(ctx context.Context) ([]courier.Upload, error) {
	files, err := u.store.Files(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]courier.Upload, len(files))
	for i, f := range files {
		out[i] = upload(f)
	}
	u.set(func(st *State) { st.Sent, st.Sending = 0, len(out) })
	if len(out) > 0 {
		u.standAside()
	}
	return out, nil
}

func upload(f local.QueuedFile) courier.Upload {
	return courier.Upload{SHA256: f.SHA256, Path: f.Path, Mime: f.Mime, Bytes: f.Bytes}
}

func (u uploads) Confirmed(ctx context.Context, sha256 string) error {
	err := u.store.FileDone(ctx, sha256)
	if err == nil {
		u.set(func(st *State) { st.Sent++ })
	}
	return err
}

// Sending implements courier.Watching. What the network or the sign-in is to blame
// for is said once for all, not of each file.
func (u uploads) Sending(sha256 string, sending bool, err error) {
	why := asError(err)
	if why != nil && !ofTheFile(why.Code) {
		why = nil
	}
	u.under.note(sha256, sending, why)
}

func ofTheFile(code string) bool {
	for _, family := range []string{"network.", "auth.", "device.", "rate.", "busy"} {
		if strings.HasPrefix(code, family) {
			return false
		}
	}
	return true
}

// underway is what is known of the files that go up, since the app was opened.
type underway struct {
	mu  sync.Mutex
	now map[string]bool         // on their way
	why map[string]*model.Error // why the last try failed
}

func (f *underway) note(sha256 string, sending bool, why *model.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now == nil {
		f.now, f.why = map[string]bool{}, map[string]*model.Error{}
	}
	delete(f.now, sha256)
	if sending {
		f.now[sha256] = true
		return
	}
	delete(f.why, sha256)
	if why != nil {
		f.why[sha256] = why
	}
}

func (f *underway) of(sha256 string) (now bool, why *model.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now[sha256], f.why[sha256]
}

func (f *underway) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.why = map[string]*model.Error{}
	if f.now == nil {
		f.now = map[string]bool{}
	}
}
