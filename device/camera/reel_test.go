package camera

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

func TestFolder_PlaysByNameAndComesRound(t *testing.T) {
	dir := folder(t, map[string][]byte{
		"c.pgm":     append([]byte("P5 16 8 255\n"), grey(30).Pix...),
		"a.png":     encodePNG(t, grey(10)),
		"b.JPG":     encodeJPEG(t, grey(20)),
		"notes.txt": []byte("not a picture"),
		"._a.png":   []byte("left by a Mac"),
	})
	cam := Folder(dir, 0)
	start(t, cam)
	for i, want := range []struct {
		name  string
		shade byte
	}{{"a.png", 10}, {"b.JPG", 20}, {"c.pgm", 30}, {"a.png", 10}} {
		if i > 0 {
			if err := cam.Next(); err != nil {
				t.Fatal(err)
			}
		}
		f := fetch(t, cam.Frames())
		if filepath.Base(f.Name) != want.name || shade(f) != want.shade || f.Width != 16 || f.Height != 8 || f.Image == nil {
			t.Fatalf("%d: %s shade %d %dx%d", i, f.Name, shade(f), f.Width, f.Height)
		}
	}
}

func TestFolder_ACorruptPictureIsSkippedAndNamed(t *testing.T) {
	good := encodePNG(t, grey(10))
	dir := folder(t, map[string][]byte{
		"a.png": good, "b.png": good[:40], "c.jpg": []byte("\xff\xd8\xff nonsense"), "d.png": good,
	})
	cam := Folder(dir, 0)
	start(t, cam)
	if err := cam.Next(); err != nil {
		t.Fatal(err)
	}
	if f := fetch(t, cam.Frames()); filepath.Base(f.Name) != "d.png" {
		t.Fatalf("showed %s", f.Name)
	}
	err := fetch(t, cam.Faults()) // the newest
	var fault *Fault
	if !errors.As(err, &fault) || fault.Code != ErrPicture || filepath.Base(fault.Name) != "c.jpg" || !errors.Is(err, ErrPicture) {
		t.Fatalf("%v", err)
	}
}

func TestFolder_WithNothingToShowDoesNotStart(t *testing.T) {
	bad := folder(t, map[string][]byte{"a.png": nil, "b.jpg": []byte("x")})
	for name, c := range map[string]struct {
		path string
		want Code
	}{
		"absent": {filepath.Join(bad, "nowhere"), ErrNone}, "empty": {t.TempDir(), ErrNone},
		"corrupt only": {bad, ErrPicture}, "corrupt file": {filepath.Join(bad, "b.jpg"), ErrPicture},
	} {
		cam := Folder(c.path, time.Millisecond)
		if err := cam.Start(t.Context()); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		ended(t, cam.Frames())
		if err := cam.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestFolder_FindsWhatIsAddedWhenItComesRound(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.png": encodePNG(t, grey(10))})
	cam := Folder(dir, 0)
	start(t, cam)
	if err := os.WriteFile(filepath.Join(dir, "0.png"), encodePNG(t, grey(99)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := cam.Next(); err != nil {
		t.Fatal(err)
	}
	if f := fetch(t, cam.Frames()); shade(f) != 99 {
		t.Fatalf("showed %s", f.Name)
	}
}

func TestReel_EndsAsLostWhenTheFolderGoes(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.png": encodePNG(t, grey(10))})
	cam := Folder(dir, 0)
	start(t, cam)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := cam.Next(); !errors.Is(err, ErrLost) {
		t.Fatal(err)
	}
	ended(t, cam.Frames())
	ended(t, cam.Faults())
	if !errors.Is(cam.Err(), ErrLost) {
		t.Fatal(cam.Err())
	}
}

func TestReel_KeepsThePictureWhenNoneCanBeRead(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.png": encodePNG(t, grey(10))})
	cam := Folder(dir, 0)
	start(t, cam)
	if err := os.WriteFile(filepath.Join(dir, "a.png"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := cam.Next(); !errors.Is(err, ErrPicture) {
		t.Fatal(err)
	}
	if f := fetch(t, cam.Frames()); shade(f) != 10 {
		t.Fatal("the picture is gone")
	}
}

func images(shades ...byte) func() ([]Picture, error) {
	var p []Picture
	for _, s := range shades {
		p = append(p, Picture{Name: string('a' + rune(len(p))), Load: func() (image.Image, error) { return grey(s), nil }})
	}
	return func() ([]Picture, error) { return p, nil }
}

func TestReel_ASlowConsumerGetsTheNewest(t *testing.T) {
	cam := NewReel("r", images(1, 2, 3), 0)
	start(t, cam)
	for range 2 {
		if err := cam.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if f := fetch(t, cam.Frames()); shade(f) != 3 {
		t.Fatalf("got shade %d", shade(f))
	}
}

func TestReel_AdvancesAndRepeatsByTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cam := NewReel("r", images(1, 2), time.Second)
		start(t, cam)
		began := time.Now()
		count := map[byte]int{}
		for time.Since(began) < 3950*time.Millisecond {
			count[shade(<-cam.Frames())]++
		}
		cam.Close()
		if count[1] < 19 || count[2] < 19 || count[1] > 22 || count[2] > 22 {
			t.Fatalf("in two turns of two pictures: %v", count)
		}
	})
}

func TestReel_EndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cam := NewReel("r", images(1), 0)
	if err := cam.Start(ctx); err != nil {
		t.Fatal(err)
	}
	cancel()
	ended(t, cam.Frames())
	if cam.Err() != nil {
		t.Fatal(cam.Err())
	}
	if err := cam.Start(ctx); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

func TestReel_StartsAgainWhereItStood(t *testing.T) {
	cam := NewReel("r", images(1, 2, 3), 0)
	start(t, cam)
	if err := cam.Start(t.Context()); !errors.Is(err, ErrBusy) {
		t.Fatal(err)
	}
	cam.Next()
	old := cam.Frames()
	cam.Close()
	ended(t, old)
	if err := cam.Next(); !errors.Is(err, ErrClosed) {
		t.Fatal(err)
	}
	start(t, cam)
	if f := fetch(t, cam.Frames()); shade(f) != 2 {
		t.Fatalf("shade %d", shade(f))
	}
}

func TestReel_AnEmptyPictureIsAFault(t *testing.T) {
	cam := NewReel("r", func() ([]Picture, error) {
		return []Picture{
			{"nil", func() (image.Image, error) { return nil, nil }},
			{"void", func() (image.Image, error) { return &image.Gray{}, nil }},
		}, nil
	}, 0)
	if err := cam.Start(t.Context()); !errors.Is(err, ErrPicture) {
		t.Fatal(err)
	}
}

func TestReel_StillIsThePictureShown(t *testing.T) {
	cam := NewReel("r", images(1, 200), 0)
	if _, err := cam.Still(t.Context()); !errors.Is(err, ErrClosed) {
		t.Fatal(err)
	}
	start(t, cam)
	cam.Next()
	photo, err := cam.Still(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	img, err := Decode(photo.JPEG)
	if err != nil || photo.Width != 16 || photo.Height != 8 || photo.At.IsZero() {
		t.Fatalf("%v %+v", err, photo)
	}
	if got := shade(NewFrame(img, photo.At)); got < 198 || got > 202 {
		t.Fatalf("shade %d", got)
	}
}

func TestReel_ManyHandsAtOnce(t *testing.T) {
	cam := NewReel("r", images(1, 2, 3), time.Millisecond)
	start(t, cam)
	stop := make(chan struct{})
	for range 4 {
		go func() {
			for range 50 {
				cam.Next()
				cam.Still(context.Background())
				<-cam.Frames()
			}
			stop <- struct{}{}
		}()
	}
	for range 4 {
		<-stop
	}
	cam.Close()
	cam.Close()
}

func TestNone_TellsThatThereIsNoCamera(t *testing.T) {
	cam := None()
	if err := cam.Start(t.Context()); !errors.Is(err, ErrNone) {
		t.Fatal(err)
	}
	ended(t, cam.Frames())
	ended(t, cam.Faults())
	if _, err := cam.Still(t.Context()); !errors.Is(err, ErrClosed) {
		t.Fatal(err)
	}
	if cam.Err() != nil || cam.Close() != nil {
		t.Fatal("closing nothing failed")
	}
}
