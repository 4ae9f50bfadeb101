package atlas

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"dianqin/app/settings"
	"dianqin/chart/mbtiles"
	"dianqin/chart/tiles"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/grid"
	"dianqin/data/wire"
)

// Kind says what a ground is made of.
type Kind string

// The kinds of grounds.
const (
	Packs    Kind = "packs"    // all packs on this device, beside each other
	Town     Kind = "town"     // the built-in town of the demo
	Tianditu Kind = "tianditu" // 天地图: streets
	Pictures Kind = "pictures" // 天地图: the land from above
	Web      Kind = "web"      // the service that the person entered
)

// Ground is something that the map can lie on.
type Ground struct {
	Kind   Kind
	Name   string // of a service that the person entered; the others' names are words
	Source tiles.Source
}

// agent is what services of tiles are told of this program.
const agent = "Dianqin field app (a utility's staff; contact: its administrator)"

// Grounds are what the map can lie on, the best first: packs, then services. Opening
// the packs is done by the first who asks. A source of packs has With(palette), which
// gives it in another look. What cannot be opened is left out, and List says why.
func (m *Maps) Grounds(ctx context.Context) ([]Ground, error) {
	if all, ok := m.cached(); ok {
		return all, nil
	}
	town := m.isTown(ctx)
	m.mu.Lock()
	defer m.mu.Unlock()
	v := m.o.Settings.Values().Ground
	packs, err := m.opened(ctx)
	if err != nil {
		return nil, err
	}
	all := []Ground{}
	switch {
	case len(packs) > 0:
		all = append(all, Ground{Kind: Packs, Source: newCover(packs)})
	case town:
		g, err := m.town(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, Ground{Kind: Town, Source: newCover([]*ground{g})})
	}
	services, err := m.services(ctx, v)
	if err != nil {
		return nil, err
	}
	m.grounds, m.used = append(all, services...), v
	return m.grounds, nil
}

// cached are the grounds as they were found last; false where something changed since.
func (m *Maps) cached() ([]Ground, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.grounds, m.grounds != nil && m.used == m.o.Settings.Values().Ground
}

// opened opens the packs that are here. One that is no map any more is set aside. The
// caller holds mu.
func (m *Maps) opened(ctx context.Context) ([]*ground, error) {
	x, err := m.index()
	if err != nil {
		return nil, err
	}
	var out []*ground
	for _, p := range x.Here {
		if x.Spoiled[p.Id] != "" {
			continue
		}
		g := m.open[p.Sha256]
		if g == nil {
			if g, err = m.openPack(ctx, x, p); err != nil {
				if ctx.Err() != nil {
					return nil, ctx.Err()
				}
				m.setAside(x, p, err)
				continue
			}
			m.open[p.Sha256] = g
		}
		out = append(out, g)
	}
	return out, nil
}

func (m *Maps) openPack(ctx context.Context, x *index, p wire.Pack) (*ground, error) {
	if info, err := os.Stat(x.path(p)); err == nil && info.Size() != p.Bytes { // SQLite may not find what is behind its pages
		return nil, &mbtiles.Error{Code: mbtiles.Cut}
	}
	a, err := mbtiles.Open(ctx, x.path(p))
	if err != nil {
		return nil, err
	}
	g, err := newGround(a, func(err error) { m.spoil(p, err) })
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	g.lawful(p)
	return g, nil
}

// spoil takes a pack out of use whose damage was met while it was read.
func (m *Maps) spoil(p wire.Pack, why error) {
	m.mu.Lock()
	x, err := m.index()
	g := m.open[p.Sha256]
	found := err == nil && g != nil
	if found {
		_ = g.close()
		delete(m.open, p.Sha256)
		m.setAside(x, p, why)
		m.grounds = nil
	}
	m.mu.Unlock()
	if found {
		m.moved()
		m.Changed.Send(struct{}{})
	}
}

// setAside notes that a pack is of no use. Its file gives way to a new one and is kept
// until that is here: somebody may want to look at it. The caller holds mu.
func (m *Maps) setAside(x *index, p wire.Pack, why error) {
	code := string(mbtiles.Broken)
	var e *mbtiles.Error
	if errors.As(why, &e) {
		code = string(e.Code)
	}
	m.o.Log.Warn("a map pack is of no use", "pack", p.Id, "version", p.Version, "why", why)
	x.Spoiled[p.Id] = code
	_ = os.Rename(x.path(p), x.aside(p))
	if err := x.keep(); err != nil {
		m.o.Log.Warn("the list of maps is not kept", "err", err)
	}
}

// townName begins the name of the built-in pack's file; its hash follows.
const townName = "town-"

// town opens the built-in pack, which SQLite wants in a file. The caller holds mu.
func (m *Maps) town(ctx context.Context) (*ground, error) {
	sum := sha256.Sum256(m.o.Town)
	hash := hex.EncodeToString(sum[:])
	if g := m.open[hash]; g != nil {
		return g, nil
	}
	path := filepath.Join(m.o.Dir, townName+hash[:16]+packEnd)
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() != int64(len(m.o.Town)) {
		if err := m.unpackTown(path); err != nil {
			return nil, full(err)
		}
	}
	a, err := mbtiles.Open(ctx, path)
	if err != nil {
		_ = os.Remove(path) // it is written again
		return nil, fault(err)
	}
	g, err := newGround(a, func(error) { _ = os.Remove(path) })
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	m.open[hash] = g
	return g, nil
}

func (m *Maps) unpackTown(path string) error {
	if err := os.MkdirAll(m.o.Dir, 0o700); err != nil {
		return err
	}
	old, _ := filepath.Glob(filepath.Join(m.o.Dir, townName+"*")) // of an earlier program
	for _, name := range old {
		_ = os.Remove(name)
	}
	if err := os.WriteFile(path+".new", m.o.Town, 0o600); err != nil {
		return errors.Join(err, os.Remove(path+".new"))
	}
	return os.Rename(path+".new", path)
}

// isTown says whether the built-in town is of use: the region lies in it, or the person
// wants to see it.
func (m *Maps) isTown(ctx context.Context) bool {
	if len(m.o.Town) == 0 {
		return false
	}
	if m.o.Settings.Values().Ground.Town {
		return true
	}
	all, err := local.Find[grid.Station](ctx, m.o.Store, model.KindStation, "1 = 1")
	if err != nil {
		return false
	}
	for _, s := range all {
		at := s.Position
		if at.Lat > m.o.TownSW.Lat && at.Lat < m.o.TownNE.Lat && at.Lon > m.o.TownSW.Lon && at.Lon < m.o.TownNE.Lon {
			return true
		}
	}
	return false
}

// lawful shows what the one who offers a pack says of its approval before what its file
// says: the number is checked by a person, and editions change it.
func (g *ground) lawful(p wire.Pack) {
	g.law = &settings.Law{Approval: p.Approval, Checked: p.ApprovalChecked}
}

// Info implements tiles.Source.
func (g *ground) Info() tiles.Info {
	i := g.Source.Info()
	if g.law != nil {
		shown(&i, *g.law)
	} else {
		shown(&i, settings.Law{Approval: i.Approval, Checked: i.ApprovalChecked})
	}
	return i
}

// Landmark is a known place of the region: where a service is tried.
type Landmark struct {
	Name string // empty: it is none of the region
	At   geo.Point
}

// Landmark is the first station that has a position; without one, the middle of the
// capital.
func (m *Maps) Landmark(ctx context.Context) Landmark {
	all, err := local.Find[grid.Station](ctx, m.o.Store, model.KindStation, "1 = 1")
	for _, s := range all {
		if err == nil && s.Position.Valid() {
			return Landmark{s.Name, pointOf(s.Position)}
		}
	}
	return Landmark{At: geo.Point{Lat: 39.9087, Lon: 116.3975}}
}
