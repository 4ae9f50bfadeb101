package place

import "time"

const (
	// Fresh is the age up to which a fix is where the device is.
	Fresh = 15 * time.Second
	// Stale is the age from which a fix says nothing any more.
	Stale = 2 * time.Minute

	walking = 1.5 // metres a second: how far a person may have gone since
	vague   = 100 // metres: what a fix without an accuracy is taken for
)

// Choose picks the fix that says best where the device is at a time. Satellites go
// before everything else while they are fresh; else the one whose circle is smallest
// after a person has walked on for its age. What is stale or off the globe is not
// taken: false where nothing is left.
func Choose(now time.Time, fixes ...Fix) (best Fix, ok bool) {
	for _, f := range fixes {
		if age := now.Sub(f.At); age > Stale || !f.Valid() {
			continue
		}
		if !ok || before(now, f, best) {
			best, ok = f, true
		}
	}
	return best, ok
}

func before(now time.Time, a, b Fix) bool {
	if x, y := sure(now, a), sure(now, b); x != y {
		return x
	}
	return reach(now, a) < reach(now, b)
}

// sure says that satellites were seen just now.
func sure(now time.Time, f Fix) bool { return f.Source == SourceGPS && now.Sub(f.At) <= Fresh }

// reach is the radius in metres that holds the device now.
func reach(now time.Time, f Fix) float64 {
	r := f.AccuracyM
	if r == 0 {
		r = vague
	}
	return r + walking*max(0, now.Sub(f.At).Seconds())
}
