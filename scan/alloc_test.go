package scan

import "testing"

// emptyFrames are frames of 1280x720 that show everything but a code.
func emptyFrames(t testing.TB) map[string]Frame {
	t.Helper()
	boxes := newPicture(1280, 720)
	for i := range boxes.grey {
		if x, y := i%1280, i/1280; (x/170+y/90)%3 == 1 {
			boxes.grey[i] = 60 + float64(x%170)/2
		}
	}
	damaged := newPicture(1280, 720)
	m := encode(t, Code128, samples()[Code128])
	damaged.paint(m, place{640, 360, 3, 120, 4})
	for i := range damaged.grey {
		if x := i % 1280; x > 600 && x < 690 {
			damaged.grey[i] = 120
		}
	}
	return map[string]Frame{
		"paper": newPicture(1280, 720).dimmed(1, 4).frame(),
		"boxes": boxes.dimmed(2, 6).frame(), "damaged": damaged.dimmed(3, 4).frame(),
	}
}

func TestScanAllocatesNothingWhereNothingIsRead(t *testing.T) {
	for name, f := range emptyFrames(t) {
		s := New(Options{})
		if got := s.Scan(f); len(got) > 0 {
			t.Fatalf("%s: read %v", name, got)
		}
		if n := testing.AllocsPerRun(3, func() { s.Scan(f) }); n > 0 {
			t.Errorf("%s: %v allocations a frame", name, n)
		}
	}
}
