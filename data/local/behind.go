package local

import (
	"context"
	"sync"

	"dianqin/data/schema"
)

// behind is work on base.db that nobody waits for.
type behind struct {
	mu     sync.Mutex
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// indexBehind flushes a snapshot that was put in place and makes the indexes that it
// comes without, one by one, so that whoever wants to write waits for one at most.
// Until then what they are for is found all the same, by reading the whole table.
func (s *Store) indexBehind() {
	_, _, indexes := schema.BaseDDL()
	var have int
	s.mu.Lock()
	err := s.base.QueryRow("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").Scan(&have)
	s.mu.Unlock()
	if err != nil {
		s.log.Error("count the indexes", "why", err)
		return
	}
	if have >= len(indexes)+urgentIndexes() {
		return
	}
	ctx, ok := s.behind.begin()
	if !ok {
		return
	}
	go func() {
		defer s.behind.done.Done()
		if err := syncFile(s.basePath()); err != nil {
			s.log.Warn("the base is not flushed", "why", err)
		}
		for _, text := range indexes {
			if err := s.index(ctx, text); err != nil {
				if ctx.Err() == nil {
					s.log.Error("index the base", "why", err)
				}
				return
			}
		}
	}()
}

func urgentIndexes() int {
	_, urgent, _ := schema.BaseDDL()
	return len(urgent)
}

func (s *Store) index(ctx context.Context, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.base.ExecContext(ctx, text)
	return err
}

// begin starts a piece of work, after the one before it has ended.
func (b *behind) begin() (context.Context, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.cancel != nil {
		b.cancel()
	}
	ctx, cancel := context.WithCancel(context.Background())
	b.cancel = cancel
	b.done.Add(1)
	return ctx, true
}

// end stops what is under way and waits for it.
func (b *behind) end() {
	b.mu.Lock()
	if b.cancel != nil {
		b.cancel()
	}
	b.mu.Unlock()
	b.done.Wait()
}
