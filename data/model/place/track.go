package place

import (
	"math"
	"slices"
	"strings"

	"dianqin/data/model"
	"dianqin/data/model/geo"
)

// MostSamples is how many samples a kept track has at most.
const MostSamples = 200

// Sample is where somebody was at a moment.
type Sample struct {
	At        model.Millis
	Point     geo.Point
	AccuracyM float64
}

// Track is a walked way as text: of each sample the seconds since the one before, the
// differences of latitude and longitude in 1e-5 degrees and the accuracy in metres,
// written as Google's Encoded Polyline Algorithm Format writes numbers. 200 samples
// are about a kilobyte. The first sample's moment is kept beside it by whoever keeps
// the track.
type Track string

// Write makes a track of samples, oldest first; begin is the moment of the first.
func Write(samples []Sample) (track Track, begin model.Millis) {
	var b strings.Builder
	var last [4]int64
	for i, s := range samples {
		if i == 0 {
			begin = s.At
		}
		now := [4]int64{int64(s.At-begin) / 1000, whole(s.Point.Lat * 1e5), whole(s.Point.Lon * 1e5), whole(s.AccuracyM)}
		for k, v := range now {
			if k < 3 {
				v -= last[k]
			}
			writeNumber(&b, v)
		}
		last = now
	}
	return Track(b.String()), begin
}

func whole(v float64) int64 {
	if math.IsNaN(v) {
		return 0
	}
	return int64(math.Round(max(-1e9, min(1e9, v))))
}

func writeNumber(b *strings.Builder, v int64) {
	u := uint64(v) << 1
	if v < 0 {
		u = ^u
	}
	for u >= 0x20 {
		b.WriteByte(byte(0x20|u&0x1f) + 63)
		u >>= 5
	}
	b.WriteByte(byte(u) + 63)
}

// Read gives the samples of a track that began at a moment; track.malformed for a text
// that is none, has a place off the globe, or more than MostSamples.
func (t Track) Read(begin model.Millis) ([]Sample, *model.Error) {
	bad := model.Fail("track.malformed")
	var out []Sample
	var sum [3]int64
	rest := string(t)
	for rest != "" {
		var v [4]int64
		for k := range v {
			n, more, ok := readNumber(rest)
			if !ok {
				return nil, bad
			}
			v[k], rest = n, more
		}
		for k := range sum {
			sum[k] += v[k]
		}
		s := Sample{At: begin + model.Millis(sum[0])*1000, Point: geo.Point{Lat: float64(sum[1]) / 1e5, Lon: float64(sum[2]) / 1e5}, AccuracyM: float64(v[3])}
		if v[0] < 0 || v[3] < 0 || !s.Point.Valid() || len(out) == MostSamples {
			return nil, bad
		}
		out = append(out, s)
	}
	return out, nil
}

func readNumber(text string) (v int64, rest string, ok bool) {
	var u uint64
	for i := 0; i < len(text) && i < 8; i++ {
		c := text[i] - 63
		if c > 0x3f {
			return 0, "", false
		}
		u |= uint64(c&0x1f) << (5 * i)
		if c < 0x20 {
			v = int64(u >> 1)
			if u&1 != 0 {
				v = ^v
			}
			return v, text[i+1:], true
		}
	}
	return 0, "", false
}

// Thin drops samples until at most as many as given are left, each time the one whose
// absence bends the way least. The first and the last stay.
func Thin(samples []Sample, most int) []Sample {
	out := slices.Clone(samples)
	for len(out) > max(2, most) {
		least, at := math.Inf(1), 1
		for i := 1; i+1 < len(out); i++ {
			if d := bend(out[i-1].Point, out[i].Point, out[i+1].Point); d < least {
				least, at = d, i
			}
		}
		out = slices.Delete(out, at, at+1)
	}
	return out
}

// bend is how far a place lies from the straight line between its neighbours, in metres.
func bend(a, p, b geo.Point) float64 {
	plane := geo.NewPlane(a)
	px, py := plane.XY(p)
	bx, by := plane.XY(b)
	along := 0.0
	if long := bx*bx + by*by; long > 0 {
		along = max(0, min(1, (px*bx+py*by)/long))
	}
	return math.Hypot(px-along*bx, py-along*by)
}
