//go:build tour && !android && !ios

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"dianqin/app"
	"dianqin/device/sim"
	"dianqin/screens"
	played "dianqin/screens/tour"
	"dianqin/server"
	serverdemo "dianqin/server/demo"
)

// tour plays the main job on a demo server of its own, without a display, and
// leaves a picture of every step in f.tour.
func tour(f flags) (err error) {
	dir, err := os.MkdirTemp("", "dianqin-tour-")
	if err != nil {
		return fmt.Errorf("make a folder for the tour: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	srv, err := startDemo(ctx, dir, f.demoSize, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, srv.Close()) }()
	wire, err := newWire(srv.URL())
	if err != nil {
		return err
	}
	defer wire.Close()
	site, err := server.DemoSite(f.demoSize, time.Now())
	if err != nil {
		return fmt.Errorf("plan the tour: %w", err)
	}
	camera, err := sim.NewFilm(site.Foreign)
	if err != nil {
		return fmt.Errorf("plan the tour: %w", err)
	}
	desk, err := app.Open(app.Options{Dir: filepath.Join(dir, "desk"), Log: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, desk.Close()) }()
	o := played.Options{Out: f.tour, Said: os.Stdout, Desk: desk,
		OpenPhone: func() (*app.App, error) {
			return app.Open(app.Options{Dir: filepath.Join(dir, "phone"), Log: log, Camera: camera, Feel: &sim.Feel{}})
		},
		PhoneScreens: screens.Phone, DeskScreens: screens.Desk, Offline: wire.Cut, Server: wire.URL(),
		Login: demoInspector, DeskLogin: demoDesk, Password: serverdemo.Password,
		Point: camera.Point, TaskID: site.Task.ID, Foreign: site.Foreign}
	for _, s := range site.Seals {
		o.Expected = append(o.Expected, s.Number)
	}
	o.Break = o.Expected[len(o.Expected)/2]
	if o.PhoneCode, err = srv.Code(ctx, demoInspector); err != nil {
		return fmt.Errorf("plan the tour: %w", err)
	}
	if o.DeskCode, err = srv.Code(ctx, demoDesk); err != nil {
		return fmt.Errorf("plan the tour: %w", err)
	}
	return played.Play(ctx, o)
}

// wire is the network between the apps and the server: a way through on loopback
// that can be cut.
type wire struct {
	to     string
	listen net.Listener
	wait   sync.WaitGroup

	mu   sync.Mutex
	cut  bool
	open map[net.Conn]bool
}

func newWire(server string) (*wire, error) {
	u, err := url.Parse(server)
	if err != nil {
		return nil, fmt.Errorf("lay the wire: %w", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("lay the wire: %w", err)
	}
	w := &wire{to: u.Host, listen: l, open: map[net.Conn]bool{}}
	w.wait.Go(w.accept)
	return w, nil
}

// URL is the server's address at this end.
func (w *wire) URL() string { return "http://" + w.listen.Addr().String() }

// Cut ends what is under way and lets nothing through, until Cut(false).
func (w *wire) Cut(on bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = on
	if on {
		for c := range w.open {
			_ = c.Close() // it is cut either way
		}
	}
}

// Close takes the wire away and waits until nothing runs on it.
func (w *wire) Close() {
	_ = w.listen.Close() // nothing more is accepted either way
	w.Cut(true)
	w.wait.Wait()
}

func (w *wire) accept() {
	for {
		c, err := w.listen.Accept()
		if err != nil {
			return
		}
		w.wait.Go(func() { w.carry(c) })
	}
}

// carry brings one connection to the server and back.
func (w *wire) carry(c net.Conn) {
	defer c.Close()
	if !w.keep(c) {
		return
	}
	defer w.forget(c)
	s, err := net.Dial("tcp", w.to)
	if err != nil {
		return
	}
	defer s.Close()
	if !w.keep(s) {
		return
	}
	defer w.forget(s)
	var both sync.WaitGroup
	for _, pair := range [][2]net.Conn{{c, s}, {s, c}} {
		both.Go(func() {
			_, _ = io.Copy(pair[0], pair[1]) // an end that went away ends the other
			_ = pair[0].Close()
			_ = pair[1].Close()
		})
	}
	both.Wait()
}

func (w *wire) keep(c net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.cut {
		w.open[c] = true
	}
	return !w.cut
}

func (w *wire) forget(c net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.open, c)
}
