package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"dianqin/server/demo"
	"dianqin/server/demo/townmap"
)

// The demo that the server loads where nothing else is said.
const demoCustomers, demoSeed = 100_000, 1

// drawTown makes the town's pack, from the same plan as the demo's records.
func drawTown(ctx context.Context, f *flag.FlagSet, args []string, out io.Writer) error {
	customers := f.Int("customers", demoCustomers, "customers of the demo region; up to 115,000 the town is the same")
	seed := f.Uint64("seed", demoSeed, "another number, another town")
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() != 1 {
		return errors.New("say one file to write")
	}
	region, err := demo.Generate(demo.Size{Customers: *customers, Seed: *seed})
	if err != nil {
		return err
	}
	if err := townmap.Write(ctx, f.Arg(0), region.Town, region.Stations); err != nil {
		return err
	}
	st, err := os.Stat(f.Arg(0))
	if err != nil {
		return fmt.Errorf("look at the pack: %w", err)
	}
	t := region.Town
	fmt.Fprintf(out, "%s\t%d bytes\t%.1f km\t%d houses\t%d streets\n", f.Arg(0), st.Size(), 2*t.Half/1000, len(t.Houses), len(t.Streets))
	return nil
}
