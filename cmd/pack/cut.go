package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"dianqin/chart/mbtiles"
	"dianqin/chart/tiler"
)

// cutPack is "pack cut".
func cutPack(ctx context.Context, f *flag.FlagSet, args []string, out io.Writer) error {
	bbox := f.String("bbox", "", "west,south,east,north in degrees WGS84")
	name := f.String("name", "", "what people call the part; else the whole's name")
	version := f.String("version", "", "of the part; else the whole's")
	if err := f.Parse(args); err != nil {
		return err
	}
	bounds, err := parseBounds(*bbox)
	if err != nil {
		return err
	}
	if f.NArg() != 2 {
		return errors.New("say the pack and the file for its part")
	}
	whole, err := mbtiles.Open(ctx, f.Arg(0))
	if err != nil {
		return inWords(f.Arg(0), err)
	}
	defer whole.Close()
	meta := map[string]string{}
	for k, v := range map[string]string{"name": *name, "version": *version} {
		if v != "" {
			meta[k] = v
		}
	}
	if err := tiler.Crop(ctx, whole, f.Arg(1), bounds, meta); err != nil {
		return inWords(f.Arg(0), err)
	}
	st, err := os.Stat(f.Arg(1))
	if err != nil {
		return fmt.Errorf("look at the part: %w", err)
	}
	fmt.Fprintf(out, "%s\t%d bytes\n", f.Arg(1), st.Size())
	return nil
}

func parseBounds(s string) (orb.Bound, error) {
	parts := strings.Split(s, ",")
	if len(parts) != 4 {
		return orb.Bound{}, errors.New("-bbox wants west,south,east,north")
	}
	var v [4]float64
	for i, p := range parts {
		var err error
		if v[i], err = strconv.ParseFloat(strings.TrimSpace(p), 64); err != nil {
			return orb.Bound{}, fmt.Errorf("-bbox: %q is no number", p)
		}
	}
	return orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}, nil
}
