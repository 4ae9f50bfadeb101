// Package link says whether the device seems to have a network. It is a hint that
// wakes what was waiting, never a gate: a server on this very machine answers without
// any link, and a link promises no server. It opens no connection of its own.
package link

import (
	"context"
	"sync"
)

// State is what the system knows of its network.
type State struct {
	Online  bool // some way out of this machine is up
	Metered bool // it is paid for by volume, as far as the system says
	VPN     bool // a tunnel is among the ways
}

// Link watches the network.
type Link interface {
	State() State
	// Changes delivers the newest state not fetched yet, after each change; the channel
	// is closed when ctx ends. Everyone who asks gets a channel of their own.
	Changes(ctx context.Context) <-chan State
}

// Switch is a link that is set by hand. The zero value is offline.
type Switch struct {
	mu    sync.Mutex
	state State
	subs  map[chan State]struct{}
}

var _ Link = (*Switch)(nil)

// NewSwitch starts in a state.
func NewSwitch(s State) *Switch { return &Switch{state: s} }

// State is the state set last.
func (s *Switch) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// Set changes the state and tells everyone; setting the same again tells no one.
func (s *Switch) Set(to State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if to == s.state {
		return
	}
	s.state = to
	for c := range s.subs {
		select {
		case <-c: // what was not fetched is out of date
		default:
		}
		c <- to // there is room: only Set adds, and it holds the lock
	}
}

// Changes subscribes until ctx ends.
func (s *Switch) Changes(ctx context.Context) <-chan State {
	c := make(chan State, 1)
	s.mu.Lock()
	if s.subs == nil {
		s.subs = map[chan State]struct{}{}
	}
	s.subs[c] = struct{}{}
	s.mu.Unlock()
	context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.subs, c)
		close(c)
	})
	return c
}
