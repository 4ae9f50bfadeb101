// Command prove plays a schedule of the simulation again: phones, people, server and
// network, step by step, with every invariant checked after each.
//
//	prove -replay FILE     a schedule as a failing test printed it; "-" reads it from stdin
//
// It draws nothing itself: "make prove" draws schedules by the thousand.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"dianqin/cmd/prove/sim"
)

func main() {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	err := run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "prove:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, in io.Reader, out, log io.Writer) error {
	f := flag.NewFlagSet("prove", flag.ContinueOnError)
	f.SetOutput(log)
	replay := f.String("replay", "", `file with a schedule, "-" for stdin`)
	if err := f.Parse(args); err != nil {
		return err
	}
	if *replay == "" || f.NArg() > 0 {
		return errors.New("say -replay FILE")
	}
	text, err := read(*replay, in)
	if err != nil {
		return err
	}
	s, err := sim.Parse(string(text))
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "dianqin-prove-")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(dir)
	t, err := sim.NewTemplate(ctx, filepath.Join(dir, "template"))
	if err != nil {
		return err
	}
	if err := t.Run(ctx, s, sim.Mutant{}); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d steps, and then quiet: everything holds\n", len(s))
	return nil
}

func read(path string, in io.Reader) ([]byte, error) {
	var text []byte
	var err error
	if path == "-" {
		text, err = io.ReadAll(in)
	} else {
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the schedule: %w", err)
	}
	return text, nil
}
