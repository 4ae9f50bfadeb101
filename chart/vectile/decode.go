package vectile

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"dianqin/chart/paint"
)

// data is a decoded tile in units of one tile side (0..1).
type data struct {
	areas  map[string][][]paint.Pt // by layer or layer/class, all rings turned alike
	roads  map[string][][]paint.Pt // by class, "bridge/"+class for bridges
	labels []rawLabel
}

type rawLabel struct {
	text, kind string
	rank       int
	at         paint.Pt
	line       []paint.Pt
}

// maxPlain is the most bytes that a tile may unpack to: a small tile of zeros must not
// take the memory of a phone.
const maxPlain = 16 << 20

// errTooLarge says that a tile unpacks to more than any map needs.
var errTooLarge = errors.New("vector tile is too large")

// decode reads a tile, gzipped or not. Bad input gives an error.
func decode(b []byte) (d *data, err error) {
	// The library checks lengths but not everything: a file that was made to hurt must
	// cost a tile and not the program.
	defer func() {
		if r := recover(); r != nil {
			d, err = nil, fmt.Errorf("decode vector tile: %v", r)
		}
	}()
	if len(b) > 2 && b[0] == 0x1f && b[1] == 0x8b {
		if b, err = unzip(b); err != nil {
			return nil, err
		}
	}
	layers, err := mvt.Unmarshal(b)
	if err != nil {
		return nil, fmt.Errorf("decode vector tile: %w", err)
	}
	d = &data{areas: map[string][][]paint.Pt{}, roads: map[string][][]paint.Pt{}}
	for _, l := range layers {
		k := 1 / float32(max(l.Extent, 1))
		for _, f := range l.Features {
			d.add(l.Name, f.Geometry, f.Properties, k)
		}
	}
	return d, nil
}

func unzip(b []byte) ([]byte, error) {
	zr, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("unpack vector tile: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(zr, maxPlain+1))
	if err != nil {
		return nil, fmt.Errorf("unpack vector tile: %w", err)
	}
	if len(out) > maxPlain {
		return nil, errTooLarge
	}
	return out, nil
}

func (d *data) add(layer string, g orb.Geometry, props map[string]any, k float32) {
	str := func(key string) string { s, _ := props[key].(string); return s }
	class := str("class")
	switch layer {
	case "water", "park", "building":
		d.areas[layer] = append(d.areas[layer], rings(g, k)...)
	case "landuse", "landcover":
		key := layer + "/" + class
		d.areas[key] = append(d.areas[key], rings(g, k)...)
	case "transportation":
		if str("brunnel") == "bridge" {
			class = "bridge/" + class
		}
		d.roads[class] = append(d.roads[class], lines(g, k)...)
	case "power":
		d.roads["power/"+class] = append(d.roads["power/"+class], lines(g, k)...)
	case "waterway":
		d.roads["water/"+class] = append(d.roads["water/"+class], lines(g, k)...)
	default:
		d.addLabel(layer, class, g, props, k)
	}
}

func (d *data) addLabel(layer, class string, g orb.Geometry, props map[string]any, k float32) {
	l := rawLabel{text: name(props), kind: class, rank: 5}
	switch layer {
	case "transportation_name":
		l.kind, l.rank = "road", map[string]int{"motorway": 1, "trunk": 1, "primary": 2, "secondary": 3, "tertiary": 4}[class]
		if l.rank == 0 {
			l.rank = 5
		}
	case "power_name":
		if l.kind, l.rank = "wire", wireRank[class]; l.rank == 0 {
			l.rank = 5
		}
	case "water_name":
		l.kind, l.rank = "water", 2
	case "place":
		l.rank = 0
		if class != "city" {
			l.kind = "suburb"
		}
	case "poi":
		l.rank = 4 + number(props["rank"])
	case "housenumber":
		l.text, _ = props["housenumber"].(string)
		l.kind, l.rank = "number", 20
	default:
		return
	}
	if l.text == "" {
		return
	}
	if p, ok := g.(orb.Point); ok {
		l.at = pt(p, k)
		d.labels = append(d.labels, l)
		return
	}
	for _, s := range lines(g, k) {
		l.line = s
		d.labels = append(d.labels, l)
	}
}

func name(props map[string]any) string {
	for _, k := range []string{"name:zh", "name:zh-Hans", "name"} {
		if s, ok := props[k].(string); ok && s != "" {
			return s
		}
	}
	return ""
}

// number reads a rank, whatever type its writer chose; 5 where there is none.
func number(v any) int {
	var f float64
	switch n := v.(type) {
	case float64:
		f = n
	case int64:
		f = float64(n)
	case uint64:
		f = float64(n)
	case int:
		f = float64(n)
	default:
		return 5
	}
	if !(f >= 0 && f <= 30) {
		return 30
	}
	return int(f)
}

func pt(p orb.Point, k float32) paint.Pt { return paint.Pt{X: float32(p[0]) * k, Y: float32(p[1]) * k} }

func lines(g orb.Geometry, k float32) [][]paint.Pt {
	switch t := g.(type) {
	case orb.LineString:
		l := make([]paint.Pt, len(t))
		for i, p := range t {
			l[i] = pt(p, k)
		}
		return [][]paint.Pt{l}
	case orb.MultiLineString:
		var out [][]paint.Pt
		for _, s := range t {
			out = append(out, lines(s, k)...)
		}
		return out
	}
	return nil
}

// rings gives outer rings one turn and holes the other, whatever the writer did.
func rings(g orb.Geometry, k float32) [][]paint.Pt {
	switch t := g.(type) {
	case orb.Polygon:
		out := make([][]paint.Pt, 0, len(t))
		for i, r := range t {
			q := lines(orb.LineString(r), k)[0]
			if (area(q) > 0) != (i == 0) {
				for a, b := 0, len(q)-1; a < b; a, b = a+1, b-1 {
					q[a], q[b] = q[b], q[a]
				}
			}
			out = append(out, q)
		}
		return out
	case orb.MultiPolygon:
		var out [][]paint.Pt
		for _, p := range t {
			out = append(out, rings(p, k)...)
		}
		return out
	}
	return nil
}

func area(q []paint.Pt) (s float32) {
	for i := range q {
		j := (i + 1) % len(q)
		s += q[i].X*q[j].Y - q[j].X*q[i].Y
	}
	return s
}
