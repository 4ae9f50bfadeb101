package atlas

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"dianqin/app/settings"
	"dianqin/app/signal"
	"dianqin/chart/tiles"
	"dianqin/data/courier"
	"dianqin/data/local"
	"dianqin/data/model/geo"
)

// MapsOptions are what Maps are made of.
type MapsOptions struct {
	Dir      string // of packs and of tiles that were looked at; made when it is needed
	Store    *local.Store
	Settings *settings.Settings
	Courier  func() *courier.Client // nil while nobody is enrolled
	Metered  func() bool            // the network is paid for by volume
	Hold     func() bool            // files wait for another network, and newer packs with them; nil: never
	Town     []byte                 // the built-in pack, and what it covers
	TownSW   geo.Point
	TownNE   geo.Point
	Now      func() time.Time
	Log      *slog.Logger
	Patience time.Duration // for a trial of a service; 0: 15 s, as long as a person looks at a wheel turning
}

// Maps are the grounds that the map can lie on: packs on this device, and services
// that the person entered. A pack comes down beside the one it takes the place of, which
// serves until the new one is whole and was opened.
//
//	offered -> coming (paused, waiting, failed: what came is kept) -> here -> newer offered -> ...
//	newer offered -> coming by itself, unless somebody paused that version
//	here -> spoiled (set aside, offered again) · here -> removed (can be taken back for a while)
type Maps struct {
	// Changed tells that there are other grounds now.
	Changed signal.Signal[struct{}]
	// Moved tells that List says something else now: progress, an error, another offer.
	Moved signal.Signal[struct{}]

	o   MapsOptions
	web http.Client // lends its transport to services

	mu      sync.Mutex
	idx     *index                 // nil: not read yet
	open    map[string]*ground     // of packs, by hash
	cache   *tiles.Cache           // nil: not opened yet
	grounds []Ground               // nil: to be made
	used    settings.Ground        // that they were made of
	eager   []interface{ Reset() } // services that leave off for a while after a failure
	coming  *arriving              // nil: nothing comes down
	failed  map[string]error       // by id: why the last try ended
	tried   map[string]time.Time   // by id: the offer whose newer version came to nothing
	due     bool                   // the offer is to be asked for after a round
	asked   error                  // why the offer could not be had
	asking  bool
	wake    chan struct{}
	life    context.Context // ends with Close
	end     context.CancelFunc
	off     func()
}

// NewMaps wires the grounds. It reads nothing: a start waits for no map.
func NewMaps(o MapsOptions) *Maps {
	m := &Maps{o: o, open: map[string]*ground{}, failed: map[string]error{}, tried: map[string]time.Time{}, wake: make(chan struct{}, 1)}
	m.life, m.end = context.WithCancel(context.Background())
	m.off = o.Settings.Changed.On(func(v settings.Values) { m.settled(v.Ground) })
	return m
}

// settled looks whether other grounds were chosen.
func (m *Maps) settled(v settings.Ground) {
	m.mu.Lock()
	other := m.grounds != nil && m.used != v
	if other {
		m.grounds = nil
	}
	m.mu.Unlock()
	if other {
		m.Changed.Send(struct{}{})
	}
	m.Wake()
}

// Close lets go of all files. What is still asked for tiles answers that it has none.
func (m *Maps) Close() error {
	m.off()
	m.end()
	m.mu.Lock()
	defer m.mu.Unlock()
	var err error
	for _, g := range m.open {
		err = errors.Join(err, g.close())
	}
	clear(m.open)
	m.grounds = nil
	if m.cache != nil {
		err = errors.Join(err, m.cache.Close())
		m.cache = nil
	}
	return err
}

// budget is how many bytes of tiles of services are kept.
const budget = 200 << 20

// tileCache opens the cache of tiles. The caller holds mu.
func (m *Maps) tileCache(ctx context.Context) (*tiles.Cache, error) {
	if m.cache != nil {
		return m.cache, nil
	}
	if err := os.MkdirAll(m.o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of maps: %w", err)
	}
	c, err := tiles.OpenCache(ctx, filepath.Join(m.o.Dir, "web.db"), budget, m.o.Now)
	if err != nil {
		return nil, fmt.Errorf("open the cache of maps: %w", err)
	}
	m.cache = c
	return c, nil
}

// moved tells of a change of the list.
func (m *Maps) moved() { m.Moved.Send(struct{}{}) }
