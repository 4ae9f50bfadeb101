package sync

import (
	"context"
	"time"

	"dianqin/data/model"
	"dianqin/server/store"
)

// together is how long changes gather before somebody is woken for them.
const together = 20 * time.Millisecond

// Wake waits until one of the caller's lanes is past the cursor, at most for a time;
// false: nothing was. A cursor of another epoch, or with other lanes than the
// person's, is past at once: the pull says what to do. It is a hint, and holds no
// transaction while it waits.
func (s *Service) Wake(ctx context.Context, c Caller, epoch string, cursor map[string]int64, wait time.Duration) (bool, error) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	var lanes []model.Lane
	if err := s.s.Read(ctx, func(t *store.Tx) (err error) {
		lanes, err = lanesOf(t, c.User.ID)
		return err
	}); err != nil {
		return false, err
	}
	w := s.s.Watch(lanes)
	defer w.Close()
	for {
		past, err := s.past(ctx, lanes, epoch, cursor)
		if err != nil {
			return false, s.unlessStopped(err)
		}
		if past {
			return true, nil
		}
		select {
		case <-ctx.Done():
			return false, s.unlessStopped(ctx.Err())
		case <-timer.C:
			return false, nil
		case <-s.stop:
			return false, nil
		case <-w.C:
		}
		select {
		case <-ctx.Done():
		case <-time.After(together):
		}
	}
}

// unlessStopped forgets what ended a wait when the server itself is about to end: it
// is asked again, like after any wait in which nothing happened.
func (s *Service) unlessStopped(err error) error {
	select {
	case <-s.stop:
		return nil
	default:
		return err
	}
}

// past says whether a cursor is behind any of the lanes.
func (s *Service) past(ctx context.Context, lanes []model.Lane, epoch string, cursor map[string]int64) (past bool, err error) {
	own, err := s.s.Epoch(ctx)
	if err != nil || epoch != own {
		return err == nil, err
	}
	err = s.s.Read(ctx, func(t *store.Tx) error {
		for _, lane := range lanes {
			head, err := t.Head(lane)
			if err != nil {
				return err
			}
			at, named := cursor[string(lane)]
			past = past || at != head || !named
		}
		return nil
	})
	return past, err
}
