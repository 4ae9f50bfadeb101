package slippy

import (
	"image/color"
	"testing"

	"dianqin/chart/label"
	"dianqin/chart/paint"
	"dianqin/chart/vectile"
)

// TestLook_WhatStandsOnMarksCanBeRead asks for WCAG's 4.5, and 7 in the sun.
func TestLook_WhatStandsOnMarksCanBeRead(t *testing.T) {
	for _, p := range []*vectile.Palette{&vectile.Light, &vectile.Dark, &vectile.Sunlight} {
		l, least := NewLook(p, label.Faces{}), 4.5
		if l.Hard {
			least = 7
		}
		grounds := map[string]color.RGBA{"route": l.Route, "done": l.Done}
		for i, c := range l.Ranks {
			grounds[string(rune('0'+i))] = c
		}
		for name, c := range grounds {
			if r := paint.Contrast(ink(c), c); r < least {
				t.Errorf("%s: %s has a contrast of %.2f", p.Name, name, r)
			}
		}
		if r := paint.Contrast(l.Ink, l.Plate); r < least {
			t.Errorf("%s: names have a contrast of %.2f", p.Name, r)
		}
	}
}
