package scan

// Tracker follows symbols from frame to frame, so that each is told once however
// long the camera rests on it, and so that a misreading, which does not come back, is
// not told at all. It counts the frames that agree on a text:
//
//	seen ──likely: 1 frame, else: 2──► told
//	  └── not seen for a while ──► forgotten, its count too
//
// What was told stays told until Reset. A Tracker is not for concurrent use.
type Tracker struct {
	likely func(Symbol) bool
	frame  int
	tracks []track
}

// How many frames must agree: a number that the caller expects is hardly a
// misreading, another may be one.
const (
	framesLikely   = 1
	framesUnlikely = 2
)

// patience is how many frames a symbol that was not told yet may be away before what
// it had counts no more: two seconds of a camera's thirty a second.
const patience = 60

type track struct {
	Symbol
	frames, last int
	told         bool
}

// NewTracker makes a Tracker. Likely says which symbols the caller expects to see,
// such as numbers that it knows; it is asked while a symbol is not told, as what is
// known may change. Nil expects none.
func NewTracker(likely func(Symbol) bool) *Tracker {
	if likely == nil {
		likely = func(Symbol) bool { return false }
	}
	return &Tracker{likely: likely}
}

// Sight is a symbol of a frame with what the frames before said of it.
type Sight struct {
	Symbol

	// Frames is how many frames agree on it, this one among them.
	Frames int

	// Sure says that enough frames agree. New says that it is so from this frame
	// on: it is true once a text, until Reset.
	Sure, New bool
}

// Next takes the symbols of the next frame, also where that shows none, and returns
// them with what is known of each, in the order given.
func (t *Tracker) Next(found []Symbol) []Sight {
	t.frame++
	t.forgetOld()
	var out []Sight
	for _, s := range found {
		k := t.track(s)
		if k.last == t.frame { // the same text twice in a frame is one vote
			out = append(out, Sight{Symbol: s, Frames: k.frames, Sure: k.told})
			continue
		}
		k.Symbol, k.last = s, t.frame
		k.frames++
		fresh := !k.told && k.frames >= t.needed(s)
		k.told = k.told || fresh
		out = append(out, Sight{Symbol: s, Frames: k.frames, Sure: k.told, New: fresh})
	}
	return out
}

// needed is how many frames must agree on a symbol: one more where the format does
// little to protect itself.
func (t *Tracker) needed(s Symbol) int {
	switch {
	case t.likely(s):
		return framesLikely
	case s.Format == EAN8, s.Format == UPCE, s.Format == ITF:
		return framesUnlikely + 1
	}
	return framesUnlikely
}

// Reset forgets everything.
func (t *Tracker) Reset() { t.tracks = t.tracks[:0] }

// track is what is known of a symbol's text.
func (t *Tracker) track(s Symbol) *track {
	for i := range t.tracks {
		if t.tracks[i].Format == s.Format && t.tracks[i].Text == s.Text {
			return &t.tracks[i]
		}
	}
	t.tracks = append(t.tracks, track{Symbol: s})
	return &t.tracks[len(t.tracks)-1]
}

// forgetOld drops what was not told and not seen for long. The list stays as short
// as what one person scans at one place.
func (t *Tracker) forgetOld() {
	kept := t.tracks[:0]
	for _, k := range t.tracks {
		if k.told || t.frame-k.last <= patience {
			kept = append(kept, k)
		}
	}
	t.tracks = kept
}
