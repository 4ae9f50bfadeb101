package slippy

import (
	"math"

	"fyne.io/fyne/v2"
)

// hit finds what lies under a place of the view: the nearest within a finger.
func (m *Map) hit(at fyne.Position) Hit {
	h := Hit{At: m.cam.ToGround(at)}
	if m.sheet == nil || m.sheet.datum != m.cam.Datum {
		return h
	}
	o, k := m.cam.Origin(), m.cam.Scale()
	best := math.Inf(1)
	var found *target
	for i := len(m.sheet.hits) - 1; i >= 0; i-- { // what is painted last lies on top
		t := &m.sheet.hits[i]
		d := math.Hypot((t.at.X-o.X)*k-float64(at.X), (t.at.Y-o.Y)*k-float64(at.Y))
		if d <= float64(t.r) && d < best {
			best, found = d, t
		}
	}
	if found == nil {
		return h
	}
	h = Hit{Kind: found.kind, Index: found.idx, At: m.cam.Ground(found.at)}
	if index := m.scene.points.Index; found.kind == HitCluster && index != nil {
		h.Count = int(found.item.Count)
		h.Nearer = float64(index.Split(found.item, found.zoom))
		h.Splits = h.Nearer <= MaxZoom
		for _, p := range index.Members(found.item, found.zoom, MostMembers) {
			h.Members = append(h.Members, int(p))
		}
	}
	return h
}
