package main

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"time"
)

// kind is a way in which frames are hard.
type kind struct {
	name string
	draw func(r *rand.Rand) hardship
}

// kinds lists the hardships of the field, each alone. Lengths are in modules,
// angles in degrees, noise in grey values.
func kinds() []kind {
	in := func(r *rand.Rand, lo, hi float64) float64 { return lo + r.Float64()*(hi-lo) }
	sharp := func(r *rand.Rand) hardship {
		return hardship{
			module: in(r, 2, 3.5), blur: in(r, 0.3, 0.55), noise: in(r, 3, 8), tilt: in(r, -8, 8),
			perspective: in(r, -0.1, 0.1), contrast: in(r, 0.5, 0.9), shade: in(r, 0, 0.5),
		}
	}
	with := func(change func(r *rand.Rand, h *hardship)) func(r *rand.Rand) hardship {
		return func(r *rand.Rand) hardship {
			h := sharp(r)
			change(r, &h)
			return h
		}
	}
	return []kind{
		{"easy", with(func(r *rand.Rand, h *hardship) {
			h.module, h.blur, h.contrast = in(r, 2.5, 4.5), in(r, 0.25, 0.45), in(r, 0.6, 0.9)
		})},
		{"small", with(func(r *rand.Rand, h *hardship) { h.module, h.blur = in(r, 1.3, 2), in(r, 0.3, 0.5) })},
		{"blurred", with(func(r *rand.Rand, h *hardship) { h.module, h.blur = in(r, 2, 4), in(r, 0.55, 0.95) })},
		{"dark", with(func(r *rand.Rand, h *hardship) {
			h.noise, h.contrast, h.shade = in(r, 12, 26), in(r, 0.3, 0.6), in(r, 0, 0.9)
		})},
		{"tilted", with(func(r *rand.Rand, h *hardship) { h.tilt = in(r, 18, 44) * float64(1-2*r.IntN(2)) })},
		{"curved", with(func(r *rand.Rand, h *hardship) { h.curve, h.shade = in(r, 0.5, 0.95), in(r, 0, 0.8) })},
		{"moving", with(func(r *rand.Rand, h *hardship) { h.motion, h.perspective = in(r, 0.3, 0.7), 0 })},
		{"upright", with(func(r *rand.Rand, h *hardship) { h.module, h.tilt = in(r, 2, 3.2), 90+in(r, -8, 8) })},
	}
}

// synthSets are frames of 1280x720 with a made up seal of 22 digits, with several,
// and with none.
func synthSets(o options) []set {
	var one, empty, several []item
	name := func(kind string, i int) string {
		return filepath.Join("synth", fmt.Sprint(o.seed), kind, fmt.Sprintf("%03d.pgm", i))
	}
	if o.sets.MatchString("synth") {
		for k, kind := range kinds() {
			for i := range o.n {
				r := rand.New(rand.NewPCG(uint64(o.seed), uint64(1000*k+i)))
				text := digits(r, 22)
				one = append(one, item{name(kind.name, i), []string{"CODE_128 " + text}, render(r, kind.draw(r), []string{text})})
			}
		}
	}
	if o.sets.MatchString("empty") {
		for i := range 2 * o.n {
			r := rand.New(rand.NewPCG(uint64(o.seed), uint64(100_000+i)))
			empty = append(empty, item{name("empty", i), nil, render(r, kinds()[i%7].draw(r), nil)})
		}
	}
	if o.sets.MatchString("several") {
		for i := range o.n {
			r := rand.New(rand.NewPCG(uint64(o.seed), uint64(200_000+i)))
			several = append(several, severalItem(r, name("several", i)))
		}
	}
	sets := []set{
		{name: "synth", linear: true, items: one},
		{name: "synth, all formats", items: one},
		{name: "synth, cap 4 ms", linear: true, budget: 4 * time.Millisecond, items: one},
		{name: "several", most: 99, items: several},
		{name: "empty", items: empty},
		{name: "empty, linear", linear: true, items: empty},
	}
	if err := keep(o, sets); err != nil {
		fmt.Println("bench:", err)
	}
	return sets
}

func digits(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + r.IntN(10)))
	}
	return b.String()
}

// severalItem is a frame with 2 to 12 seals, one in five of them hidden in part:
// those may be read or not, so they are no truth, but their text is no wrong read.
func severalItem(r *rand.Rand, path string) item {
	n := 2 + r.IntN(11)
	var texts, truth []string
	for range n {
		texts = append(texts, digits(r, 22))
	}
	h := kinds()[0].draw(r)
	h.module, h.tilt, h.perspective, h.noise = 1.9+0.5*r.Float64(), -3+6*r.Float64(), 0.05, 4
	for i, t := range texts {
		if r.IntN(5) == 0 {
			h.hidden = append(h.hidden, i)
		} else {
			truth = append(truth, "CODE_128 "+t)
		}
	}
	return item{path: path, truth: truth, frame: renderSeveral(r, h, texts)}
}
