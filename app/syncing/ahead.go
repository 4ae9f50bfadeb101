package syncing

import (
	"context"

	"dianqin/data/courier"
)

// bringSoon asks for what is to be here before it is looked at.
func (s *Sync) bringSoon() {
	select {
	case s.bring <- struct{}{}:
	default:
	}
}

// bringAlways brings it when it is asked to, until ctx ends. Nobody waits for it, so
// nobody is told when it fails: the next round asks again.
func (s *Sync) bringAlways(ctx context.Context) {
	if s.Ahead == nil {
		return
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.bring:
		}
		client := s.session.Courier()
		if client == nil {
			continue
		}
		err := s.Ahead(ctx, func(ctx context.Context, sha256 string) ([]byte, error) { return s.fetchAhead(ctx, client, sha256) })
		if err != nil && ctx.Err() == nil {
			s.log.Info("not everything came ahead", "why", err)
		}
	}
}

// fetchAhead fetches one file while nothing goes up: evidence comes first, and a file
// that is under way then is let go of. context.Canceled says that it is not the time.
func (s *Sync) fetchAhead(ctx context.Context, client *courier.Client, sha256 string) ([]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if s.Hold != nil && s.Hold() || !s.begin(cancel) {
		return nil, context.Canceled
	}
	defer s.begin(nil)
	return client.File(ctx, sha256)
}

// begin notes how the file under way is let go of, nil when none is; false where files
// go up.
func (s *Sync) begin(letGo context.CancelFunc) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if letGo != nil && s.state.Sending > 0 {
		return false
	}
	s.letGo = letGo
	return true
}

// standAside lets go of a file under way: others go up now, as Sending says already.
func (s *Sync) standAside() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.letGo != nil {
		s.letGo()
	}
}
