package syncing

import (
	"context"
	"testing"
)

func TestAFileThatIsBroughtAheadStandsAsideForThoseThatGoUp(t *testing.T) {
	s := &Sync{}
	ctx, cancel := context.WithCancel(t.Context())
	if !s.begin(cancel) {
		t.Fatal("nothing goes up, and none may come")
	}
	s.standAside()
	if ctx.Err() == nil {
		t.Error("it goes on beside those that go up")
	}
	s.begin(nil)
	s.standAside() // none is under way
	s.state.Sending = 1
	if s.begin(cancel) {
		t.Error("one begins beside those that go up")
	}
	s.state.Sending = 0
	s.Hold = func() bool { return true }
	if _, err := s.fetchAhead(t.Context(), nil, ""); err != context.Canceled {
		t.Error("it comes over a network that is paid for by volume:", err)
	}
}
