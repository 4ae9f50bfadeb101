package sim

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Look is how a picture is taken. The zero value is a straight, sharp, evenly lit one.
type Look struct {
	Seed          uint64  // of everything that chance decides
	TiltDeg       float64 // turned by this much in the picture, and up to it out of the plane; at most 45
	Blur          float64 // standard deviation in pixels; at most 20
	Noise         float64 // standard deviation in grey levels of 255
	Shade         float64 // share of the light that is missing on the dark side, 0..1
	Width, Height int     // in pixels; 0: what the content needs, 1280x720 for a label
}

// maxSide bounds a picture: 8192 pixels a side are 256 MB while it is being made.
const maxSide = 8192

// DefaultLook is a fair photograph by a careful hand: what it shows can be read by an
// ordinary decoder.
func DefaultLook(seed uint64) Look {
	return Look{Seed: seed, TiltDeg: 2.5, Blur: 0.8, Noise: 4, Shade: 0.3}
}

// check brings what can be brought within bounds and refuses the rest.
func (l Look) check() (Look, error) {
	for _, v := range []*float64{&l.TiltDeg, &l.Blur, &l.Noise, &l.Shade} {
		if math.IsNaN(*v) {
			return l, fmt.Errorf("sim: a look of %v", l)
		}
	}
	if l.Width < 0 || l.Height < 0 || l.Width > maxSide || l.Height > maxSide {
		return l, fmt.Errorf("sim: a picture of %d x %d pixels", l.Width, l.Height)
	}
	l.TiltDeg = min(45, math.Abs(l.TiltDeg))
	l.Blur = min(20, max(0, l.Blur))
	l.Noise = min(255, max(0, l.Noise))
	l.Shade = min(1, max(0, l.Shade))
	return l, nil
}

func (l Look) chance() *rand.Rand { return rand.New(rand.NewPCG(l.Seed, 0x1abe1)) }
