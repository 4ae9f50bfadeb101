package syncing

import (
	"context"
	"time"
)

// mendEvery is how often what is here is compared with the server, lane by lane. It
// should hardly find anything: a fault in a program or a disk, or what was deleted and
// forgotten while a first pull by rows lay cut for half a year.
const mendEvery = 7 * 24 * time.Hour

const mendedKey = "sync.mended"

// mend compares when it is time, and fetches anew what differs.
func (s *Sync) mend(ctx context.Context) error {
	text, known, err := s.store.Setting(mendedKey)
	if err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339, text)
	now := s.now()
	if known && err == nil && now.Sub(at) < mendEvery {
		return nil
	}
	s.round.Lock()
	defer s.round.Unlock()
	if client := s.session.Courier(); client != nil && known { // not right after the first download
		n, err := client.Mend(ctx, s.store)
		if err != nil {
			return err
		}
		if n > 0 {
			s.log.Error("what is here differed from the server and was mended", "parts", n)
		}
	}
	return s.store.SetSetting(mendedKey, now.UTC().Format(time.RFC3339))
}
