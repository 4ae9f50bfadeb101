package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"dianqin/chart/mbtiles"
	"dianqin/data/model/geo"
)

// sentences say what is wrong with a file and what to do.
var sentences = map[mbtiles.Code]string{
	mbtiles.Missing: "it is not there, or may not be read",
	mbtiles.Foreign: "it is no MBTiles file; PMTiles, GeoPackage and shape files are converted first, see docs/map.md",
	mbtiles.Cut:     "it is shorter than it says: it was not copied or downloaded to the end",
	mbtiles.Broken:  "it is damaged inside: make it or fetch it again",
	mbtiles.Datum:   "its metadata name a datum that is not known; the row \"datum\" is WGS84, GCJ02 or BD09",
}

// inWords says an error about a file as a sentence, with its code.
func inWords(path string, err error) error {
	var e *mbtiles.Error
	if errors.As(err, &e) {
		return fmt.Errorf("%s: %s (%s)", path, sentences[e.Code], e.Code)
	}
	return fmt.Errorf("%s: %w", path, err)
}

// checkPack is "pack check".
func checkPack(ctx context.Context, f *flag.FlagSet, args []string, out io.Writer) error {
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() != 1 {
		return errors.New("say one pack")
	}
	path := f.Arg(0)
	a, err := mbtiles.Open(ctx, path)
	if err != nil {
		return inWords(path, err)
	}
	defer a.Close()
	st, err := os.Stat(path)
	if err != nil {
		return inWords(path, err)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	describe(w, a, st.Size())
	r, err := a.Check(ctx)
	fmt.Fprintf(w, "\nzoom\ttiles\tbytes\tlargest\tbad\n")
	for _, z := range r.Zooms {
		fmt.Fprintf(w, "%d\t%d\t%d\t%d\t%d\n", z.Zoom, z.Tiles, z.Bytes, z.Largest, z.Bad)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("print what is in the pack: %w", err)
	}
	switch {
	case err != nil:
		return inWords(path, err)
	case r.Tiles == 0:
		return fmt.Errorf("%s: it holds no tile", path)
	case r.Bad > 0:
		return fmt.Errorf("%s: %d of its %d tiles are no tiles", path, r.Bad, r.Tiles)
	}
	fmt.Fprintf(out, "whole: %d tiles\n", r.Tiles)
	return nil
}

// describe prints what a pack says about itself, and what it does not say but should.
func describe(w io.Writer, a *mbtiles.Archive, size int64) {
	i := a.Info()
	line := func(what, said, none string) {
		if said == "" {
			said = none
		}
		fmt.Fprintf(w, "%s\t%s\n", what, said)
	}
	line("name", i.Name, "none: give it one, people choose by it")
	line("version", i.Version, "none: without one it is never renewed")
	line("format", i.Format, "")
	line("datum", i.Datum.String(), "")
	bounds := "not said: the whole world"
	if i.Bounds != ([2]geo.Point{}) {
		sw, ne := i.Bounds[0], i.Bounds[1]
		bounds = fmt.Sprintf("%s (%.1f x %.1f km)", mbtiles.Bounds(sw, ne),
			geo.Distance(sw, geo.Point{Lat: sw.Lat, Lon: ne.Lon})/1000, geo.Distance(sw, geo.Point{Lat: ne.Lat, Lon: sw.Lon})/1000)
	}
	line("bounds", bounds, "")
	line("zooms", fmt.Sprintf("%d to %d", i.MinZoom, i.MaxZoom), "")
	line("attribution", i.Attribution, "none: whose data is it?")
	line("approval", strings.TrimSpace(i.Approval+" "+i.ApprovalChecked), "none")
	if i.Approval != "" && i.ApprovalChecked == "" {
		line("", "nobody has checked the approval number: it is not shown", "")
	}
	line("bytes", fmt.Sprint(size), "")
	if names := layerNames(a.Meta()["json"]); i.Vector() {
		line("layers", strings.Join(names, " "), "none named")
	}
}

func layerNames(text string) []string {
	var table struct {
		Layers []struct {
			ID string `json:"id"`
		} `json:"vector_layers"`
	}
	if json.Unmarshal([]byte(text), &table) != nil {
		return nil
	}
	var out []string
	for _, l := range table.Layers {
		out = append(out, l.ID)
	}
	return out
}
