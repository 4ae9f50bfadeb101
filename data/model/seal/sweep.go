package seal

import "slices"

// Line is one expected seal of a box and what the scans say of it so far.
type Line struct {
	Seal    Seal
	Seen    bool     // scanned, or its condition noted by hand
	Verdict *Verdict // nil until seen
}

// Found is one scanned number with its verdict.
type Found struct {
	Number  string
	Verdict Verdict
}

// Sweep is the state of a box: what is expected ticks itself off, what is strange
// stands apart.
type Sweep struct {
	Lines   []Line  // expected, in the order given
	Strange []Found // scanned, but not expected here; the newest first
}

// SweepOf lays scans (oldest first) over the seals that are expected. The newest
// verdict on a number counts.
func SweepOf(expected []Seal, found []Found) Sweep {
	var sw Sweep
	at := map[string]int{}
	for i, s := range expected {
		sw.Lines = append(sw.Lines, Line{Seal: s})
		at[s.Number] = i
	}
	for _, f := range found {
		if i, ok := at[f.Number]; ok {
			v := f.Verdict
			sw.Lines[i].Seen, sw.Lines[i].Verdict = true, &v
			continue
		}
		sw.Strange = slices.DeleteFunc(sw.Strange, func(o Found) bool { return o.Number == f.Number })
		sw.Strange = slices.Insert(sw.Strange, 0, f)
	}
	return sw
}

// Counts returns how many of the expected were seen, and how many there are.
func (s Sweep) Counts() (seen, expected int) {
	for _, l := range s.Lines {
		if l.Seen {
			seen++
		}
	}
	return seen, len(s.Lines)
}

// Unseen returns the expected seals that nobody has scanned or noted.
func (s Sweep) Unseen() []Seal {
	var out []Seal
	for _, l := range s.Lines {
		if !l.Seen {
			out = append(out, l.Seal)
		}
	}
	return out
}
