package slippy

import (
	"context"
	"image"
	"math"
	"sync"

	"fyne.io/fyne/v2"

	"dianqin/chart/cluster"
	"dianqin/chart/label"
	"dianqin/chart/paint"
	"dianqin/chart/tiles"
	"dianqin/data/model/geo"
)

const (
	// margin is how far, in dp, the overlay reaches beyond the view, so that a pan
	// needs no new one at once.
	margin = 96
	// keptWords is how many tiles' words are remembered.
	keptWords = 160
)

// order is one overlay to be painted; the newest wins.
type order struct {
	cam   Camera // of the view
	px    float32
	scene *scene
	look  *Look
	words tiles.Source
}

// sheet is a painted overlay and where on the plane it belongs.
type sheet struct {
	img   *image.RGBA
	org   geo.World // top left
	scale float64   // dp per unit of the plane when painted
	size  fyne.Size
	datum geo.Datum
	hits  []target
}

// painter paints overlays one at a time beside the screen.
type painter struct {
	spawn func(work func()) // runs it beside the screen
	done  func(*sheet)      // called from there

	mu    sync.Mutex
	next  *order
	busy  bool
	spare *image.RGBA

	// of the one goroutine that paints
	words map[tiles.ID][]tiles.Label
	of    tiles.Source // whose words these are
	items []cluster.Item
}

func (p *painter) ask(o order) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next = &o
	if !p.busy {
		p.busy = true
		p.spawn(p.work)
	}
}

func (p *painter) work() {
	for {
		p.mu.Lock()
		o := p.next
		p.next = nil
		if o == nil {
			p.busy = false
			p.mu.Unlock()
			return
		}
		p.mu.Unlock()
		p.done(p.paint(o))
	}
}

// release gives a picture back once the screen has let go of it.
func (p *painter) release(img *image.RGBA) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spare = img
}

// canvas is an empty picture, an old one where it fits.
func (p *painter) canvas(w, h int) *paint.Canvas {
	p.mu.Lock()
	img := p.spare
	p.spare = nil
	p.mu.Unlock()
	if img == nil || img.Rect.Dx() != w || img.Rect.Dy() != h {
		return paint.On(image.NewRGBA(image.Rect(0, 0, w, h)))
	}
	clear(img.Pix)
	return paint.On(img)
}

func (p *painter) paint(o *order) *sheet {
	cam := o.cam
	cam.Size = fyne.NewSize(cam.Size.Width+2*margin, cam.Size.Height+2*margin)
	c := p.canvas(int(math.Ceil(float64(cam.Size.Width*o.px))), int(math.Ceil(float64(cam.Size.Height*o.px))))
	b := &brush{c: c, cam: cam, px: o.px, look: o.look, org: cam.Origin()}
	s := o.scene
	zoom := int(math.Floor(cam.Zoom + 0.5))
	p.items = p.items[:0]
	if s.points.Index != nil {
		a, z := geo.Project(cam.ToGround(fyne.Position{})), geo.Project(cam.ToGround(fyne.NewPos(cam.Size.Width, cam.Size.Height)))
		p.items = s.points.Index.Query(a.X, a.Y, z.X, z.Y, zoom, p.items)
	}
	b.ring(s.ring)
	b.accuracy(s.fix)
	b.line(s.line)
	b.track(s.track)
	if lb, ok := o.words.(tiles.Labeller); ok {
		label.Draw(c, b.view(), o.look.Faces, o.look.Palette, p.collect(lb, o.words, &cam), b.keep(s, p.items))
	}
	b.points(s, p.items, zoom)
	b.persons(s.people)
	b.stops(s.stops)
	b.here(s.fix)
	b.callout(s.callout)
	return &sheet{img: c.Done(), org: b.org, scale: cam.Scale(), size: cam.Size, datum: cam.Datum, hits: b.hits}
}

// collect gathers the words of all tiles under a view.
func (p *painter) collect(lb tiles.Labeller, src tiles.Source, cam *Camera) []tiles.Label {
	info := src.Info()
	z, ok := level(info, cam.Zoom)
	if !ok {
		return nil
	}
	if p.words == nil || p.of != src || len(p.words) > keptWords {
		p.words, p.of = map[tiles.ID][]tiles.Label{}, src
	}
	deep, _ := src.(interface{ LabelTile(tiles.ID) tiles.ID })
	var out []tiles.Label
	seen := map[tiles.ID]bool{}
	x0, y0, x1, y1 := window(cam, info, z)
	for y := y0; y <= y1; y++ {
		for x := max(0, x0); x <= min(1<<z-1, x1); x++ {
			id := tiles.ID{Z: z, X: x, Y: y}
			if deep != nil {
				id = deep.LabelTile(id)
			}
			if seen[id] {
				continue
			}
			seen[id] = true
			out = append(out, p.wordsOf(lb, id)...)
		}
	}
	return out
}

// wordsOf are the words of a tile; one that cannot be read has none, which its picture
// makes known.
func (p *painter) wordsOf(lb tiles.Labeller, id tiles.ID) []tiles.Label {
	words, ok := p.words[id]
	if !ok {
		words, _ = lb.Labels(context.Background(), id)
		p.words[id] = words
	}
	return words
}
