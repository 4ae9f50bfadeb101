// Command pack makes map packs of a utility's own data, cuts them and looks into them.
//
//	pack make [flags] -o FILE INPUT...   a vector pack of GeoJSON files, or of a list of layers
//	pack raster [flags] -o FILE DIR      a pack of pictures of a folder z/x/y
//	pack cut -bbox W,S,E,N FILE OUT      a part of a pack
//	pack check FILE                      what is in a pack, and whether it is whole
//	pack town [-customers N] FILE        the demo's invented town
//
// Packs are MBTiles 1.3. docs/map.md shows the way from a utility's data to the phones.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

// command is one of the words after "pack".
type command struct {
	name, args, does string
	run              func(ctx context.Context, f *flag.FlagSet, args []string, out io.Writer) error
}

func commands() []command {
	return []command{
		{"make", "INPUT...", "make a vector pack of GeoJSON files", makePack},
		{"raster", "DIR", "make a pack of a folder of pictures z/x/y", packRaster},
		{"cut", "FILE OUT", "write a part of a pack", cutPack},
		{"check", "FILE", "print what is in a pack, and whether it is whole", checkPack},
		{"town", "FILE", "draw the demo's invented town", drawTown},
	}
}

// run does what the first word says.
func run(ctx context.Context, args []string, out, log io.Writer) error {
	if len(args) > 0 {
		for _, c := range commands() {
			if c.name == args[0] {
				f := flag.NewFlagSet("pack "+c.name, flag.ContinueOnError)
				f.SetOutput(log)
				f.Usage = func() {
					fmt.Fprintf(log, "pack %s [flags] %s: %s\n", c.name, c.args, c.does)
					f.PrintDefaults()
				}
				return c.run(ctx, f, args[1:], out)
			}
		}
	}
	for _, c := range commands() {
		fmt.Fprintf(log, "pack %-6s [flags] %-22s %s\n", c.name, c.args, c.does)
	}
	switch {
	case len(args) == 0:
		return errors.New("say what to do")
	case args[0] == "help", args[0] == "-h", args[0] == "--help":
		return nil
	}
	return fmt.Errorf("unknown command %q", args[0])
}
