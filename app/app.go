// Package app is the application without pixels: the use cases that a screen may
// ask for, assembled over the phone's store, the devices and the courier. It
// imports no widget and holds no rule of the domain.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"dianqin/app/act"
	"dianqin/app/atlas"
	"dianqin/app/evidence"
	"dianqin/app/lock"
	"dianqin/app/lookup"
	"dianqin/app/overview"
	"dianqin/app/patches"
	"dianqin/app/people"
	"dianqin/app/seals"
	"dianqin/app/session"
	"dianqin/app/settings"
	"dianqin/app/signal"
	"dianqin/app/syncing"
	"dianqin/app/work"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/device/camera"
	"dianqin/device/feel"
	"dianqin/device/link"
	"dianqin/device/outside"
	"dianqin/device/permission"
	"dianqin/device/place"
	"dianqin/device/screen"
)

// Options are what an app is made of. Zero members take this device's own.
type Options struct {
	Dir        string // where the phone's two files and the pictures lie
	Now        func() time.Time
	Log        *slog.Logger
	Camera     camera.Camera
	Place      place.Source
	Feel       feel.Outlet
	Link       link.Link // nil: nothing wakes the sync but time and the person
	Permission permission.Asker
	Screen     screen.Screen
	Outside    outside.Outside
}

// App is the use cases and the devices beneath them.
type App struct {
	Session  *session.Session
	Work     *work.Work
	Seals    *seals.Seals
	Evidence *evidence.Evidence
	Lookup   *lookup.Lookup
	Overview *overview.Overview
	People   *people.People
	Patches  *patches.Patches
	Places   *atlas.Places // what lies on the map
	Maps     *atlas.Maps   // what the map lies on
	Sync     *syncing.Sync
	Settings *settings.Settings
	Lock     *lock.Lock
	Camera   camera.Camera
	Feel     feel.Feel
	Ask      permission.Asker
	Screen   screen.Screen
	Outside  outside.Outside
	Opened   local.OpenReport // what was found broken at the start and mended

	// Front tells that the person came to the app (true) or left it, on devices where
	// one app at a time is seen.
	Front signal.Signal[bool]

	// Records tells that records of some kinds changed, by hand or by sync.
	Records signal.Signal[[]model.Kind]

	dir   string
	store *local.Store
	link  link.Link
	where *asking
	end   context.CancelFunc // of what goes on as long as the app is open
	stop  context.CancelFunc
	done  chan struct{}
}

// Open assembles the app.
func Open(o Options) (*App, error) {
	fill(&o)
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	store, err := local.Open(o.Dir, local.Options{Now: o.Now, Log: o.Log})
	if err != nil {
		return nil, err
	}
	a := &App{Camera: o.Camera, Ask: o.Permission, Screen: o.Screen, Outside: o.Outside,
		Opened: store.Report(), dir: o.Dir, store: store, link: o.Link}
	if a.Session, err = session.Open(store, o.Now); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	if a.Settings, err = settings.Open(store); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	if a.Lock, err = lock.Open(store, o.Now); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	a.Feel = feel.New(o.Feel, a.senses)
	a.guard()
	life, end := context.WithCancel(context.Background())
	a.end, a.where = end, &asking{Source: o.Place, ask: o.Permission, life: life}
	rec := act.New(store, a.Session, a.where, o.Now)
	a.Work, a.Seals = work.New(store, rec), seals.New(store, rec)
	a.Evidence = evidence.New(store, rec, filepath.Join(o.Dir, "thumbs"), a.Picture, compass(o.Place))
	a.Evidence.Viewer = a.Outside.View
	a.Lookup = lookup.New(store, rec.Now)
	a.Overview, a.People = overview.New(store, rec.Now), people.New(store, a.Session)
	a.Patches = patches.New(store, rec)
	a.Places, a.Maps = atlas.NewPlaces(store, rec), a.maps(o)
	a.Places.Server = a.Session.Courier
	a.Sync = syncing.New(store, a.Session, o.Now, o.Log)
	a.Sync.Hold, a.Sync.Ahead = a.holdFiles, a.bringAhead
	a.renewMaps()
	store.OnChange(func(kinds []model.Kind) {
		a.Sync.Recount(context.Background())
		a.Seals.Changed(kinds)
		a.Evidence.Changed(kinds)
		a.Records.Send(kinds)
	})
	return a, nil
}

// guard keeps what is shown out of screenshots, unless the person allows them.
func (a *App) guard() {
	a.Screen.Secure(!a.Settings.Values().Screenshots)
	a.Settings.Changed.On(func(v settings.Values) { a.Screen.Secure(!v.Screenshots) })
}

// compass is what a place source knows of the direction that the device looks to, nil
// where it knows nothing.
func compass(p place.Source) evidence.Compass {
	if c, ok := p.(interface {
		Heading(context.Context) (float64, error)
	}); ok {
		return c.Heading
	}
	return nil
}

func fill(o *Options) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Camera == nil {
		o.Camera = camera.Default()
	}
	if o.Place == nil {
		o.Place = place.Default()
	}
	if o.Feel == nil {
		o.Feel = feel.Default()
	}
	if o.Permission == nil {
		o.Permission = permission.Default()
	}
	if o.Screen == nil {
		o.Screen = screen.Default()
	}
	if o.Outside == nil {
		o.Outside = outside.Default()
	}
}

// holdFiles says whether files wait for a network that is not paid for by volume.
func (a *App) holdFiles() bool {
	return a.link != nil && a.Settings.Values().Unmetered && a.link.State().Metered
}

// bringAhead fetches the pictures of the way in of one's open tasks; whoever shows them
// looks again.
func (a *App) bringAhead(ctx context.Context, get func(ctx context.Context, sha256 string) ([]byte, error)) error {
	came, err := a.Evidence.BringAhead(ctx, get)
	if came > 0 {
		a.Records.Send([]model.Kind{model.KindFile})
	}
	return err
}

// Start runs the background work until Pause or Close.
func (a *App) Start() {
	if a.stop != nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	a.stop, a.done = stop, make(chan struct{})
	go func() {
		defer close(a.done)
		var maps sync.WaitGroup
		maps.Go(func() { a.Maps.Run(ctx) })
		a.Sync.Run(ctx)
		maps.Wait()
	}()
	if a.link != nil {
		go func() {
			for range a.link.Changes(ctx) {
				a.Sync.Wake()
				a.Maps.Wake()
			}
		}()
	}
}

// Pause stops the background work: the app is left.
func (a *App) Pause() {
	if a.stop == nil {
		return
	}
	a.stop()
	<-a.done
	a.stop = nil
}

// Close ends the app.
func (a *App) Close() error {
	a.Pause()
	a.end()
	a.where.done.Wait()
	return errors.Join(a.Maps.Close(), a.store.Close())
}

// Picture returns the bytes of a file: from this device, or from the server.
func (a *App) Picture(ctx context.Context, sha256 string) ([]byte, error) {
	raw, err := os.ReadFile(filepath.Join(a.dir, "files", filepath.Base(sha256)))
	if err == nil {
		return raw, nil
	}
	if raw, ok := a.Evidence.Brought(sha256); ok {
		return raw, nil
	}
	client := a.Session.Courier()
	if client == nil {
		return nil, model.Fail("session.not_enrolled")
	}
	return client.File(ctx, sha256)
}
