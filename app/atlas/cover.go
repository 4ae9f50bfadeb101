package atlas

import (
	"context"
	"errors"
	"image"
	"math"
	"slices"
	"strings"
	"sync"

	"dianqin/app/settings"
	"dianqin/chart/mbtiles"
	"dianqin/chart/tiles"
	"dianqin/chart/vectile"
	"dianqin/data/model/geo"
)

// ground is an open pack. It can be closed while others read: then it has nothing.
type ground struct {
	tiles.Source
	archive *mbtiles.Archive
	shut    *sync.RWMutex
	closed  *bool
	spoiled func(error)   // told of damage that opening did not find
	law     *settings.Law // before what the file says; nil: nothing
}

func newGround(a *mbtiles.Archive, spoiled func(error)) (*ground, error) {
	var src tiles.Source
	var err error
	if a.Info().Vector() {
		src, err = vectile.New(a, &vectile.Light)
	} else {
		src, err = tiles.NewPack(a)
	}
	if err != nil {
		return nil, err
	}
	return &ground{Source: src, archive: a, shut: new(sync.RWMutex), closed: new(bool), spoiled: spoiled}, nil
}

func (g *ground) close() error {
	g.shut.Lock()
	defer g.shut.Unlock()
	if *g.closed {
		return nil
	}
	*g.closed = true
	return g.archive.Close()
}

// with is the pack in a look; pictures have but one.
func (g *ground) with(p *vectile.Palette) *ground {
	v, ok := g.Source.(*vectile.Source)
	if !ok {
		return g
	}
	out := *g
	out.Source = v.With(p)
	return &out
}

// Tile implements tiles.Source.
func (g *ground) Tile(ctx context.Context, id tiles.ID, scale float32) (*image.RGBA, error) {
	g.shut.RLock()
	defer g.shut.RUnlock()
	if *g.closed {
		return nil, tiles.ErrNone
	}
	img, err := g.Source.Tile(ctx, id, scale)
	return img, g.told(err)
}

// LabelTile implements tiles.Labeller.
func (g *ground) LabelTile(id tiles.ID) tiles.ID {
	if l, ok := g.Source.(tiles.Labeller); ok {
		return l.LabelTile(id)
	}
	return id
}

// Labels implements tiles.Labeller; pictures have their words in them.
func (g *ground) Labels(ctx context.Context, id tiles.ID) ([]tiles.Label, error) {
	g.shut.RLock()
	defer g.shut.RUnlock()
	l, ok := g.Source.(tiles.Labeller)
	if !ok || *g.closed {
		return nil, tiles.ErrNone
	}
	out, err := l.Labels(ctx, id)
	return out, g.told(err)
}

// told hands damage on.
func (g *ground) told(err error) error {
	var e *mbtiles.Error
	if errors.As(err, &e) {
		go g.spoiled(err) // whoever hears it closes the pack, which waits for us
	}
	return err
}

// cover is packs beside each other as one source: where several have a tile, the one of
// the smallest area gives it. It is on the plane of WGS84, and in one look.
type cover struct {
	packs []*ground
	on    []tiles.Source // the same on WGS84's plane
	info  tiles.Info
}

func newCover(packs []*ground) *cover {
	packs = slices.Clone(packs)
	slices.SortStableFunc(packs, func(a, b *ground) int {
		return int(math.Copysign(1, extent(a.Info().Bounds)-extent(b.Info().Bounds)))
	})
	c := &cover{packs: packs, info: tiles.Info{MinZoom: math.MaxInt, MaxZoom: 0}}
	for _, g := range packs {
		c.on = append(c.on, tiles.OnWGS84(g))
		c.add(g.Info())
	}
	return c
}

func extent(b [2]geo.Point) float64 {
	if b == ([2]geo.Point{}) {
		return 360 * 180
	}
	return (b[1].Lat - b[0].Lat) * (b[1].Lon - b[0].Lon)
}

// add widens what is said of all by one of them.
func (c *cover) add(i tiles.Info) {
	all := &c.info
	first := all.MinZoom == math.MaxInt
	all.MinZoom, all.MaxZoom = min(all.MinZoom, i.MinZoom), max(all.MaxZoom, i.MaxZoom)
	more := func(to *string, text, between string) {
		if text != "" && !slices.Contains(strings.Split(*to, between), text) {
			*to = strings.TrimPrefix(*to+between+text, between)
		}
	}
	more(&all.Name, i.Name, " · ")
	more(&all.Attribution, i.Attribution, "\n")
	if i.ApprovalChecked != "" { // a number that nobody checked is not shown
		more(&all.Approval, i.Approval, " · ")
		if all.ApprovalChecked == "" || i.ApprovalChecked < all.ApprovalChecked {
			all.ApprovalChecked = i.ApprovalChecked // the oldest check stands for all
		}
	}
	switch none := [2]geo.Point{}; {
	case first:
		all.Bounds = i.Bounds
	case all.Bounds == none || i.Bounds == none:
		all.Bounds = none
	default:
		all.Bounds[0].Lat, all.Bounds[0].Lon = min(all.Bounds[0].Lat, i.Bounds[0].Lat), min(all.Bounds[0].Lon, i.Bounds[0].Lon)
		all.Bounds[1].Lat, all.Bounds[1].Lon = max(all.Bounds[1].Lat, i.Bounds[1].Lat), max(all.Bounds[1].Lon, i.Bounds[1].Lon)
	}
}

// With is the same packs in another look.
func (c *cover) With(p *vectile.Palette) tiles.Source {
	out := *c
	out.packs, out.on = make([]*ground, len(c.packs)), make([]tiles.Source, len(c.packs))
	for i, g := range c.packs {
		out.packs[i] = g.with(p)
		out.on[i] = tiles.OnWGS84(out.packs[i])
	}
	return &out
}

// Info implements tiles.Source.
func (c *cover) Info() tiles.Info { return c.info }

// Tile implements tiles.Source. The first that has it gives it; what ails one is said
// only where no other has it.
func (c *cover) Tile(ctx context.Context, id tiles.ID, scale float32) (*image.RGBA, error) {
	failed := tiles.ErrNone
	in, by := c.who(id)
	for _, i := range append(in, by...) {
		img, err := c.on[i].Tile(ctx, id, scale)
		if img != nil {
			return img, err
		}
		if !errors.Is(err, tiles.ErrNone) {
			failed = err
		}
	}
	return nil, failed
}

// who are the packs that could have a tile: in those whose bounds it meets, by those
// that may have it nevertheless. A pack is whole within its bounds and may go on beyond
// them, as the town's does with its sea; there any other pack comes first.
func (c *cover) who(id tiles.ID) (in, by []int) {
	for i, g := range c.packs {
		switch info := g.Info(); {
		case id.Z < info.MinZoom || id.Z > info.MaxZoom:
		case meets(info.Bounds, id):
			in = append(in, i)
		default:
			by = append(by, i)
		}
	}
	return in, by
}

// meets says whether a tile has anything of bounds; those that nobody knows are all.
func meets(bounds [2]geo.Point, id tiles.ID) bool {
	if bounds == ([2]geo.Point{}) {
		return true
	}
	nw, side := id.World()
	a, b := geo.Unproject(nw), geo.Unproject(geo.World{X: nw.X + side, Y: nw.Y + side})
	return a.Lon < bounds[1].Lon && b.Lon > bounds[0].Lon && a.Lat > bounds[0].Lat && b.Lat < bounds[1].Lat
}

// LabelTile implements tiles.Labeller: that of the pack that gives the picture.
func (c *cover) LabelTile(id tiles.ID) tiles.ID {
	if in, _ := c.who(id); len(in) > 0 {
		return c.packs[in[0]].LabelTile(id)
	}
	return id
}

// near is how close on the plane two words must be to be one: 40 m on the equator.
const near = 1e-6

// Labels implements tiles.Labeller: the words of all packs, those of neighbours once.
func (c *cover) Labels(ctx context.Context, id tiles.ID) ([]tiles.Label, error) {
	var out []tiles.Label
	set := map[string][]geo.World{}
	failed := tiles.ErrNone
	in, _ := c.who(id)
	for _, i := range in {
		l, ok := c.on[i].(tiles.Labeller)
		if !ok {
			continue
		}
		words, err := l.Labels(ctx, id)
		if err != nil && !errors.Is(err, tiles.ErrNone) {
			failed = err
		}
		var own []tiles.Label
		for _, w := range words {
			if !slices.ContainsFunc(set[w.Text], func(at geo.World) bool { return math.Abs(at.X-w.At.X) < near && math.Abs(at.Y-w.At.Y) < near }) {
				own = append(own, w)
			}
		}
		for _, w := range own {
			set[w.Text] = append(set[w.Text], w.At)
		}
		out = append(out, own...)
	}
	if len(out) == 0 {
		return nil, failed
	}
	return out, nil
}
