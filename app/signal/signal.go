// Package signal is how the parts of the app tell each other and the screens
// that something changed: typed, and without knowing who listens.
package signal

import "sync"

// Signal is a kind of news of type T. The zero value is ready.
type Signal[T any] struct {
	mu        sync.Mutex
	next      int
	listeners map[int]func(T)
}

// On calls f at every Send until the returned function is called. f runs on the
// sender's goroutine: a screen hands over to its own.
func (s *Signal[T]) On(f func(T)) (off func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listeners == nil {
		s.listeners = map[int]func(T){}
	}
	id := s.next
	s.next++
	s.listeners[id] = f
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.listeners, id)
	}
}

// Send tells everybody who listens.
func (s *Signal[T]) Send(v T) {
	s.mu.Lock()
	all := make([]func(T), 0, len(s.listeners))
	for _, f := range s.listeners {
		all = append(all, f)
	}
	s.mu.Unlock()
	for _, f := range all {
		f(v)
	}
}
