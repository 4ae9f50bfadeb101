package tiler

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
)

// mergeKey is equal for features whose lines or areas may become one feature: the same
// layer, kind of geometry and properties. Points stay apart, so that each has its name.
func mergeKey(f Feature) (string, error) {
	if f.Geometry == nil {
		return "", nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\x00%d", f.Layer, f.Geometry.Dimensions())
	for _, k := range slices.Sorted(maps.Keys(f.Props)) {
		switch v := f.Props[k].(type) {
		case string, bool, int, int64:
			fmt.Fprintf(&b, "\x00%s\x00%T%v", k, v, v)
		default:
			return "", fmt.Errorf("%w: %q is %T", ErrProperty, k, v)
		}
	}
	return b.String(), nil
}

// encode makes a tile of its parts, compressed. No part is a tile all the same: here is
// land, and nothing on it.
func (t *Tiler) encode(parts []part) ([]byte, error) {
	layers := make([]*mvt.Layer, len(t.layers))
	known := map[string]*geojson.Feature{}
	for _, p := range parts {
		if old := known[p.f.key]; old != nil {
			old.Geometry = merged(old.Geometry, p.g)
			continue
		}
		l := layers[p.f.layer]
		if l == nil {
			l = &mvt.Layer{Name: t.layers[p.f.layer], Version: 2, Extent: extent}
			layers[p.f.layer] = l
		}
		made := &geojson.Feature{Type: "Feature", Geometry: single(p.g), Properties: p.f.props}
		l.Features = append(l.Features, made)
		if p.f.shape.Dimensions() > 0 {
			made.Geometry = p.g
			known[p.f.key] = made
		}
	}
	var out mvt.Layers
	for _, l := range layers {
		if l != nil {
			out = append(out, l)
		}
	}
	raw, err := mvt.Marshal(out)
	if err != nil {
		return nil, err
	}
	return squeeze(raw)
}

func merged(a, b orb.Geometry) orb.Geometry {
	switch a := a.(type) {
	case orb.MultiLineString:
		return append(a, b.(orb.MultiLineString)...)
	case orb.MultiPolygon:
		return append(a, b.(orb.MultiPolygon)...)
	}
	return a
}

// single is a point that stands alone as a point.
func single(g orb.Geometry) orb.Geometry {
	if p, ok := g.(orb.MultiPoint); ok && len(p) == 1 {
		return p[0]
	}
	return g
}

// squeeze compresses with the library that go.mod pins rather than with the standard
// one, whose output may change with the compiler: packs are compared by their bytes.
func squeeze(raw []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// metadata adds to the caller's rows what MBTiles 1.3 asks of a vector pack.
func (t *Tiler) metadata(meta map[string]string) (map[string]string, error) {
	layers, err := t.layerTable()
	if err != nil {
		return nil, err
	}
	b := t.Bounds()
	deg := func(v float64) string { return strconv.FormatFloat(v, 'f', 5, 64) }
	all := map[string]string{
		"format": "pbf", "type": "baselayer", "datum": "WGS84",
		"minzoom": strconv.Itoa(t.plan.MinZoom), "maxzoom": strconv.Itoa(t.plan.MaxZoom),
		"bounds": strings.Join([]string{deg(b.Min[0]), deg(b.Min[1]), deg(b.Max[0]), deg(b.Max[1])}, ","),
		"center": deg((b.Min[0]+b.Max[0])/2) + "," + deg((b.Min[1]+b.Max[1])/2) + "," + strconv.Itoa((t.plan.MinZoom+t.plan.MaxZoom+1)/2),
		"json":   layers,
	}
	maps.Copy(all, meta)
	return all, nil
}

// layerTable names the layers with their fields, as MBTiles 1.3 wants them in "json".
func (t *Tiler) layerTable() (string, error) {
	type row struct {
		ID     string            `json:"id"`
		Fields map[string]string `json:"fields"`
		Min    int               `json:"minzoom"`
		Max    int               `json:"maxzoom"`
	}
	rows := make([]row, len(t.layers))
	for i, name := range t.layers {
		rows[i] = row{name, map[string]string{}, t.plan.MaxZoom, t.plan.MinZoom}
	}
	for _, f := range t.features {
		r := &rows[f.layer]
		r.Min = max(t.plan.MinZoom, min(r.Min, f.min))
		r.Max = min(t.plan.MaxZoom, max(r.Max, f.max))
		for k, v := range f.props {
			switch v.(type) {
			case string:
				r.Fields[k] = "String"
			case bool:
				r.Fields[k] = "Boolean"
			default:
				r.Fields[k] = "Number"
			}
		}
	}
	text, err := json.Marshal(map[string]any{"vector_layers": rows})
	if err != nil {
		return "", fmt.Errorf("describe the layers: %w", err)
	}
	return string(text), nil
}
