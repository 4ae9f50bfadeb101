// Package chaos shows what becomes of the work when everything dies: it starts a
// server and phones as processes of their own, puts a bad network between them,
// kills phones, server and network at random while people work, and in the end
// compares what the phones recorded with what the server holds, line by line.
//
//	start ─> enrol ─> work and kill, again and again ─> calm ─> the last rounds ─> compare
//
// It kills with SIGKILL only what it started itself, and leaves nothing running.
package chaos

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dianqin/cmd/fleet/faults"
	"dianqin/cmd/fleet/traffic"
)

// config is what the flags say.
type config struct {
	database, program string
	phones, size      int
	lasts             time.Duration
	seed              uint64
}

// show is one run.
type show struct {
	config
	dir    string
	out    io.Writer
	began  time.Time
	dice   *rand.Rand
	server *server
	proxy  *faults.Proxy
	phones []*phone

	phoneKills, serverKills, outages int
}

// Main plays the show; a difference in the end is an error.
func Main(ctx context.Context, args []string, out, log io.Writer) error {
	var c config
	f := flag.NewFlagSet("fleet chaos", flag.ContinueOnError)
	f.SetOutput(log)
	f.StringVar(&c.database, "database", "", "postgres://... instead of SQLite; the database must be empty")
	f.StringVar(&c.program, "server", "", "the server's program; empty: it is built")
	f.IntVar(&c.phones, "phones", 8, "how many phones")
	f.IntVar(&c.size, "size", 600, "customers of the demo region")
	f.DurationVar(&c.lasts, "for", 20*time.Second, "how long there is work and killing")
	f.Uint64Var(&c.seed, "seed", uint64(time.Now().UnixNano()), "what happens")
	if err := f.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "dianqin-chaos-")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	s := &show{config: c, dir: dir, out: out, began: time.Now(), dice: rand.New(rand.NewPCG(c.seed, 1))}
	err = errors.Join(s.play(ctx), s.end())
	if err == nil {
		return os.RemoveAll(dir)
	}
	return fmt.Errorf("%w (seed %d; the files are kept in %s)", err, c.seed, dir)
}

func (s *show) say(format string, args ...any) {
	fmt.Fprintf(s.out, "%5.1fs  "+format+"\n", append([]any{time.Since(s.began).Seconds()}, args...)...)
}

func (s *show) play(ctx context.Context) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	for _, p := range s.phones {
		if err := p.start(); err != nil {
			return err
		}
	}
	if err := s.kill(ctx); err != nil {
		return err
	}
	return s.verdict(ctx)
}

// prepare starts server and network and enrols the phones over a good one.
func (s *show) prepare(ctx context.Context) error {
	if s.program == "" {
		s.say("building the server")
		if err := build(ctx, s.dir, &s.program); err != nil {
			return err
		}
	}
	s.server = &server{program: s.program, dir: filepath.Join(s.dir, "server"), database: s.database, log: filepath.Join(s.dir, "server.log")}
	if err := s.server.start(ctx, "--demo", "--demo-size", fmt.Sprint(s.size)); err != nil {
		return err
	}
	s.say("the server runs on %s with a region of %d customers", s.server.kind(), s.size)
	var err error
	if s.proxy, err = faults.Start(s.server.address, faults.Bad, s.seed); err != nil {
		return err
	}
	code, err := s.server.code("admin")
	if err != nil {
		return err
	}
	dirs, err := traffic.Enrol(ctx, traffic.Options{Server: s.proxy.URL(), Direct: "http://" + s.server.address, Dir: filepath.Join(s.dir, "phones"),
		Code: code, Login: "admin", Password: "dianqin", Inspectors: s.config.phones, Seed: s.seed,
		Log: slog.New(slog.DiscardHandler), Say: func(string, ...any) {}})
	if err != nil {
		return err
	}
	for i, dir := range dirs {
		s.phones = append(s.phones, &phone{name: fmt.Sprintf("phone %d", i+1), dir: dir, seed: s.seed + uint64(i)})
	}
	s.say("%d phones have their region; from now on one connection in five is cut, one answer in five lost", len(dirs))
	return nil
}

// kill lets people work and kills what they work with.
func (s *show) kill(ctx context.Context) error {
	until := time.Now().Add(s.lasts)
	for time.Now().Before(until) {
		wait := time.Duration(200+s.dice.IntN(400)) * time.Millisecond
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		var err error
		switch n := s.dice.IntN(10); {
		case n < 6:
			err = s.killPhone()
		case n < 8:
			err = s.killServer(ctx)
		default:
			s.outages++
			s.proxy.Away(true)
			time.Sleep(time.Duration(s.dice.IntN(800)) * time.Millisecond)
			s.proxy.Away(false)
		}
		if err != nil {
			return err
		}
	}
	s.say("killed phones %d times, the server %d times, the network %d times", s.phoneKills, s.serverKills, s.outages)
	return nil
}

func (s *show) killPhone() error {
	p := s.phones[s.dice.IntN(len(s.phones))]
	p.kill()
	s.phoneKills++
	s.say("  %s dies after %d operations", p.name, p.recorded())
	return p.start()
}

func (s *show) killServer(ctx context.Context) error {
	s.server.kill()
	s.serverKills++
	s.say("  the server dies")
	return s.server.start(ctx)
}

// end leaves nothing running.
func (s *show) end() error {
	for _, p := range s.phones {
		p.kill()
	}
	if s.server != nil {
		s.server.kill()
	}
	if s.proxy != nil {
		return s.proxy.Close()
	}
	return nil
}

func rule(out io.Writer) { fmt.Fprintln(out, strings.Repeat("─", 78)) }
