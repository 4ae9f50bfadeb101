// Command fleet is phones without screens that do a day's work against a server,
// over a network as bad as one likes, and are compared with it in the end.
//
//	fleet -server URL [-inspectors 200] [-for 30s] [-faults bad] [-ledger FILE]
//	fleet compare -ledger FILE -export FILE       of "server export-ops"; exits 1 on a difference
//	fleet chaos [-database URL] [-for 20s]        starts a server, kills it and its phones, compares
//
// The first phone is a supervisor's or an admin's, who enrols the others: its code
// is read from the demo server's demo-codes.json (-codes), or given (-code).
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"dianqin/cmd/fleet/chaos"
	"dianqin/cmd/fleet/faults"
	"dianqin/cmd/fleet/traffic"
	"dianqin/cmd/fleet/verify"
)

func main() {
	if chaos.IsPhone() { // this program is started again as each phone that is to be killed
		os.Exit(chaos.Phone(os.Stdout))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "fleet:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out, log io.Writer) error {
	switch {
	case len(args) > 0 && args[0] == "compare":
		return compare(args[1:], out, log)
	case len(args) > 0 && args[0] == "chaos":
		return chaos.Main(ctx, args[1:], out, log)
	}
	c, err := parse(args, log)
	if err != nil {
		return err
	}
	return c.play(ctx, out, log)
}

// config is what the flags say.
type config struct {
	traffic.Options
	codes, faults, ledger string
	plan                  faults.Plan
	verbose               bool
}

func parse(args []string, log io.Writer) (config, error) {
	var c config
	f := flag.NewFlagSet("fleet", flag.ContinueOnError)
	f.SetOutput(log)
	f.StringVar(&c.Direct, "server", "http://127.0.0.1:8080", "address of the server")
	f.IntVar(&c.Inspectors, "inspectors", 200, "how many phones")
	f.DurationVar(&c.For, "for", 30*time.Second, "how long they work, once all have their first download")
	f.DurationVar(&c.Patience, "patience", 2*time.Minute, "how long the last rounds may take")
	f.StringVar(&c.faults, "faults", "", `the network: "bad", or shares of connections: refuse=0.1,cut=0.2,lose=0.2,slow=0.1`)
	f.StringVar(&c.ledger, "ledger", "", "file for every operation, a line of JSON each")
	f.StringVar(&c.Login, "login", "admin", "who enrols the phones: an admin, or a supervisor of the stations")
	f.StringVar(&c.Password, "password", "dianqin", "password of everybody")
	f.StringVar(&c.Code, "code", "", "enrolment code of -login; empty: looked up in -codes")
	f.StringVar(&c.codes, "codes", "build/server/demo-codes.json", "the codes that a demo server left in its data folder")
	f.StringVar(&c.Dir, "dir", "", "folder for the phones' data, kept; empty: a temporary one")
	f.Uint64Var(&c.Seed, "seed", 1, "what the phones do")
	f.BoolVar(&c.verbose, "v", false, "show what the phones log")
	if err := f.Parse(args); err != nil {
		return c, err
	}
	if f.NArg() > 0 {
		return c, fmt.Errorf("unknown argument %q", f.Arg(0))
	}
	var err error
	if c.plan, err = faults.Parse(c.faults); err != nil {
		return c, err
	}
	if c.Code == "" {
		c.Code, err = codeOf(c.codes, c.Login)
	}
	return c, err
}

// codeOf finds a login's code among those that a demo server left.
func codeOf(path, login string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("no -code, and no codes of a demo server: %w", err)
	}
	var codes []struct{ Login, Code string }
	if err := json.Unmarshal(text, &codes); err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	for _, c := range codes {
		if c.Login == login {
			return c.Code, nil
		}
	}
	return "", fmt.Errorf("%s holds no code of %s", path, login)
}

func (c config) play(ctx context.Context, out, log io.Writer) error {
	if c.Dir == "" {
		dir, err := os.MkdirTemp("", "dianqin-fleet-")
		if err != nil {
			return fmt.Errorf("make a folder for the phones: %w", err)
		}
		defer os.RemoveAll(dir)
		c.Dir = dir
	}
	level := slog.LevelError + 1
	if c.verbose {
		level = slog.LevelInfo
	}
	c.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: level}))
	c.Say = func(format string, args ...any) { fmt.Fprintf(log, format+"\n", args...) }
	u, err := url.Parse(c.Direct)
	if err != nil || u.Host == "" {
		return fmt.Errorf("-server %q is no address", c.Direct)
	}
	if u.Scheme == "http" { // the proxy counts bytes; a TLS server would not know its name
		proxy, err := faults.Start(u.Host, c.plan, c.Seed)
		if err != nil {
			return err
		}
		defer proxy.Close()
		c.Server, c.Calm = proxy.URL(), proxy.Calm
		r, err := traffic.Run(ctx, c.Options)
		return errors.Join(err, c.finish(out, r, proxy.Count()))
	}
	c.Server = c.Direct
	r, err := traffic.Run(ctx, c.Options)
	return errors.Join(err, c.finish(out, r, faults.Count{}))
}

func (c config) finish(out io.Writer, r traffic.Report, n faults.Count) error {
	if r.Phones == 0 {
		return nil
	}
	print(out, r, n)
	if c.ledger != "" {
		if err := writeLedger(c.ledger, r.Ledger); err != nil {
			return err
		}
		fmt.Fprintf(out, "ledger        %s\n", c.ledger)
	}
	return errors.Join(r.Unsettled...)
}

func writeLedger(path string, entries []verify.Entry) error {
	f, err := os.Create(filepath.Clean(path))
	if err != nil {
		return fmt.Errorf("write the ledger: %w", err)
	}
	return errors.Join(verify.Write(f, entries), f.Close())
}
