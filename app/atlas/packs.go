package atlas

import (
	"cmp"
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"dianqin/data/model"
	"dianqin/data/wire"
)

// Pack is a pack that is on this device, or could be.
type Pack struct {
	wire.Pack            // as it is here, else as it is offered
	Here      bool       // on this device and of use
	Offered   bool       // the server has it, this version or another
	Newer     *wire.Pack // another version that is offered
	Coming    bool       // bytes come, or will as soon as they can
	Waiting   bool       // ... when the network is not paid for by volume
	Got       int64      // bytes of what is coming that are here
	Spoiled   error      // it is here and of no use: an *model.Error
	Why       error      // why the last try to get it ended
	Self      bool       // ... and comes by itself, as a newer version
	Renewed   time.Time  // when it last was renewed by itself; zero: never
}

// Of is how many bytes are to come in all.
func (p Pack) Of() int64 {
	if p.Newer != nil {
		return p.Newer.Bytes
	}
	return p.Bytes
}

// List is what a person sees of the packs.
type List struct {
	Packs  []Pack // those that are here first, then by name
	Bytes  int64  // that those here take
	Asked  time.Time
	Asking bool
	Why    error // why the offer could not be had
	Town   bool  // the built-in town is shown
}

// List reads what there is.
func (m *Maps) List(ctx context.Context) (List, error) {
	l, err := m.list()
	if err != nil {
		return List{}, err
	}
	l.Town = !slices.ContainsFunc(l.Packs, func(p Pack) bool { return p.Here }) && m.isTown(ctx)
	return l, nil
}

// list is List but for the town, of which the store is asked.
func (m *Maps) list() (List, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	x, err := m.index()
	if err != nil {
		return List{}, err
	}
	l := List{Asked: x.AskedAt, Asking: m.asking, Why: m.asked}
	for _, p := range x.Here {
		l.Packs = append(l.Packs, m.known(x, p, true))
		if x.Spoiled[p.Id] == "" {
			l.Bytes += p.Bytes
		}
	}
	for _, p := range x.Offered {
		_, here := of(x.Here, p.Id)
		if !here {
			l.Packs = append(l.Packs, m.known(x, p, false))
		}
	}
	slices.SortStableFunc(l.Packs, func(a, b Pack) int {
		if a.Here != b.Here {
			return map[bool]int{true: -1, false: 1}[a.Here]
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return l, nil
}

// known says how it stands with a pack. The caller holds mu.
func (m *Maps) known(x *index, p wire.Pack, here bool) Pack {
	out := Pack{Pack: p, Here: here, Why: m.failed[p.Id], Coming: slices.Contains(x.Wanted, p.Id),
		Self: slices.Contains(x.Self, p.Id), Renewed: x.Renewed[p.Id]}
	if code := x.Spoiled[p.Id]; here && code != "" {
		out.Here, out.Spoiled = false, spoiled(code)
	}
	offered, ok := of(x.Offered, p.Id)
	if out.Offered = ok; !ok {
		return out
	}
	if here && offered.Sha256 != p.Sha256 {
		out.Newer = &offered
	}
	if info, err := os.Stat(x.part(offered)); err == nil {
		out.Got = info.Size()
	}
	if c := m.coming; c != nil && c.pack.Id == p.Id {
		out.Got = c.got
	}
	out.Waiting = out.Coming && m.waits(x, p.Id)
	return out
}

// Look asks the server what it offers.
func (m *Maps) Look(ctx context.Context) error {
	client := m.o.Courier()
	if client == nil {
		return model.Fail("session.not_enrolled")
	}
	m.set(func() { m.asking = true })
	all, err := client.Packs(ctx)
	m.mu.Lock()
	m.asking = false
	if ctx.Err() == nil {
		m.asked = err
	}
	if err == nil {
		var x *index
		if x, err = m.index(); err == nil {
			x.Offered, x.AskedAt = all, m.o.Now()
			err = x.keep()
		}
	}
	m.mu.Unlock()
	m.moved()
	return err
}

// Get wants a pack, or the newer version of it: it comes down as soon as it can, over
// restarts too. Code: pack.unknown.
func (m *Maps) Get(id string) error {
	err := m.change(func(x *index) error {
		if _, ok := of(x.Offered, id); !ok {
			return model.Fail("pack.unknown")
		}
		if !slices.Contains(x.Wanted, id) {
			x.Wanted = append(x.Wanted, id)
		}
		x.Self = dropped(x.Self, id)
		delete(x.Held, id)
		delete(m.failed, id)
		if c := m.coming; c != nil && slices.Contains(x.Self, c.pack.Id) { // what nobody asked for goes on after it
			c.stop()
		}
		return nil
	})
	m.Wake()
	return err
}

// Pause wants it no more for now; what came is kept. This version of it does not come by
// itself any more.
func (m *Maps) Pause(id string) error {
	return m.change(func(x *index) error {
		x.hold(id)
		m.unwant(x, id)
		return nil
	})
}

// unwant lets go of a pack that is to come, or comes already. The caller holds mu.
func (m *Maps) unwant(x *index, id string) {
	x.Wanted, x.Self = dropped(x.Wanted, id), dropped(x.Self, id)
	if m.coming != nil && m.coming.pack.Id == id {
		m.coming.stop()
	}
}

// undoable is how long a removed pack can be taken back.
const undoable = 15 * time.Second

// Remove takes a pack off this device; Restore takes that back for a while. What came
// of another version goes too.
func (m *Maps) Remove(id string) error {
	err := m.change(func(x *index) error {
		p, ok := of(x.Here, id)
		if !ok {
			return nil
		}
		x.Here, x.Gone = without(x.Here, id), append(without(x.Gone, id), p)
		m.unwant(x, id)
		m.grounds = nil
		return nil
	})
	if err == nil {
		time.AfterFunc(undoable, func() { _ = m.forget(id) }) // else at the next start
		m.Changed.Send(struct{}{})
	}
	return err
}

// Restore brings a removed pack back. Code: pack.unknown where it is too late.
func (m *Maps) Restore(id string) error {
	err := m.change(func(x *index) error {
		p, ok := of(x.Gone, id)
		if !ok {
			return model.Fail("pack.unknown")
		}
		x.Gone, x.Here = without(x.Gone, id), append(x.Here, p)
		m.grounds = nil
		return nil
	})
	if err == nil {
		m.Changed.Send(struct{}{})
	}
	return err
}

// forget deletes the bytes of a removed pack.
func (m *Maps) forget(id string) error {
	if m.life.Err() != nil { // the next start does it
		return nil
	}
	return m.change(func(x *index) error {
		p, ok := of(x.Gone, id)
		if !ok {
			return nil
		}
		x.Gone = without(x.Gone, id)
		delete(x.Held, id)
		delete(x.Renewed, id)
		return m.drop(x, p)
	})
}

// drop closes and deletes the files of a version. The caller holds mu.
func (m *Maps) drop(x *index, p wire.Pack) error {
	var err error
	if g := m.open[p.Sha256]; g != nil {
		err = g.close()
		delete(m.open, p.Sha256)
	}
	delete(x.Spoiled, p.Id)
	for _, path := range []string{x.path(p), x.aside(p), x.part(p)} {
		if e := os.Remove(path); e != nil && !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// index reads the list once. The caller holds mu.
func (m *Maps) index() (*index, error) {
	if m.idx == nil {
		x, err := readIndex(m.o.Dir)
		if err != nil {
			return nil, err
		}
		m.idx = x
	}
	return m.idx, nil
}

// change changes the list, keeps it and tells.
func (m *Maps) change(f func(x *index) error) error {
	m.mu.Lock()
	x, err := m.index()
	if err == nil {
		if err = f(x); err == nil {
			err = x.keep()
		}
	}
	m.mu.Unlock()
	m.moved()
	return full(err)
}

// set changes what is known and tells.
func (m *Maps) set(f func()) {
	m.mu.Lock()
	f()
	m.mu.Unlock()
	m.moved()
}

func (m *Maps) metered() bool { return m.o.Settings.Values().Ground.Unmetered && m.o.Metered() }
