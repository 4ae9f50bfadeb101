package tiles

import (
	"context"
	"errors"
	"fmt"
	"image"

	"dianqin/chart/mbtiles"
	"dianqin/data/model/geo"
)

// PackInfo is what a source says that draws from an archive. The archive's bounds are
// in its own datum.
func PackInfo(m mbtiles.Info) Info {
	i := Info{
		Name: m.Name, Version: m.Version, MinZoom: m.MinZoom, MaxZoom: m.MaxZoom, Datum: m.Datum,
		Attribution: m.Attribution, Approval: m.Approval, ApprovalChecked: m.ApprovalChecked,
	}
	if m.Bounds != i.Bounds {
		i.Bounds = [2]geo.Point{geo.Convert(m.Bounds[0], m.Datum, geo.WGS84), geo.Convert(m.Bounds[1], m.Datum, geo.WGS84)}
	}
	return i
}

// Pack is an archive of pictures as a source.
type Pack struct {
	archive *mbtiles.Archive
	info    Info
}

// NewPack takes an archive whose tiles are pictures. It does not close it.
func NewPack(a *mbtiles.Archive) (*Pack, error) {
	if a.Info().Vector() {
		return nil, errors.New("a pack of vectors holds no pictures")
	}
	return &Pack{a, PackInfo(a.Info())}, nil
}

// Info describes the pack.
func (p *Pack) Info() Info { return p.info }

// Tile reads one picture; a pack has one scale.
func (p *Pack) Tile(ctx context.Context, id ID, _ float32) (*image.RGBA, error) {
	b, err := p.archive.Tile(ctx, id.Z, id.X, id.Y)
	if errors.Is(err, mbtiles.ErrNoTile) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, fmt.Errorf("tile %v: %w", id, err)
	}
	return Decode(b)
}
