package paint

import (
	"image/color"
	"math"
)

// Contrast is the ratio of two opaque colours, 1 to 21.
// Source: WCAG 2.2, "contrast ratio".
func Contrast(a, b color.Color) float64 {
	x, y := Luminance(a), Luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Luminance is how bright an opaque colour is, 0 to 1.
// Source: WCAG 2.2, "relative luminance".
func Luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		f := float64(v) / 0xFFFF
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}
