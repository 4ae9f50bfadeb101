package evidence

import (
	"bytes"
	"errors"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dianqin/app/evidence/exif"
	"dianqin/app/evidence/photo"
	"dianqin/data/model/evidence"
)

func TestWithdraw_TakesThePictureOutUntilItIsRestored(t *testing.T) {
	s := open(t)
	_, err := s.Take(t.Context(), seal72, shot(t, 300, 200))
	s.must(err)
	p := s.items(1)[0].Picture
	s.must(s.Withdraw(t.Context(), p))
	s.items(0)
	if queue, err := s.store.Files(t.Context()); err != nil || len(queue) != 0 {
		t.Errorf("still to be sent: %v %v", queue, err)
	}
	s.must(s.Restore(t.Context(), p))
	if it := s.items(1)[0]; !it.Waiting || len(it.Copies) != 1 {
		t.Errorf("%+v", it)
	}
}

func TestRemovable_IsOnlyWhatIsOnesOwnAndNotSent(t *testing.T) {
	s := open(t)
	_, err := s.Take(t.Context(), seal72, shot(t, 300, 200))
	s.must(err)
	p := s.items(1)[0]
	s.me.user.ID = "u2"
	if s.items(1)[0].Removable {
		t.Error("somebody else may remove it")
	}
	if err := s.Withdraw(t.Context(), p.Picture); err == nil {
		t.Error("somebody else removed it")
	}
	s.me.user.ID = "u1"
	s.must(s.store.FileDone(t.Context(), p.Shown().SHA256))
	if it := s.items(1)[0]; it.Removable || !it.Waiting {
		t.Errorf("half sent: %+v", it)
	}
	s.must(s.store.FileDone(t.Context(), p.SHA256))
	if it := s.items(1)[0]; it.Waiting {
		t.Errorf("sent: %+v", it)
	}
}

func TestSketch_IsOneMoreCopyAndItsStrokesAreKept(t *testing.T) {
	s := open(t)
	_, err := s.Take(t.Context(), seal72, shot(t, 600, 400))
	s.must(err)
	p := s.items(1)[0].Picture
	strokes := []photo.Stroke{{Shape: photo.Line, Ink: photo.Red, Points: []photo.Point{{X: 0.1, Y: 0.5}, {X: 0.9, Y: 0.5}}}}
	s.must(s.SaveStrokes(t.Context(), p, strokes))
	if got, err := s.Strokes(t.Context(), p); err != nil || len(got) != 1 || !slices.Equal(got[0].Points, strokes[0].Points) {
		t.Errorf("%v %v", got, err)
	}
	if err := s.Sketch(t.Context(), p, nil); coded(err).Code != "sketch.empty" {
		t.Error(err)
	}
	s.now = s.now.Add(time.Minute)
	s.must(s.Sketch(t.Context(), p, strokes))
	got := s.items(1)[0]
	shown := got.Shown()
	if len(got.Copies) != 2 || shown.Role != evidence.Sketch || shown.Of != p.SHA256 || shown.MadeAt != p.MadeAt {
		t.Fatalf("%+v", shown)
	}
	img, err := jpeg.Decode(bytes.NewReader(s.bytes(shown)))
	s.must(err)
	if r, g, _, _ := img.At(300, 200).RGBA(); r>>8 < 180 || g>>8 > 90 {
		t.Errorf("no red line: %v", img.At(300, 200))
	}
	if said := exif.Read(s.bytes(shown), time.UTC); !said.Made.Equal(noon) {
		t.Errorf("the sketch says %v", said.Made)
	}
}

func TestThumb_IsMadeOnce(t *testing.T) {
	s := open(t)
	_, err := s.Take(t.Context(), seal72, shot(t, 900, 600))
	s.must(err)
	f := s.items(1)[0].Shown()
	img, err := s.Thumb(t.Context(), f)
	s.must(err)
	if img.Rect.Dx() != thumbSide {
		t.Error(img.Rect)
	}
	s.must(os.Remove(filepath.Join(s.dir, "files", f.SHA256)))
	if again, err := s.Thumb(t.Context(), f); err != nil || again.Rect != img.Rect {
		t.Errorf("made again: %v", err)
	}
	if _, err := s.Thumb(t.Context(), evidence.File{SHA256: "../../own.db"}); err == nil {
		t.Error("a hash that is none leads somewhere")
	}
	s.must(os.WriteFile(filepath.Join(s.dir, "thumbs", f.SHA256+".jpg"), []byte("broken"), 0o600))
	if _, err := s.Thumb(t.Context(), f); !errors.Is(err, os.ErrNotExist) { // made anew, from bytes that are gone
		t.Error(err)
	}
}

func TestPrune_KeepsTheNewestThumbnails(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"old", "new", "newest"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		at := noon.Add(time.Duration(i) * time.Hour)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	prune(dir, 2)
	if _, err := os.Stat(filepath.Join(dir, "old")); !errors.Is(err, os.ErrNotExist) {
		t.Error("the oldest is still there")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("%d are left, %v", len(left), err)
	}
}
