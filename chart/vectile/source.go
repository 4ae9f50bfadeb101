// Package vectile draws Mapbox vector tiles (OpenMapTiles schema) from an MBTiles
// pack as quiet pictures, and hands their words to the map, which sets them over
// the whole view. Zooms deeper than the pack are drawn from the ancestor tile, sharp.
package vectile

import (
	"context"
	"errors"
	"fmt"
	"image"
	"strings"

	"dianqin/chart/mbtiles"
	"dianqin/chart/tiles"
	"dianqin/data/model/geo"
)

// Deepest is the deepest zoom that is drawn, whatever the depth of the pack.
const Deepest = 20

// kept is how many decoded tiles a source holds: a desk's screen and its margins.
const kept = 64

// Source is a vector pack in one look. Safe for concurrent use.
type Source struct {
	pack    *mbtiles.Archive
	palette *Palette
	info    tiles.Info
	maxData int
	shared  *decoded
}

// New draws pack with a palette. It does not close the pack.
func New(pack *mbtiles.Archive, p *Palette) (*Source, error) {
	about := pack.Info()
	if !about.Vector() {
		return nil, fmt.Errorf("a pack of %s pictures holds no vectors", about.Format)
	}
	info := tiles.PackInfo(about)
	info.MaxZoom = max(Deepest, about.MaxZoom)
	return &Source{pack: pack, palette: p, maxData: about.MaxZoom, info: info, shared: newDecoded(kept)}, nil
}

// Info describes the pack.
func (s *Source) Info() tiles.Info { return s.info }

// Palette is the look it draws.
func (s *Source) Palette() *Palette { return s.palette }

// With is the same pack in another look; what is decoded serves both.
func (s *Source) With(p *Palette) *Source {
	o := *s
	o.palette = p
	return &o
}

// load finds the data tile for id and which one it is.
func (s *Source) load(ctx context.Context, id tiles.ID) (d *data, at tiles.ID, err error) {
	at = s.LabelTile(id)
	if d = s.shared.get(at); d != nil {
		return d, at, nil
	}
	b, err := s.pack.Tile(ctx, at.Z, at.X, at.Y)
	if errors.Is(err, mbtiles.ErrNoTile) {
		return nil, at, tiles.ErrNone
	}
	if err != nil {
		return nil, at, fmt.Errorf("vector tile %v: %w", at, err)
	}
	if d, err = decode(b); err != nil {
		return nil, at, &tiles.Error{Code: tiles.Rubbish}
	}
	s.shared.put(at, d)
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
