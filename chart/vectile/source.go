// Package vectile draws Mapbox vector tiles (OpenMapTiles schema) from an MBTiles
// pack as quiet pictures, and hands their words to the map, which sets them over
// the whole view. Zooms deeper than the pack are drawn from the ancestor tile, sharp.
package vectile

import (
	"context"
	"errors"
	"fmt"
	"image"
	"strconv"
	"strings"
	"sync"

	"dianqin/data/model/geo"
	"dianqin/chart/mbtiles"
	"dianqin/chart/tiles"
)

// Deepest is how far beyond the pack a picture may be asked for.
const Deepest = 20

// Source is a vector pack in one look. Safe for concurrent use.
type Source struct {
	pack    *mbtiles.Archive
	palette *Palette
	info    tiles.Info
	maxData int

	mu    sync.Mutex
	cache map[tiles.ID]*data
	order []tiles.ID
}

// New draws pack with a palette.
func New(pack *mbtiles.Archive, p *Palette) (*Source, error) {
	if f := pack.Meta["format"]; f != "pbf" {
		return nil, fmt.Errorf("vector map pack: format %q", f)
	}
	minZ, _ := strconv.Atoi(pack.Meta["minzoom"])
	maxZ, err := strconv.Atoi(pack.Meta["maxzoom"])
	if err != nil {
		return nil, fmt.Errorf("vector map pack: maxzoom: %w", err)
	}
	return &Source{pack: pack, palette: p, maxData: maxZ, cache: map[tiles.ID]*data{},
		info: tiles.PackInfo(pack.Meta, minZ, Deepest)}, nil
}

// Info describes the pack.
func (s *Source) Info() tiles.Info { return s.info }

// Palette is the look it draws.
func (s *Source) Palette() *Palette { return s.palette }

// With is the same pack in another look, sharing nothing but the file.
func (s *Source) With(p *Palette) *Source {
	return &Source{pack: s.pack, palette: p, maxData: s.maxData, info: s.info, cache: map[tiles.ID]*data{}}
}

// load finds the data tile for id and where in it id lies.
func (s *Source) load(ctx context.Context, id tiles.ID) (d *data, at tiles.ID, err error) {
	at = id
	for at.Z > s.maxData {
		at = at.Parent()
	}
	s.mu.Lock()
	d = s.cache[at]
	s.mu.Unlock()
	if d != nil {
		return d, at, nil
	}
	b, err := s.pack.Tile(ctx, at.Z, at.X, at.Y)
	if errors.Is(err, mbtiles.ErrNoTile) {
		return nil, at, tiles.ErrNone
	}
	if err != nil {
		return nil, at, fmt.Errorf("read vector tile %v: %w", at, err)
	}
	if d, err = decode(b); err != nil {
		return nil, at, fmt.Errorf("decode vector tile %v: %w", at, err)
	}
	s.mu.Lock()
	s.cache[at] = d
	s.order = append(s.order, at)
	if len(s.order) > 64 {
		delete(s.cache, s.order[0])
		s.order = s.order[1:]
	}
	s.mu.Unlock()
	return d, at, nil
}

// Tile draws a picture of 256*scale pixels.
func (s *Source) Tile(ctx context.Context, id tiles.ID, scale float32) (*image.RGBA, error) {
	d, at, err := s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	size := int(256*scale + 0.5)
	n := 1 << (id.Z - at.Z)
	v := view{
		ox: float32(id.X-at.X*n) / float32(n), oy: float32(id.Y-at.Y*n) / float32(n),
		k: float32(size * n), zoom: float32(id.Z), scale: scale, size: size,
	}
	return render(d, v, s.palette), nil
}

// Labels gives the words of the data tile under id.
func (s *Source) Labels(ctx context.Context, id tiles.ID) ([]tiles.Label, error) {
	d, at, err := s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	nw, side := at.World()
	world := func(x, y float32) geo.World {
		return geo.World{X: nw.X + float64(x)*side, Y: nw.Y + float64(y)*side}
	}
	out := make([]tiles.Label, 0, len(d.labels))
	for _, l := range d.labels {
		o := tiles.Label{Text: strings.TrimSpace(l.text), Kind: l.kind, Rank: l.rank, At: world(l.at.X, l.at.Y)}
		for _, p := range l.line {
			o.Line = append(o.Line, world(p.X, p.Y))
		}
		out = append(out, o)
	}
	return out, nil
}

// LabelTile is the data tile whose words serve id: several ids share one.
func (s *Source) LabelTile(id tiles.ID) tiles.ID {
	for id.Z > s.maxData {
		id = id.Parent()
	}
	return id
}
