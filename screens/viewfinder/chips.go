package viewfinder

import (
	"math"
	"slices"

	"fyne.io/fyne/v2"
)

// rect is a rectangle in dp.
type rect struct{ x0, y0, x1, y1 float32 }

func (r rect) meets(o rect) bool { return r.x0 < o.x1 && o.x0 < r.x1 && r.y0 < o.y1 && o.y0 < r.y1 }

func (r rect) middle() (x, y float32) { return (r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2 }

func at(x, y float32, z fyne.Size) rect { return rect{x, y, x + z.Width, y + z.Height} }

// apart is the room between a chip and what it stands beside.
const apart = 4

// settle places chips beside what they belong to, inside a room and none over
// another: above it, else on it, else below, else at the nearest place that is free.
// Those of a full box all stand above their codes that way, where one below would push
// the next away. The first of the list choose first, so the order should hold from
// frame to frame.
func settle(room rect, about []rect, chips []fyne.Size) []rect {
	var placed []rect
	for i, z := range chips {
		placed = append(placed, spot(room, about[i], z, placed))
	}
	return placed
}

func spot(room, about rect, z fyne.Size, placed []rect) rect {
	x, y := about.middle()
	x -= z.Width / 2
	for _, top := range []float32{about.y0 - z.Height - apart, y - z.Height/2, about.y1 + apart} {
		if c := inside(room, at(x, top, z)); free(c, placed) && (c.y0 == top || top > y) {
			return c
		}
	}
	best, least := inside(room, at(x, about.y0-z.Height-apart, z)), float32(math.MaxFloat32)
	for _, cy := range edges(room.y0, room.y1, z.Height, placed, func(p rect) (float32, float32) { return p.y0, p.y1 }) {
		for _, cx := range append(edges(room.x0, room.x1, z.Width, placed, func(p rect) (float32, float32) { return p.x0, p.x1 }), x) {
			c := inside(room, at(cx, cy, z))
			mx, my := c.middle()
			ax, ay := about.middle()
			if d := (mx-ax)*(mx-ax) + (my-ay)*(my-ay); d < least && free(c, placed) {
				best, least = c, d
			}
		}
	}
	return best
}

// edges are the places along one axis where a chip touches the room or another chip:
// where there is a free place at all, one of these is.
func edges(lo, hi, size float32, placed []rect, of func(rect) (float32, float32)) []float32 {
	out := []float32{lo, hi - size}
	for _, p := range placed {
		a, b := of(p)
		out = append(out, a-size, b)
	}
	return out
}

func inside(room, r rect) rect {
	dx := max(room.x0-r.x0, min(0, room.x1-r.x1))
	dy := max(room.y0-r.y0, min(0, room.y1-r.y1))
	return rect{r.x0 + dx, r.y0 + dy, r.x1 + dx, r.y1 + dy}
}

func free(r rect, placed []rect) bool {
	return !slices.ContainsFunc(placed, r.meets)
}
