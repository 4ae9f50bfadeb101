package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/project"

	"dianqin/chart/mbtiles"
	"dianqin/chart/tiler"
	"dianqin/data/model/geo"
)

// about are the flags that say what a pack is.
type about struct {
	out, name, station, version, attribution, approval, checked, datum string
}

func (a *about) flags(f *flag.FlagSet) {
	f.StringVar(&a.out, "o", "", "file to write")
	f.StringVar(&a.name, "name", "", "what people call the pack; else the file's name")
	f.StringVar(&a.station, "station", "", "station that it is for")
	f.StringVar(&a.version, "version", "1", "another version is fetched anew")
	f.StringVar(&a.attribution, "attribution", "", "whose data it is; stands on the map")
	f.StringVar(&a.approval, "approval", "", "approval number (审图号), where the map has one")
	f.StringVar(&a.checked, "approval-checked", "", "day on which a person looked the number up, 2026-01-31")
	f.StringVar(&a.datum, "datum", "wgs84", "of the input: wgs84 (also cgcs2000), gcj02 or bd09")
}

// meta is the pack's own metadata.
func (a *about) meta() (map[string]string, error) {
	if a.out == "" {
		return nil, errors.New("-o is missing: the file to write")
	}
	if a.checked != "" {
		if _, err := time.Parse(time.DateOnly, a.checked); err != nil {
			return nil, fmt.Errorf("-approval-checked: %q is no day like 2026-01-31", a.checked)
		}
		if a.approval == "" {
			return nil, errors.New("-approval-checked without -approval: which number was checked?")
		}
	}
	if a.name == "" {
		a.name = strings.TrimSuffix(filepath.Base(a.out), filepath.Ext(a.out))
	}
	m := map[string]string{"name": a.name, "version": a.version}
	for k, v := range map[string]string{"station": a.station, "attribution": a.attribution, "approval": a.approval, "approval_checked": a.checked} {
		if v != "" {
			m[k] = v
		}
	}
	return m, nil
}

func datumOf(s string) (geo.Datum, error) {
	d, ok := mbtiles.ParseDatum(s)
	if !ok {
		return d, fmt.Errorf("the datum %q is not known: wgs84, gcj02 or bd09", s)
	}
	return d, nil
}

// making is a pack in the making.
type making struct {
	to      *tiler.Tiler
	datum   geo.Datum
	max     int
	skip    bool
	skipped int
	first   error // of the skipped
	empty   int   // features without a geometry
}

// makePack is "pack make".
func makePack(ctx context.Context, f *flag.FlagSet, args []string, out io.Writer) error {
	var a about
	a.flags(f)
	minZoom := f.Int("min", 10, "the first zoom")
	maxZoom := f.Int("max", 16, "the last zoom; deeper pictures are drawn from it, sharp")
	skip := f.Bool("skip", false, "leave features out that cannot be drawn, and say how many")
	if err := f.Parse(args); err != nil {
		return err
	}
	meta, err := a.meta()
	if err != nil {
		return err
	}
	if f.NArg() == 0 {
		return errors.New("name what to draw: GeoJSON files, or a list of layers")
	}
	m := making{max: *maxZoom, skip: *skip}
	if m.datum, err = datumOf(a.datum); err != nil {
		return err
	}
	all, err := layersOf(f.Args())
	if err != nil {
		return err
	}
	if m.to, err = tiler.New(tiler.Plan{MinZoom: *minZoom, MaxZoom: *maxZoom}); err != nil {
		return err
	}
	for _, l := range all {
		if err := m.add(ctx, l); err != nil {
			return err
		}
	}
	if err := m.to.Write(ctx, a.out, meta); err != nil {
		return err
	}
	return m.report(out, a.out)
}

func (m *making) report(out io.Writer, path string) error {
	st, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("look at the pack: %w", err)
	}
	fmt.Fprintf(out, "%s\t%d bytes\t%d features\n", path, st.Size(), m.to.Len())
	if m.empty > 0 {
		fmt.Fprintf(out, "%d features without a geometry were left out\n", m.empty)
	}
	if m.skipped > 0 {
		fmt.Fprintf(out, "%d features were left out; the first: %v\n", m.skipped, m.first)
	}
	return nil
}

// add draws the features of a layer.
func (m *making) add(ctx context.Context, l layer) error {
	datum := m.datum
	if l.Datum != "" {
		var err error
		if datum, err = datumOf(l.Datum); err != nil {
			return err
		}
	}
	r := rows()[l.As]
	return readFeatures(l.File, func(n int, f *geojson.Feature) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if f.Geometry == nil {
			m.empty++
			return nil
		}
		err := m.feature(l, r, datum, f)
		if err != nil && m.skip {
			if m.skipped++; m.first == nil {
				m.first = &badFeature{l.File, n, err}
			}
			return nil
		}
		return err
	})
}

// feature adds a thing and its word. It is checked before anything is added.
func (m *making) feature(l layer, r row, datum geo.Datum, f *geojson.Feature) error {
	k, name := l.kindOf(r, f.Properties), l.nameOf(f.Properties)
	g, err := r.shape.fit(f.Geometry)
	if err != nil {
		return err
	}
	if err := onGlobe(g); err != nil {
		return err
	}
	if datum != geo.WGS84 {
		g = project.Geometry(orb.Clone(g), func(p orb.Point) orb.Point {
			q := geo.Convert(geo.Point{Lat: p[1], Lon: p[0]}, datum, geo.WGS84)
			return orb.Point{q.Lon, q.Lat}
		})
	}
	from := k.from
	if l.From > 0 {
		from = l.From
	}
	if from = min(from, m.max); k.layer == "housenumber" || k.layer == "poi" || k.layer == "place" {
		return m.word(k, g, from, name)
	}
	props := map[string]any{}
	if k.class != "" {
		props["class"] = k.class
	}
	if err := m.to.Add(tiler.Feature{Layer: k.layer, Geometry: g, Props: props, MinZoom: from}); err != nil {
		return err
	}
	return m.named(k, g, from, name)
}

// onGlobe refuses degrees that are none before they are converted.
func onGlobe(g orb.Geometry) error {
	if b := g.Bound(); !(b.Min[0] >= -180 && b.Max[0] <= 180 && b.Min[1] >= -90 && b.Max[1] <= 90) {
		return fmt.Errorf("%v is no longitude and latitude (metres? then ogr2ogr -t_srs EPSG:4490)", b.Max)
	}
	return nil
}

// word adds what is nothing but its name.
func (m *making) word(k kind, g orb.Geometry, from int, name string) error {
	if name == "" {
		return nil
	}
	props := map[string]any{"class": k.class, "name": name}
	switch {
	case k.layer == "housenumber":
		props = map[string]any{"housenumber": name}
	case k.rank > 0:
		props["rank"] = k.rank
	}
	return m.to.Add(tiler.Feature{Layer: k.layer, Geometry: g, Props: props, MinZoom: from})
}

// named adds the word of a thing that is drawn: along a line, in the middle of an area.
func (m *making) named(k kind, g orb.Geometry, from int, name string) error {
	if name == "" || k.words.layer == "" {
		return nil
	}
	if g.Dimensions() == 2 {
		g = g.Bound().Center()
	}
	at := kind{layer: k.words.layer, class: k.words.class, rank: k.rank}
	return m.word(at, g, min(max(from, k.words.from), m.max), name)
}
