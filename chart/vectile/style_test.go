package vectile

import (
	"image/color"
	"math"
	"testing"

	"dianqin/chart/paint"
)

// Every word can be read on its halo and, where the halo is thin, on the ground that
// it stands on: 4.5, and 7 in sunlight.
func TestPalettes_WordsStandOffFromTheirGround(t *testing.T) {
	for _, p := range []*Palette{&Light, &Dark, &Sunlight} {
		least := 4.5
		if p.Name == Sunlight.Name {
			least = 7
		}
		grounds := []color.RGBA{p.Land, p.Residential, p.Commercial, p.Industrial}
		for name, w := range map[string]struct {
			ink color.RGBA
			on  []color.RGBA
		}{
			"text":   {p.Text, append(grounds, p.Park, p.Water, p.Building)},
			"place":  {p.TextPlace, append(grounds, p.Park, p.Wood, p.Water, p.Building, p.Road)},
			"road":   {p.TextRoad, append(grounds, p.Road, p.Secondary, p.Primary, p.Motorway)},
			"water":  {p.TextWater, []color.RGBA{p.Water}},
			"park":   {p.TextPark, []color.RGBA{p.Park, p.Wood}},
			"poi":    {p.TextPOI, append(grounds, p.School, p.Hospital, p.Building, p.Park)},
			"number": {p.TextNumber, append(grounds, p.Building)},
		} {
			for _, ground := range append(w.on, p.TextHalo) {
				ground.A = 255
				if got := paint.Contrast(w.ink, ground); got < least {
					t.Errorf("%s, %s: %.2f on %v", p.Name, name, got, ground)
				}
			}
		}
	}
}

func TestWidth_GrowsWithTheZoom(t *testing.T) {
	for class, w := range roadWidth {
		last := float32(0)
		for z := float32(10); z <= 22; z += 0.25 {
			got := w.at(z)
			if got < last || math.IsNaN(float64(got)) {
				t.Errorf("%s at %g: %g after %g", class, z, got, last)
			}
			last = got
		}
	}
	for _, class := range roadOrder {
		if _, ok := roadWidth[class]; !ok {
			t.Errorf("%s has no width", class)
		}
	}
}
