package atlas

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"dianqin/chart/mbtiles"
	"dianqin/data/model"
	"dianqin/data/wire"
)

// arriving is the pack that comes down just now.
type arriving struct {
	pack wire.Pack
	got  int64
	stop context.CancelFunc
}

// How often the server is asked for its offer, and how soon a download that found no
// server is tried again, at first and at most.
const (
	lookEvery = 6 * time.Hour
	soonest   = 5 * time.Second
	latest    = 5 * time.Minute
)

// Wake lets what waits be tried at once: the network is another, or somebody looks.
func (m *Maps) Wake() {
	m.mu.Lock()
	eager := m.eager
	m.mu.Unlock()
	for _, s := range eager {
		s.Reset()
	}
	m.nudge()
}

// nudge lets Run go round once more.
func (m *Maps) nudge() {
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// Run fetches what is wanted, one after the other, and asks for the offer now and
// then, until ctx ends.
func (m *Maps) Run(ctx context.Context) {
	wait := soonest
	for {
		m.lookNow(ctx)
		if err := m.renew(); err != nil {
			m.o.Log.Warn("the map packs are not renewed", "err", err)
		}
		lost := m.fetchAll(ctx)
		next := lookEvery
		if lost {
			next, wait = wait, min(2*wait, latest)
		} else {
			wait = soonest
		}
		timer := time.NewTimer(next)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-m.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// lookNow asks for the offer where the last one is old and somebody has packs.
func (m *Maps) lookNow(ctx context.Context) {
	m.mu.Lock()
	x, err := m.index()
	due := err == nil && (m.due || m.o.Now().Sub(x.AskedAt) > lookEvery) && (len(x.Here) > 0 || len(x.Wanted) > 0)
	m.due = false
	m.mu.Unlock()
	if due {
		_ = m.Look(ctx) // List says what was wrong
	}
}

// fetchAll fetches what is wanted; lost: one has to be tried again later.
func (m *Maps) fetchAll(ctx context.Context) (lost bool) {
	tried := map[string]bool{}
	for ctx.Err() == nil {
		p, ok := m.next(tried)
		if !ok {
			return lost
		}
		tried[p.Id] = true
		err := m.fetch(ctx, p)
		if ctx.Err() != nil || errors.Is(err, context.Canceled) {
			delete(tried, p.Id) // left, or paused, or another goes first
			continue
		}
		if again := m.ended(p, err); again {
			lost = true
		}
	}
	return lost
}

// next is the first that is wanted and was not tried yet.
func (m *Maps) next(tried map[string]bool) (wire.Pack, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	x, err := m.index()
	if err != nil || m.o.Courier() == nil {
		return wire.Pack{}, false
	}
	for _, self := range []bool{false, true} { // a person goes first
		for _, id := range x.Wanted {
			p, ok := of(x.Offered, id)
			if ok && !tried[id] && slices.Contains(x.Self, id) == self && !m.waits(x, id) {
				return p, true
			}
		}
	}
	return wire.Pack{}, false
}

// fetch brings a pack down and puts it in the place of the one before.
func (m *Maps) fetch(ctx context.Context, p wire.Pack) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	m.mu.Lock()
	x, client := m.idx, m.o.Courier()
	m.coming = &arriving{pack: p, stop: stop}
	delete(m.failed, p.Id)
	m.mu.Unlock()
	defer m.set(func() { m.coming = nil })
	m.moved()
	if client == nil {
		return model.Fail("session.not_enrolled")
	}
	if err := os.MkdirAll(m.o.Dir, 0o700); err != nil {
		return full(err)
	}
	err := client.Pack(ctx, p, x.part(p), func(had, came int64) {
		m.set(func() { m.coming.got = had + came })
	})
	if err != nil {
		return err
	}
	return m.install(ctx, x, p)
}

// install looks whether a pack that came is a map, and lets it take its place: the old
// one is let go when the list that names the new one is written.
func (m *Maps) install(ctx context.Context, x *index, p wire.Pack) error {
	a, err := mbtiles.Open(ctx, x.part(p))
	if err != nil { // as it was offered: fetching it again would not help
		_ = os.Remove(x.part(p))
		return fault(err)
	}
	if err := a.Close(); err != nil {
		return err
	}
	err = m.change(func(x *index) error {
		if !slices.Contains(x.Wanted, p.Id) { // removed or paused this moment
			return context.Canceled
		}
		if g := m.open[p.Sha256]; g != nil { // it was spoiled, and comes a second time
			_ = g.close()
			delete(m.open, p.Sha256)
		}
		if err := os.Rename(x.part(p), x.path(p)); err != nil {
			return err
		}
		old, had := of(x.Here, p.Id)
		_ = os.Remove(x.aside(old))
		x.Here = append(without(x.Here, p.Id), p)
		if slices.Contains(x.Self, p.Id) {
			if x.Renewed == nil {
				x.Renewed = map[string]time.Time{}
			}
			x.Renewed[p.Id] = m.o.Now()
		}
		x.Wanted, x.Self = dropped(x.Wanted, p.Id), dropped(x.Self, p.Id)
		delete(x.Spoiled, p.Id)
		delete(x.Held, p.Id)
		if err := x.keep(); err != nil {
			return err
		}
		if had && old.Sha256 != p.Sha256 {
			_ = m.drop(x, old) // what stays is removed at the next start
		}
		m.grounds = nil
		return nil
	})
	if err == nil {
		m.Changed.Send(struct{}{})
	}
	return err
}

func dropped(ids []string, id string) (out []string) {
	for _, i := range ids {
		if i != id {
			out = append(out, i)
		}
	}
	return out
}

// ended notes why a download came to its end; again: it is to be tried by itself.
// A full disk or a pack that is no map wait for a person.
func (m *Maps) ended(p wire.Pack, err error) (again bool) {
	if err == nil {
		return false
	}
	var e *model.Error
	code := ""
	if errors.As(err, &e) {
		code = e.Code
	}
	switch code {
	case "network.unreachable", "busy", "rate.limited":
		again = true
	case "pack.changed":
		_ = m.Look(context.Background()) // and the new one is tried
		again = true
	}
	m.o.Log.Warn("a map pack did not come", "pack", p.Id, "err", err)
	_ = m.change(func(x *index) error {
		m.failed[p.Id] = err
		if !again {
			x.Wanted = dropped(x.Wanted, p.Id)
			m.failing(x, p.Id, code)
		}
		return nil
	})
	return again
}
