package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server/api"
	"dianqin/server/files"
	"dianqin/server/identity"
	"dianqin/server/packs"
	"dianqin/server/retention"
	"dianqin/server/snapshot"
	"dianqin/server/store"
	syncing "dianqin/server/sync"
)

// Server is a running server.
type Server struct {
	store    *store.Store
	identity *identity.Service
	snapshot *snapshot.Service
	packs    *packs.Service
	sync     *syncing.Service
	tending  sync.WaitGroup
	logins   []string // of the demo
	drain    context.CancelFunc
	keeping  sync.WaitGroup
	staff    *listener
	public   *listener     // nil where there is none
	certs    *certificates // nil: no TLS
	log      *slog.Logger
}

// Start opens the store, loads the demo region where it is asked for and listens.
// It returns when requests are answered. ctx ends the start, not the server:
// Close does.
func Start(ctx context.Context, c Config) (*Server, error) {
	c = c.filled()
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	st, err := store.Open(ctx, c.Database)
	if err != nil {
		return nil, fmt.Errorf("start the server: %w", err)
	}
	s := &Server{store: st, log: c.Log}
	if err := s.start(ctx, c); err != nil {
		return nil, fmt.Errorf("start the server: %w", errors.Join(err, s.Close()))
	}
	return s, nil
}

func (s *Server) start(ctx context.Context, c Config) (err error) {
	if s.identity, err = identity.New(ctx, s.store, c.Now); err != nil {
		return err
	}
	if c.Files, err = ownBlobs(c); err != nil {
		return err
	}
	s.packs = packs.New(c.Files, s.store, c.Now)
	if c.Demo {
		if err := s.loadDemo(ctx, c); err != nil {
			return err
		}
	}
	if s.snapshot, err = snapshot.New(filepath.Join(c.Data, "snapshots"), s.store, c.Snapshots, c.Now, c.Log); err != nil {
		return err
	}
	epoch, err := s.store.Epoch(ctx)
	if err != nil {
		return err
	}
	s.sync = syncing.New(s.store, c.Now)
	s.tending.Go(func() { s.sync.Tend(c.Log) })
	kept := files.New(c.Files, s.store, c.Now)
	a := &api.API{Snapshot: s.snapshot, Identity: s.identity, Sync: s.sync, Files: kept, Packs: s.packs, Log: c.Log, Now: c.Now,
		Epoch: epoch, Version: c.Version, Limits: c.Limits, Meter: c.Meter}
	a.Draining, s.drain = context.WithCancel(context.Background())
	s.keeping.Go(func() { s.keep(a.Draining, kept, c.Now) })
	if s.certs, err = openCertificates(c); err != nil {
		return err
	}
	if s.staff, err = listen(c.Listen, a.Staff(), s.certs, c.Log); err != nil {
		return err
	}
	if c.Public != "" {
		s.public, err = listen(c.Public, a.Public(), s.certs, c.Log)
	}
	return err
}

// URL is where staff reach the server, with the pin of its key where it speaks TLS.
func (s *Server) URL() string {
	if s.certs == nil {
		return s.staff.url()
	}
	return wire.WithPin(s.staff.url(), s.certs.pin())
}

// PublicURL is where customers reach the server, empty where there is no public
// listener.
func (s *Server) PublicURL() string {
	if s.public == nil {
		return ""
	}
	return s.public.url()
}

// Watching is how many lanes are waited for, and by how many.
func (s *Server) Watching() (lanes, watches int) { return s.store.Watching() }

// Code issues an enrolment code for a login. Code: user.unknown.
func (s *Server) Code(ctx context.Context, login string) (string, error) {
	var u people.User
	err := s.store.Read(ctx, func(t *store.Tx) error {
		found := false
		var err error
		if u, found, err = t.UserByLogin(login); err == nil && !found {
			err = model.Fail("user.unknown", "login", login)
		}
		return err
	})
	if err != nil {
		return "", fmt.Errorf("find the person: %w", err)
	}
	code, _, err := s.identity.IssueCode(ctx, u.ID)
	return code, err
}

// keepEvery is how often the server looks for what its time is over for.
const keepEvery = time.Hour

// keep deletes what policy says, until ctx ends.
func (s *Server) keep(ctx context.Context, kept *files.Service, now func() time.Time) {
	tick := time.NewTicker(keepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		r, err := retention.Run(ctx, s.store, kept, model.MillisOf(now()))
		switch {
		case ctx.Err() != nil:
		case err != nil:
			s.log.Error("what is old is not deleted", "err", err)
		default:
			s.log.Info("looked for what is old", "files", r.Files, "held", r.Held, "uploads", r.Uploads)
		}
	}
}

// grace is how long requests may take to end when the server closes.
const grace = 10 * time.Second

// Close stops listening, lets requests under way end and closes the store.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if s.sync != nil {
		s.sync.Stop()
	}
	s.tending.Wait()
	if s.drain != nil { // who waits for something to happen need not wait for the end
		s.drain()
		s.keeping.Wait()
	}
	return errors.Join(s.staff.close(ctx), s.public.close(ctx), s.snapshot.Close(), s.store.Close())
}

// listener is one address with its handler.
type listener struct {
	net  net.Listener
	tls  bool
	http *http.Server
	done sync.WaitGroup
}

func listen(address string, h http.Handler, certs *certificates, log *slog.Logger) (*listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	out := &listener{net: l, tls: certs != nil, http: &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}}
	serve := func() error { return out.http.Serve(l) }
	if certs != nil {
		out.http.TLSConfig = certs.config()
		serve = func() error { return out.http.ServeTLS(l, "", "") }
	}
	out.done.Go(func() {
		if err := serve(); !errors.Is(err, http.ErrServerClosed) {
			log.Error("stopped listening", "address", address, "err", err)
		}
	})
	return out, nil
}

func (l *listener) url() string {
	if l.tls {
		return "https://" + l.net.Addr().String()
	}
	return "http://" + l.net.Addr().String()
}

func (l *listener) close(ctx context.Context) error {
	if l == nil {
		return nil
	}
	err := l.http.Shutdown(ctx)
	if err != nil { // somebody takes longer than the grace
		err = l.http.Close()
	}
	l.done.Wait()
	return err
}
