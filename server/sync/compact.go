package sync

import (
	"context"
	"log/slog"
	"time"

	"dianqin/data/model"
	"dianqin/server/store"
)

// How long it is remembered that a record was deleted or left a lane, and how often
// it is looked at. A phone that was away for longer begins anew.
const (
	remembered = 180 * 24 * time.Hour
	marks      = 24 * time.Hour
)

// Tend compacts from time to time, until Stop.
func (s *Service) Tend(log *slog.Logger) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ticker := time.NewTicker(time.Hour)
	defer ticker.Stop()
	for {
		if err := s.Compact(ctx); err != nil {
			log.Error("old deletions are not forgotten", "err", err)
		}
		select {
		case <-s.stop:
			return
		case <-ticker.C:
		}
	}
}

// Compact forgets deletions that everybody has heard of. It may be asked for at any
// time and on every node: it does its work once a day.
func (s *Service) Compact(ctx context.Context) error {
	now := s.now()
	return s.s.Write(ctx, func(t *store.Tx) error {
		last, err := t.LastMark()
		if err != nil || now.Sub(time.UnixMilli(int64(last))) < marks {
			return err
		}
		if err := t.MarkLanes(model.MillisOf(now)); err != nil {
			return err
		}
		_, err = t.ForgetDeletions(model.MillisOf(now.Add(-remembered)))
		return err
	})
}
