package slippy

import "sync"

// Host is the way to the thread that paints and back: a *ui.Bridge.
type Host interface {
	Go(work func() func()) // runs work beside, and what it returns on the thread that paints
	Do(f func())           // runs f on the thread that paints
}

// inbox hands results of workers to the thread that paints, at most one call waiting
// there: that thread drains its queue slower than workers fill it when frames are slow,
// and every waiting overlay is megabytes. A newer overlay replaces one not yet shown.
type inbox struct {
	mu     sync.Mutex
	sheet  *sheet
	tiles  bool
	posted bool
}

// deliver takes an overlay, or word that a tile came (nil).
func (m *Map) deliver(s *sheet) {
	m.inbox.mu.Lock()
	if s == nil {
		m.inbox.tiles = true
	} else {
		if old := m.inbox.sheet; old != nil {
			m.painter.release(old.img)
		}
		m.inbox.sheet = s
	}
	first := !m.inbox.posted
	m.inbox.posted = true
	m.inbox.mu.Unlock()
	if first {
		m.host.Do(m.collect)
	}
}

// collect shows what came.
func (m *Map) collect() {
	m.inbox.mu.Lock()
	s, t := m.inbox.sheet, m.inbox.tiles
	m.inbox.sheet, m.inbox.tiles, m.inbox.posted = nil, false, false
	m.inbox.mu.Unlock()
	if m.closed {
		return
	}
	if t {
		m.layTiles()
		m.tellState()
	}
	if s != nil {
		m.apply(s)
	}
}
