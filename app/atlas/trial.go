package atlas

import (
	"cmp"
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/image/draw"

	"dianqin/app/settings"
	"dianqin/chart/tiles"
	"dianqin/data/model"
	"dianqin/data/model/geo"
)

// Trial is what came of asking a service for a piece of its map.
type Trial struct {
	Picture *image.RGBA // 512 x 512 pixels, WGS84, north up
	Mark    image.Point // where in it the place lies that was asked for
	Took    time.Duration
}

// trialZoom is the zoom at which a service is tried: a house is seen.
const trialZoom = 17

// TryTianditu asks 天地图 for a place with a key.
func (m *Maps) TryTianditu(ctx context.Context, t settings.Tianditu, at geo.Point) (Trial, error) {
	return m.try(ctx, tianditu(t, false), at)
}

// TryWeb asks a service for a place: with the right datum the mark lies on what stands
// there. Codes: tiles.offline, tiles.slow, tiles.refused, tiles.rubbish,
// tiles.key_refused, tiles.key_missing, tiles.address, tiles.none.
func (m *Maps) TryWeb(ctx context.Context, w settings.Web, at geo.Point) (Trial, error) {
	return m.try(ctx, []tiles.Service{service(w)}, at)
}

// try asks through a cache of its own, which nothing that was known before answers.
func (m *Maps) try(ctx context.Context, layers []tiles.Service, at geo.Point) (t Trial, err error) {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(m.o.Patience, 15*time.Second))
	defer cancel()
	dir, err := os.MkdirTemp("", "dianqin-map-*")
	if err != nil {
		return t, full(err)
	}
	defer os.RemoveAll(dir)
	c, err := tiles.OpenCache(ctx, filepath.Join(dir, "try.db"), budget, m.o.Now)
	if err != nil {
		return t, full(err)
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	src, err := opened(layers, c, &m.web)
	if err != nil {
		return t, fault(err)
	}
	began := time.Now()
	t.Picture, t.Mark, err = around(ctx, tiles.OnWGS84(src), at)
	t.Took = time.Since(began)
	switch {
	case errors.Is(err, tiles.ErrNone):
		return t, model.Fail("tiles.none")
	case errors.Is(err, context.DeadlineExceeded):
		return t, fault(&tiles.Error{Code: tiles.Slow})
	case err != nil:
		return t, fault(err)
	}
	return t, nil
}

// around gathers the four tiles round a place, so that it lies well inside them.
func around(ctx context.Context, src tiles.Source, at geo.Point) (*image.RGBA, image.Point, error) {
	z := min(trialZoom, src.Info().MaxZoom)
	w := geo.Project(at)
	n := float64(uint64(1) << z)
	x, y := int(w.X*n-0.5), int(w.Y*n-0.5) // of the north-west one
	out := image.NewRGBA(image.Rect(0, 0, 2*tiles.Size, 2*tiles.Size))
	var failed error
	found := false
	for i := range 4 {
		img, err := src.Tile(ctx, tiles.ID{Z: z, X: x + i%2, Y: y + i/2}, 1)
		if err != nil && !errors.Is(err, tiles.ErrNone) && failed == nil {
			failed = err
		}
		if img == nil {
			continue
		}
		found = true
		place(out, img, i%2*tiles.Size, i/2*tiles.Size)
	}
	mark := image.Pt(int((w.X*n-float64(x))*tiles.Size), int((w.Y*n-float64(y))*tiles.Size))
	switch {
	case failed != nil:
		return nil, mark, failed
	case !found:
		return nil, mark, tiles.ErrNone
	}
	return out, mark, nil
}

// place lays a tile of any size at a corner.
func place(out, img *image.RGBA, x, y int) {
	at := image.Rect(x, y, x+tiles.Size, y+tiles.Size)
	if img.Rect.Dx() == tiles.Size {
		draw.Draw(out, at, img, image.Point{}, draw.Src)
		return
	}
	draw.ApproxBiLinear.Scale(out, at, img, img.Rect, draw.Src, nil)
}
