package sim

import (
	"sync"

	"dianqin/device/screen"
)

// Screen remembers what was asked of the glass. The zero value is ready.
type Screen struct {
	mu            sync.Mutex
	awake, secure bool
}

var _ screen.Screen = (*Screen)(nil)

// KeepAwake is remembered.
func (s *Screen) KeepAwake(on bool) { s.mu.Lock(); defer s.mu.Unlock(); s.awake = on }

// Secure is remembered.
func (s *Screen) Secure(on bool) { s.mu.Lock(); defer s.mu.Unlock(); s.secure = on }

// Awake says whether the screen is kept lit.
func (s *Screen) Awake() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.awake }

// Secured says whether screenshots are kept out.
func (s *Screen) Secured() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.secure }
