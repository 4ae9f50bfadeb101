package syncing

import (
	"context"

	"dianqin/data/courier"
	"dianqin/data/local"
)

// sendSoon asks for the files to be sent.
func (s *Sync) sendSoon() {
	select {
	case s.send <- struct{}{}:
	default:
	}
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
	return client.SendFiles(ctx, uploads{s.store})
}

// uploads is the store's file queue as the courier wants it.
type uploads struct{ store *local.Store }

func (u uploads) Waiting(ctx context.Context) ([]courier.Upload, error) {
	files, err := u.store.Files(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]courier.Upload, len(files))
	for i, f := range files {
		out[i] = courier.Upload{SHA256: f.SHA256, Path: f.Path, Mime: f.Mime, Bytes: f.Bytes}
	}
	return out, nil
}

func (u uploads) Confirmed(ctx context.Context, sha256 string) error {
	return u.store.FileDone(ctx, sha256)
}
