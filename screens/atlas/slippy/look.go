package slippy

import (
	"image/color"
	"strconv"

	"dianqin/chart/label"
	"dianqin/chart/paint"
	"dianqin/chart/vectile"
)

// Look is how the map is painted.
type Look struct {
	Palette *vectile.Palette
	Faces   label.Faces
	Ranks   [ranks]color.RGBA // of marks, by rank
	Edge    color.RGBA        // round marks
	Plate   color.RGBA        // under numbers and names
	Ink     color.RGBA        // on Plate
	Route   color.RGBA        // the line and stops to come
	Done    color.RGBA        // stops that are behind
	Here    color.RGBA        // one's own position
	Track   color.RGBA        // where somebody walked
	Hard    bool              // for the sun: nothing translucent, dark edges
	Scale   float32           // of numbers and names, 1 is normal
	Short   func(int) string  // a count in few characters; nil: as it is
}

// NewLook derives the colours of marks from a palette.
func NewLook(p *vectile.Palette, f label.Faces) Look {
	l := Look{Palette: p, Faces: f, Edge: rgb(0xFFFFFF), Plate: rgb(0xFFFFFF), Ink: rgb(0x22303A), Route: rgb(0x00706B), Done: rgb(0x5F706E), Here: rgb(0x1A66D9), Track: rgb(0x7A3FB0),
		Ranks: [ranks]color.RGBA{rgb(0x5F706E), rgb(0x00706B), rgb(0xB06000), rgb(0xC5221F)}, Scale: 1}
	switch p.Name {
	case vectile.Dark.Name:
		l.Edge, l.Plate, l.Ink = rgb(0x12181B), rgb(0x20282D), rgb(0xF2F5F6)
		l.Route, l.Done, l.Here, l.Track = rgb(0x2FB5A8), rgb(0x93A3A1), rgb(0x6FA8FF), rgb(0xC79BF0)
		l.Ranks = [ranks]color.RGBA{rgb(0x93A3A1), rgb(0x2FB5A8), rgb(0xF0B05A), rgb(0xF1857D)}
	case vectile.Sunlight.Name:
		l.Hard, l.Edge, l.Ink = true, rgb(0x000000), rgb(0x000000)
		l.Route, l.Done, l.Here, l.Track = rgb(0x003D3A), rgb(0x444444), rgb(0x0040B0), rgb(0x4B1C78)
		l.Ranks = [ranks]color.RGBA{rgb(0x444444), rgb(0x003D3A), rgb(0x6B3500), rgb(0xA80000)}
	}
	return l
}

func (l *Look) short(n int) string {
	if l.Short == nil {
		return strconv.Itoa(n)
	}
	return l.Short(n)
}

func rgb(v uint32) color.RGBA {
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
}

// ink is the colour that can be read best on c: dark or white.
func ink(c color.RGBA) color.RGBA {
	if dark := rgb(0x12181B); paint.Contrast(dark, c) > paint.Contrast(rgb(0xFFFFFF), c) {
		return dark
	}
	return rgb(0xFFFFFF)
}

// fade makes a colour translucent.
func fade(c color.RGBA, a uint8) color.RGBA {
	m := func(v uint8) uint8 { return uint8(int(v) * int(a) / 255) }
	return color.RGBA{m(c.R), m(c.G), m(c.B), a}
}
