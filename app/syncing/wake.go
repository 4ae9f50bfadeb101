package syncing

import (
	"context"
	"errors"
	"time"

	"dianqin/data/model"
)

// How long one question to the server stays open, and how long is waited after one
// that failed, or before there is anything to ask for.
const (
	wakeFor   = 50 * time.Second
	wakeAgain = 5 * time.Second
)

// listen asks the server to say at once when there is something new, and begins a
// round then. The rounds go on by themselves without it: it only hurries them.
func (s *Sync) listen(ctx context.Context) {
	for ctx.Err() == nil {
		client, rest := s.session.Courier(), wakeAgain
		if client != nil && s.State().HasData {
			changed, err := client.Wake(ctx, s.store, wakeFor)
			var e *model.Error
			switch {
			case errors.As(err, &e) && e.Code == "not_found": // an older server
				return
			case err == nil && changed:
				s.hurry(ctx)
				continue
			case err == nil:
				continue
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(rest):
		}
	}
}

// hurry begins a round and waits for its end: until then the cursor is the old one,
// and the server would only say the same again.
func (s *Sync) hurry(ctx context.Context) {
	before := s.ended()
	s.Wake()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for began := time.Now(); s.ended() == before && time.Since(began) < every; {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func (s *Sync) ended() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.endings
}

// follow begins a round soon after something was done here, while the server can be
// reached: others are waiting for it. Where it cannot, the next try is soon enough.
func (s *Sync) follow(ctx context.Context) {
	touched := make(chan struct{}, 1)
	defer s.store.OnChange(func([]model.Kind) {
		select {
		case touched <- struct{}{}:
		default:
		}
	})()
	made := s.State().MadeSeq
	for {
		select {
		case <-ctx.Done():
			return
		case <-touched:
		}
		c, err := s.store.Counts(ctx)
		if err != nil || c.MadeSeq <= made {
			continue
		}
		made = c.MadeSeq
		if s.State().LastErr == nil {
			s.Wake()
		}
	}
}
