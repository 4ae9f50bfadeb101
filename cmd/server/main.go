// Command server is the marketing server.
//
//	server --data DIR [--listen ADDR] [--public ADDR] [--database URL] [--demo [--demo-size N]]
//	server admin init --data DIR [--database URL]    makes the admin, prints the first enrolment code
//	server export-ops --data DIR [--database URL]    prints a line an operation: {"op", "answer"}
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
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
	switch {
	case len(args) > 1 && args[0] == "admin" && args[1] == "init":
		return adminInit(ctx, args[2:], out, log)
	case len(args) > 0 && args[0] == "export-ops":
		c, err := parse("export-ops", args[1:], log)
		if err != nil {
			return err
		}
		return server.ExportOps(ctx, c, out)
	}
	c, err := parse("server", args, log)
	if err != nil {
		return err
	}
	return serve(ctx, c, out)
}

func parse(name string, args []string, log io.Writer) (server.Config, error) {
	c := server.Config{Log: slog.New(slog.NewTextHandler(log, nil))}
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(log)
	f.StringVar(&c.Data, "data", "", "folder of the database and the files")
	f.StringVar(&c.Database, "database", "", "postgres://... instead of SQLite in the data folder")
	where := f.String("files", "", "folder of the pictures, shared by all servers, or s3://KEY:SECRET@host/bucket; empty: in the data folder")
	if name == "server" {
		f.StringVar(&c.Listen, "listen", "127.0.0.1:8080", "address for staff, reached over the VPN")
		f.StringVar(&c.Public, "public", "", "address for customers; empty: none")
		f.BoolVar(&c.Demo, "demo", false, "load the demo region, with known passwords, where there is nothing yet")
		f.IntVar(&c.DemoSize, "demo-size", server.DemoCustomers, "customers of the demo region")
	}
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
	c.Files, err = openFiles(*where)
	return c, err
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

func adminInit(ctx context.Context, args []string, out, log io.Writer) error {
	c, err := parse("admin init", args, log)
	if err != nil {
		return err
	}
	code, err := server.AdminInit(ctx, c)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "admin %s\n", code)
	return err
}

func serve(ctx context.Context, c server.Config, out io.Writer) (err error) {
	s, err := server.Start(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
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
