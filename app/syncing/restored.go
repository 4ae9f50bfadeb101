package syncing

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Restored says that the server was restored from a backup: it may have lost what came
// last, so this device sent its last month again.
type Restored struct {
	At    time.Time `json:"at"`    // when this device noticed; zero: it never did
	Again int       `json:"again"` // operations that went up once more
}

const restoredSetting = "sync.restored"

// epoch is the life of the server that the store follows: the last one known while a
// base is being made anew, "" where it cannot be told.
func (s *Sync) epoch(ctx context.Context) string {
	epoch, err := s.store.Epoch(ctx)
	if err != nil {
		s.log.Error("read the epoch", "err", err)
	}
	if epoch == "" {
		return s.life
	}
	s.life = epoch
	return epoch
}

// noteRestored keeps that a pull found another life of the server than before, until
// the person has seen it, and has what goes up again sent soon.
func (s *Sync) noteRestored(ctx context.Context, before string) error {
	after := s.epoch(ctx)
	if before == "" || after == "" || before == after {
		return nil
	}
	c, err := s.store.Counts(ctx)
	if err != nil {
		return err
	}
	r := Restored{At: s.now(), Again: c.Pending}
	s.Wake()
	return s.keepRestored(r)
}

func (s *Sync) keepRestored(r Restored) error {
	text, err := json.Marshal(r)
	if err == nil {
		err = s.store.SetSetting(restoredSetting, string(text))
	}
	if err != nil {
		return fmt.Errorf("keep that the server was restored: %w", err)
	}
	s.set(func(st *State) { st.Restored = r })
	return nil
}

// SeenRestored says that the person knows.
func (s *Sync) SeenRestored() error { return s.keepRestored(Restored{}) }

// readRestored reads what a person has not seen yet.
func (s *Sync) readRestored() (r Restored) {
	if text, ok, err := s.store.Setting(restoredSetting); err == nil && ok {
		_ = json.Unmarshal([]byte(text), &r) // what cannot be read was not kept by us
	}
	return r
}
