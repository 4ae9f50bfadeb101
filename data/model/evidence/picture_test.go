package evidence

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestPictures_HoldTheirCopiesAndShowTheNewestSketch(t *testing.T) {
	files := []File{
		{ID: "4", SHA256: "k2", Of: "a", Role: Sketch, TakenAt: 9},
		{ID: "2", SHA256: "s", Of: "a", Role: Stamped, TakenAt: 5},
		{ID: "1", SHA256: "a", TakenAt: 5},
		{ID: "3", SHA256: "k1", Of: "a", Role: Sketch, TakenAt: 8},
		{ID: "5", SHA256: "b", TakenAt: 1, Withdrawn: true},
		{ID: "6", SHA256: "c", TakenAt: 2},
	}
	got := Pictures(files)
	if len(got) != 2 || got[0].SHA256 != "c" || got[1].SHA256 != "a" || len(got[1].Files()) != 4 {
		t.Fatalf("%+v", got)
	}
	if got[0].Shown().SHA256 != "c" || got[1].Shown().SHA256 != "k2" {
		t.Errorf("shown: %s and %s", got[0].Shown().SHA256, got[1].Shown().SHA256)
	}
}

func TestPictures_TheSameBytesMayBeAboutTwoThings(t *testing.T) {
	got := Pictures([]File{{ID: "1", SHA256: "a", Shows: "x"}, {ID: "2", SHA256: "s", Of: "a", Role: Stamped, Shows: "x"}, {ID: "3", SHA256: "a", Shows: "y"}})
	if len(got) != 2 || got[0].Shown().SHA256 != "s" || got[1].Shown().SHA256 != "a" {
		t.Errorf("%+v", got)
	}
}

// TestPictures_LoseNoFile: whatever the order, every file that is not withdrawn is of
// exactly one picture, but bytes that were declared twice.
func TestPictures_LoseNoFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hashes := []string{"a", "b", "c", "d"}
		one := rapid.Custom(func(t *rapid.T) File {
			f := File{ID: rapid.StringN(1, 3, 3).Draw(t, "id"), SHA256: rapid.SampledFrom(hashes).Draw(t, "sha"), Withdrawn: rapid.IntRange(0, 4).Draw(t, "w") == 0}
			f.Role = rapid.SampledFrom([]Role{"", Original, Stamped, Sketch}).Draw(t, "role")
			if !f.IsOriginal() {
				f.Of = rapid.SampledFrom(hashes).Draw(t, "of")
			}
			return f
		})
		files := rapid.SliceOf(one).Draw(t, "files")
		type key struct {
			sha, of string
			copied  bool
		}
		want, got := map[key]bool{}, map[key]bool{}
		for _, f := range files {
			if !f.Withdrawn {
				want[key{f.SHA256, f.Of, !f.IsOriginal()}] = true
			}
		}
		for _, p := range Pictures(files) {
			for _, f := range p.Files() {
				if f.Withdrawn {
					t.Fatalf("withdrawn %+v is shown", f)
				}
				got[key{f.SHA256, f.Of, !f.IsOriginal()}] = true
			}
		}
		if len(want) != len(got) {
			t.Fatalf("%d of %d files are in pictures", len(got), len(want))
		}
	})
}

func TestTurned_IsAlwaysADirection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.Float64().Draw(t, "degrees")
		got, ok := Turned(in)
		if !ok && !math.IsNaN(in) && !math.IsInf(in, 0) || ok && !(got >= 0 && got < 360) {
			t.Fatalf("%v becomes %v, %v", in, got, ok)
		}
	})
}
