package town

import (
	"cmp"
	"slices"
)

// alongCurve orders lots along a Hilbert curve over the square that holds them: what
// is near on the curve is near in town.
func alongCurve(lots []lot) {
	if len(lots) == 0 {
		return
	}
	lo := lots[0].at
	for _, l := range lots {
		lo = xy{min(lo.x, l.at.x), min(lo.y, l.at.y)}
	}
	wide, high := extent(lots)
	k := (curveSide - 1) / max(1, wide, high)
	key := func(l lot) int { return hilbert(int((l.at.x-lo.x)*k), int((l.at.y-lo.y)*k)) }
	slices.SortFunc(lots, func(a, b lot) int { return cmp.Or(cmp.Compare(key(a), key(b)), a.compound-b.compound) })
}

const curveSide = 1024

// hilbert is how far along the curve the cell x, y lies. Source: Wikipedia, "Hilbert
// curve", xy2d.
func hilbert(x, y int) int {
	d := 0
	for s := curveSide / 2; s > 0; s /= 2 {
		rx, ry := 0, 0
		if x&s > 0 {
			rx = 1
		}
		if y&s > 0 {
			ry = 1
		}
		d += s * s * (3*rx ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = curveSide-1-x, curveSide-1-y
			}
			x, y = y, x
		}
	}
	return d
}
