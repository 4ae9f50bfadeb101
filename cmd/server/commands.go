package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"dianqin/server"
)

// command is one thing that this program does beside serving.
type command struct {
	name string // as it is typed
	does string
	flag string // of its own, with a text; empty: none
	text string
	run  func(ctx context.Context, c server.Config, value string, out io.Writer) error

	// What follows the name without a dash, and more flags of its own; the value then is
	// that. Empty and nil: none.
	argument string
	more     func(*flag.FlagSet) func(ctx context.Context, c server.Config, value string, out io.Writer) error
}

var commands = []command{
	{name: "admin init", does: "makes the admin, prints the first enrolment code", run: adminInit},
	{name: "export-ops", does: `prints a line an operation: {"op", "answer"}`,
		run: func(ctx context.Context, c server.Config, _ string, out io.Writer) error {
			return server.ExportOps(ctx, c, out)
		}},
	{name: "backup", does: "copies database and files while the server runs", flag: "to", text: "folder; one that holds a backup takes what is new", run: backup},
	{name: "restore", does: "makes a data folder of a backup, in a new epoch", flag: "from", text: "folder of the backup", run: restore},
	{name: "check", does: "compares feed, records, counters and chains", run: check},
	{name: "new-epoch", does: "after PostgreSQL was restored by its own tools; the servers are stopped", run: newEpoch},
	{name: "packs add", does: "offers an MBTiles file as a map pack, in the place of the one with its id", argument: "FILE", more: addPack},
	{name: "packs list", does: "lists the map packs that are offered", run: listPacks},
	{name: "packs remove", does: "takes a map pack out of the offer", argument: "ID", run: removePack},
	{name: "tls init", does: "makes a certificate over a new key, or over the one that is there", flag: "host", text: "names and addresses of the server, with commas", run: tlsInit},
}

// find returns the command that the arguments begin with and what follows it.
func find(args []string) (command, []string, bool) {
	for _, c := range commands {
		words := strings.Fields(c.name)
		if len(args) >= len(words) && strings.Join(args[:len(words)], " ") == c.name {
			return c, args[len(words):], true
		}
	}
	return command{}, args, false
}

func (c command) start(ctx context.Context, args []string, out, log io.Writer) error {
	value := ""
	if c.argument != "" {
		if len(args) == 0 || strings.HasPrefix(args[0], "-") && args[0] != "--help" && args[0] != "-h" {
			return fmt.Errorf("%s is missing: server %s %s --data DIR", c.argument, c.name, c.argument)
		}
		if !strings.HasPrefix(args[0], "-") {
			value, args = args[0], args[1:]
		}
	}
	run := c.run
	conf, err := parse(c.name, args, log, func(f *flag.FlagSet, _ *server.Config) {
		if c.flag != "" {
			f.StringVar(&value, c.flag, "", c.text)
		}
		if c.more != nil {
			run = c.more(f)
		}
	})
	switch {
	case err != nil:
		return err
	case c.flag != "" && value == "":
		return fmt.Errorf("--%s is missing: %s", c.flag, c.text)
	}
	return run(ctx, conf, value, out)
}

func adminInit(ctx context.Context, c server.Config, _ string, out io.Writer) error {
	code, err := server.AdminInit(ctx, c)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "admin %s\n", code)
	return err
}

func backup(ctx context.Context, c server.Config, to string, out io.Writer) error {
	m, err := server.Backup(ctx, c, to)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "backed up and checked: %d operations, %d records, %d files, %d of them new, epoch %s\n",
		m.Operations, m.Records, m.Files, m.Brought, m.Epoch)
	return err
}

func restore(ctx context.Context, c server.Config, from string, out io.Writer) error {
	r, err := server.Restore(ctx, c, from)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "restored what was backed up at %s: %d operations, %d records, %d files; new epoch %s\n",
		r.MadeAt.Format("2006-01-02 15:04:05 UTC"), r.Operations, r.Records, r.Files, r.NewEpoch)
	for _, hash := range r.Lost {
		fmt.Fprintf(out, "lost: the bytes of %s are not in the backup\n", hash)
	}
	return nil
}

func check(ctx context.Context, c server.Config, _ string, out io.Writer) error {
	n, err := server.Check(ctx, c)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(n)
}

func newEpoch(ctx context.Context, c server.Config, _ string, out io.Writer) error {
	epoch, err := server.NewEpoch(ctx, c)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "epoch %s\n", epoch)
	return err
}

func tlsInit(_ context.Context, c server.Config, hosts string, out io.Writer) error {
	pin, err := server.TLSInit(c, strings.FieldsFunc(hosts, func(r rune) bool { return r == ',' || r == ' ' }))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "pin sha256-%s\n", pin)
	return err
}

// usage prints every command.
func usage(log io.Writer) {
	fmt.Fprintln(log, "server --data DIR [flags]: serves; --help prints the flags")
	for _, c := range commands {
		own, name := "", c.name
		if c.argument != "" {
			name += " " + c.argument
		}
		if c.flag != "" {
			own = " --" + c.flag + " ..."
		}
		fmt.Fprintf(log, "server %s --data DIR%s: %s\n", name, own, c.does)
	}
}

var errUnknown = errors.New("unknown command")
