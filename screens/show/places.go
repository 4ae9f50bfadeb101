package show

import (
	"math"

	"dianqin/assets/words"
	"dianqin/data/model/geo"
	"dianqin/data/model/place"
	"dianqin/data/model/work"
)

// Side is the key of the quarter of the sky that a bearing (degrees clockwise from
// north) points to.
func Side(deg float64) string {
	sides := []string{"places.side.n", "places.side.ne", "places.side.e", "places.side.se", "places.side.s", "places.side.sw", "places.side.w", "places.side.nw"}
	return sides[int(math.Round(math.Mod(deg+360, 360)/45))%8]
}

// Arrival says how a task was begun where that is worth a word: away from its place, or
// without anything to compare. It is empty where all was well, or nothing is known.
func Arrival(w *words.Words, a *work.Arrival) string {
	if a == nil {
		return ""
	}
	text := ""
	switch a.Where {
	case work.Away:
		text = w.T("places.began.away", map[string]any{"way": w.Distance(float64(a.DistanceM))})
		if a.Reason != "" {
			text = w.T("places.began.away.why", map[string]any{"way": w.Distance(float64(a.DistanceM)), "why": a.Reason})
		}
	case work.NoFix:
		text = w.T("places.began.nofix", nil)
	case work.NoPlace:
		text = w.T("places.began.noplace", nil)
	}
	if a.Mocked {
		if text != "" {
			text += " · "
		}
		text += w.T("places.mocked", nil)
	}
	return text
}

// Looked says how long and how far somebody looked who did not find a place; empty where
// nobody did.
func Looked(w *words.Words, way []place.Sample) string {
	if len(way) == 0 {
		return ""
	}
	metres := 0.0
	for i := 1; i < len(way); i++ {
		metres += geo.Distance(way[i-1].Point, way[i].Point)
	}
	return w.T("places.looked", map[string]any{"way": w.Distance(metres), "minutes": int((way[len(way)-1].At - way[0].At) / 60_000)})
}
