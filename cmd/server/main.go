// Command server is the marketing server.
//
//	server --data DIR [--listen ADDR] [--public ADDR] [--database URL] [--files WHERE] [--demo [--demo-size N]]
//	server help    prints the commands beside serving: backup, restore, ...
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"dianqin/server"
	"dianqin/server/bucket"
	"dianqin/server/files"
)

func main() {
	server.Tune()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "server:", err)
		os.Exit(1)
	}
}

// run does what the words before the flags say, until ctx ends.
func run(ctx context.Context, args []string, out, log io.Writer) error {
	if c, rest, ok := find(args); ok {
		return c.start(ctx, rest, out, log)
	}
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		usage(log)
		if args[0] == "help" {
			return nil
		}
		return fmt.Errorf("%w %q", errUnknown, args[0])
	}
	metrics := ""
	c, err := parse("server", args, log, func(f *flag.FlagSet, c *server.Config) {
		serving(f, c)
		f.StringVar(&metrics, "metrics", "", "address for Prometheus, on a listener of its own: 127.0.0.1:9090; empty: none")
	})
	if err != nil {
		return err
	}
	return serve(ctx, c, metrics, out)
}

// serving are the flags of the server itself.
func serving(f *flag.FlagSet, c *server.Config) {
	f.StringVar(&c.Listen, "listen", "127.0.0.1:8080", "address for staff, reached over the VPN")
	f.StringVar(&c.Public, "public", "", "address for customers; empty: none")
	f.StringVar(&c.TLSCert, "tls-cert", "", "certificate in PEM; empty: what 'tls init' made, or no TLS")
	f.StringVar(&c.TLSKey, "tls-key", "", "key of the certificate in PEM")
	f.Float64Var(&c.Limits.Device, "rate-device", 200, "requests a second of one device; 0: no limit")
	f.IntVar(&c.Limits.DeviceBurst, "burst-device", 1000, "as many at once")
	f.Float64Var(&c.Limits.Address, "rate-address", 50, "requests a second from one address without a good token; 0: no limit")
	f.IntVar(&c.Limits.AddressBurst, "burst-address", 500, "as many at once")
	f.Func("proxy", "network of a proxy whose X-Forwarded-For is believed, 10.0.0.0/8; may stand several times", func(text string) error {
		p, err := netip.ParsePrefix(text)
		c.Limits.Proxies = append(c.Limits.Proxies, p)
		return err
	})
	f.BoolVar(&c.Demo, "demo", false, "load the demo region, with known passwords, where there is nothing yet")
	f.IntVar(&c.DemoSize, "demo-size", server.DemoCustomers, "customers of the demo region")
}

// parse reads flags: those of every command, and its own.
func parse(name string, args []string, log io.Writer, own func(*flag.FlagSet, *server.Config)) (server.Config, error) {
	c := server.Config{}
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(log)
	f.StringVar(&c.Data, "data", "", "folder of the database and the files")
	f.StringVar(&c.Database, "database", "", "postgres://... instead of SQLite in the data folder")
	where := f.String("files", "", "folder of the pictures, shared by all servers, or s3://KEY:SECRET@host/bucket; empty: in the data folder")
	style := f.String("log", "text", "text or json")
	level := f.String("log-level", "info", "debug (every request), info, warn, error")
	own(f, &c)
	if err := f.Parse(args); err != nil {
		return c, err
	}
	switch {
	case f.NArg() > 0:
		return c, fmt.Errorf("unknown argument %q", f.Arg(0))
	case c.Data == "":
		return c, errors.New("--data is missing: the folder of the database and the files")
	}
	var err error
	if c.Log, err = logger(*style, *level, log); err != nil {
		return c, err
	}
	c.Files, err = openFiles(*where)
	return c, err
}

func logger(style, level string, out io.Writer) (*slog.Logger, error) {
	options := &slog.HandlerOptions{Level: new(slog.LevelVar)}
	if err := options.Level.(*slog.LevelVar).UnmarshalText([]byte(level)); err != nil {
		return nil, fmt.Errorf("--log-level: %w", err)
	}
	switch style {
	case "text":
		return slog.New(slog.NewTextHandler(out, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(out, options)), nil
	}
	return nil, fmt.Errorf("--log is text or json, not %q", style)
}

// openFiles returns where pictures are kept; nil: in the data folder.
func openFiles(where string) (files.Blobs, error) {
	switch {
	case where == "":
		return nil, nil
	case strings.HasPrefix(where, "s3://"):
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		return bucket.Open(ctx, where)
	}
	return files.NewFolder(where)
}

func serve(ctx context.Context, c server.Config, metrics string, out io.Writer) (err error) {
	m := newMeter()
	c.Meter = m
	s, err := server.Start(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	m.watch(s)
	if metrics != "" {
		at, stop, err := m.serve(metrics, c.Log)
		if err != nil {
			return err
		}
		defer stop()
		fmt.Fprintf(out, "metrics: %s\n", at)
	}
	fmt.Fprintf(out, "staff: %s\n", s.URL())
	if s.PublicURL() != "" {
		fmt.Fprintf(out, "public: %s\n", s.PublicURL())
	}
	if c.Demo {
		codes, err := s.DemoCodes(ctx, c.Data)
		if err != nil {
			return err
		}
		for _, d := range codes {
			fmt.Fprintf(out, "demo: %s %s\n", d.Login, d.Code)
		}
	}
	<-ctx.Done()
	return nil
}
