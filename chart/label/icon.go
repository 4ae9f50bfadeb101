package label

import (
	"image/color"

	"dianqin/chart/paint"
)

var iconColor = map[string]color.RGBA{
	"school": {0xA8, 0x7A, 0x2A, 255}, "hospital": {0xC4, 0x4B, 0x4B, 255}, "power": {0x00, 0x70, 0x6B, 255},
	"railway": {0x76, 0x58, 0x9C, 255}, "office": {0x8A, 0x7F, 0x72, 255}, "industry": {0x6E, 0x78, 0x7E, 255},
}

// icon is a small dot with a sign of its own; only the power station stands out.
func (s *setter) icon(kind string, at paint.Pt) {
	k := s.v.Scale
	r := float32(3.2)
	if kind == "power" || kind == "railway" || kind == "hospital" {
		r = 5
	}
	col := iconColor[kind]
	s.c.Circle(at.X, at.Y, (r+1.2)*k, s.p.TextHalo)
	s.c.Circle(at.X, at.Y, r*k, col)
	white := color.RGBA{255, 255, 255, 255}
	switch kind {
	case "hospital":
		s.c.RoundRect(at.X-3*k, at.Y-0.8*k, 6*k, 1.6*k, 0.3*k, white)
		s.c.RoundRect(at.X-0.8*k, at.Y-3*k, 1.6*k, 6*k, 0.3*k, white)
	case "power": // a flash
		s.c.Shape([]paint.Pt{{X: at.X + 0.8*k, Y: at.Y - 3.6*k}, {X: at.X - 2.2*k, Y: at.Y + 0.6*k}, {X: at.X - 0.2*k, Y: at.Y + 0.6*k}, {X: at.X - 0.8*k, Y: at.Y + 3.6*k}, {X: at.X + 2.2*k, Y: at.Y - 0.6*k}, {X: at.X + 0.2*k, Y: at.Y - 0.6*k}}, white)
	case "railway":
		s.c.Circle(at.X, at.Y, 2*k, white)
	}
}
