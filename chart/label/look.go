package label

import (
	"dianqin/chart/paint"
	"dianqin/chart/tiles"
)

// look is how a kind of word appears: size in dp, and from which zoom.
func (s *setter) look(l *tiles.Label) (ink paint.Ink, face *paint.Face, show bool) {
	p, z := s.p, s.v.Zoom
	face = s.f.Regular
	ink = paint.Ink{Size: 12, Color: p.TextPOI, Halo: 1.4, Back: p.TextHalo}
	show = true
	switch l.Kind {
	case "city":
		ink.Size, ink.Color, face, show = 18, p.TextPlace, s.f.Bold, z < 15.5
	case "suburb":
		ink.Size, ink.Color, face, show = 14.5, p.TextPlace, s.f.Bold, z < 16.2
	case "road":
		ink.Size, ink.Color, show = 12, p.TextRoad, z >= from(roadFrom[:], l.Rank)
		if l.Rank <= 2 {
			ink.Size = 13
		}
	case "wire":
		ink.Color, show = p.Power, z >= from(wireFrom[:], l.Rank)
	case "water":
		ink.Size, ink.Color = 13, p.TextWater
	case "park":
		ink.Color = p.TextPark
	case "number":
		ink.Size, ink.Color, show = 11, p.TextNumber, z >= 17.2
	default:
		show = z >= from(placeFrom[:], l.Rank)
	}
	if z >= 17 && l.Kind != "number" {
		ink.Size *= 1.08
	}
	if p.Bold {
		face, ink.Halo = s.f.Bold, 2
	}
	ink.Size *= s.v.Scale
	ink.Halo *= s.v.Scale
	return ink, face, show
}

// From which zoom a word is set, by its rank.
var (
	roadFrom  = [...]float64{0, 12.5, 12.8, 13.6, 14.6, 15.3}
	wireFrom  = [...]float64{0, 0, 0, 13, 14.6, 16}
	placeFrom = [...]float64{0, 0, 0, 0, 0, 14.4, 15.2, 15.9, 16.3, 16.6}
)

func from(zooms []float64, rank int) float64 { return zooms[max(0, min(rank, len(zooms)-1))] }
