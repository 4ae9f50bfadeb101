package atlas

import (
	"slices"
	"strings"
	"time"
)

// renewEvery is how old the offer is at least before a round of syncing has it asked
// again.
const renewEvery = 15 * time.Minute

// Synced tells that a round of syncing came to a good end: the server is there, and
// packs that are here are renewed.
func (m *Maps) Synced() {
	m.mu.Lock()
	x, err := m.index()
	old := err == nil && len(x.Here) > 0 && m.o.Now().Sub(x.AskedAt) > renewEvery
	m.due = m.due || old
	wake := old || err == nil && len(m.newer(x)) > 0
	m.mu.Unlock()
	if wake {
		m.nudge()
	}
}

// renew wants the newer versions of what is here. A pack that was removed is not here,
// and one that a person paused, or that is no map, is not wanted by itself again before
// there is yet another version of it.
func (m *Maps) renew() error {
	m.mu.Lock()
	x, err := m.index()
	some := err == nil && len(m.newer(x)) > 0
	m.mu.Unlock()
	if !some {
		return err
	}
	return m.change(func(x *index) error {
		ids := m.newer(x)
		x.Wanted, x.Self = append(x.Wanted, ids...), append(x.Self, ids...)
		return nil
	})
}

// newer are the packs to be renewed that nobody wants yet. The caller holds mu.
func (m *Maps) newer(x *index) (ids []string) {
	for _, p := range x.Here {
		o, offered := of(x.Offered, p.Id)
		tried, failed := m.tried[p.Id]
		if !offered || o.Sha256 == p.Sha256 || x.Held[p.Id] == o.Sha256 || x.Spoiled[p.Id] != "" ||
			slices.Contains(x.Wanted, p.Id) || failed && tried.Equal(x.AskedAt) {
			continue
		}
		ids = append(ids, p.Id)
	}
	return ids
}

// hold leaves the version of a pack that is offered until a person wants it.
func (x *index) hold(id string) {
	if o, ok := of(x.Offered, id); ok {
		if x.Held == nil {
			x.Held = map[string]string{}
		}
		x.Held[id] = o.Sha256
	}
	x.Self = dropped(x.Self, id)
}

// failing notes that a renewal came to nothing: bytes that are no map, or for which there
// is no room, are not fetched again by themselves; all else is tried after the next offer.
// The caller holds mu.
func (m *Maps) failing(x *index, id, code string) {
	m.tried[id] = x.AskedAt
	if strings.HasPrefix(code, "pack.") || code == "storage.full" {
		x.hold(id)
	}
	x.Self = dropped(x.Self, id)
}

// waits says whether a pack waits for a network that is not paid for by volume. What
// nobody asked for waits where files do, too. The caller holds mu.
func (m *Maps) waits(x *index, id string) bool {
	return m.metered() || m.o.Hold != nil && slices.Contains(x.Self, id) && m.o.Hold()
}
