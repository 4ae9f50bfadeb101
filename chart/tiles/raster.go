package tiles

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	_ "image/jpeg" // decoders for packs and services
	_ "image/png"
	"strconv"

	_ "golang.org/x/image/webp"

	"dianqin/chart/mbtiles"
)

// maxSide refuses pictures that no tile service sends.
const maxSide = 2048

// Decode reads a PNG, JPEG or WebP tile.
func Decode(b []byte) (*image.RGBA, error) {
	cfg, _, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("read tile: %w", err)
	}
	if cfg.Width > maxSide || cfg.Height > maxSide {
		return nil, fmt.Errorf("read tile: %dx%d is too large", cfg.Width, cfg.Height)
	}
	src, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("read tile: %w", err)
	}
	r := src.Bounds()
	if m, ok := src.(*image.RGBA); ok && r.Min == (image.Point{}) && m.Stride == 4*r.Dx() {
		return m, nil
	}
	dst := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(dst, dst.Rect, src, r.Min, draw.Src)
	return dst, nil
}

// Pack is a raster MBTiles archive as a source.
type Pack struct {
	archive *mbtiles.Archive
	info    Info
}

// NewPack wraps an archive whose format is png, jpg or webp.
func NewPack(a *mbtiles.Archive) (*Pack, error) {
	switch f := a.Meta["format"]; f {
	case "png", "jpg", "jpeg", "webp":
	default:
		return nil, fmt.Errorf("raster map pack: format %q", f)
	}
	minZ, _ := strconv.Atoi(a.Meta["minzoom"])
	maxZ, err := strconv.Atoi(a.Meta["maxzoom"])
	if err != nil {
		return nil, fmt.Errorf("raster map pack: maxzoom: %w", err)
	}
	return &Pack{a, PackInfo(a.Meta, minZ, maxZ)}, nil
}

// Info describes the pack.
func (p *Pack) Info() Info { return p.info }

// Tile reads one picture; raster packs have one scale.
func (p *Pack) Tile(ctx context.Context, id ID, _ float32) (*image.RGBA, error) {
	b, err := p.archive.Tile(ctx, id.Z, id.X, id.Y)
	if errors.Is(err, mbtiles.ErrNoTile) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, fmt.Errorf("read tile %v: %w", id, err)
	}
	return Decode(b)
}
