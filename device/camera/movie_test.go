package camera

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// film writes JPEGs of the shades one after the other.
func film(t *testing.T, shades ...byte) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, s := range shades {
		b.Write(encodeJPEG(t, grey(s)))
	}
	return b.Bytes()
}

// y4mOf writes a film of grey frames.
func y4mOf(head string, frames ...[]byte) []byte {
	b := []byte("YUV4MPEG2 " + head + "\n")
	for _, f := range frames {
		b = append(append(b, "FRAME\n"...), f...)
	}
	return b
}

func at(t *testing.T, name string, data []byte) string {
	t.Helper()
	return filepath.Join(folder(t, map[string][]byte{name: data}), name)
}

func near(a, b byte) bool { return a-b < 4 || b-a < 4 }

func TestOpen_PicksByWhatItIs(t *testing.T) {
	yuv := bytes.Repeat([]byte{77}, planesSize(16, 8, image.YCbCrSubsampleRatio420))
	for name, c := range map[string]struct {
		path string
		want byte
	}{
		"a folder":    {folder(t, map[string][]byte{"a.png": encodePNG(t, grey(10))}), 10},
		"a picture":   {at(t, "a.jpg", encodeJPEG(t, grey(20))), 20},
		"motion JPEG": {at(t, "a.mjpeg", film(t, 30, 30)), 30},
		"any name":    {at(t, "film", film(t, 40, 40)), 40},
		"Y4M":         {at(t, "a.y4m", y4mOf("W16 H8 F30:1", yuv)), 77},
	} {
		cam, err := Open(c.path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		start(t, cam)
		if f := fetch(t, cam.Frames()); !near(shade(f), c.want) || f.Width != 16 || f.Height != 8 {
			t.Errorf("%s: shade %d, %d x %d", name, shade(f), f.Width, f.Height)
		}
	}
}

func TestOpen_SaysWhatIsWrong(t *testing.T) {
	whole := film(t, 1)
	for name, c := range map[string]struct {
		path string
		want Code
		says string
	}{
		"absent":         {filepath.Join(t.TempDir(), "no.mjpeg"), ErrNone, "no such file"},
		"empty":          {at(t, "a.mjpeg", nil), ErrPicture, "neither"},
		"text":           {at(t, "a.y4m", []byte("hello")), ErrPicture, "neither"},
		"AVI":            {at(t, "a.avi", []byte("RIFF....AVI LIST")), ErrPicture, "AVI"},
		"cut off":        {at(t, "a.mjpg", whole[:len(whole)-9]), ErrPicture, "no whole frame"},
		"broken picture": {at(t, "a.png", []byte("x")), ErrPicture, "a.png"},
		"no size":        {at(t, "a.y4m", y4mOf("W0 H8", nil)), ErrPicture, "pixels"},
		"huge":           {at(t, "a.y4m", y4mOf("W30000 H30000")), ErrPicture, "pixels"},
		"10 bits":        {at(t, "a.y4m", y4mOf("W16 H8 C420p10")), ErrPicture, "C420p10"},
		"no rate":        {at(t, "a.y4m", y4mOf("W16 H8 Fast")), ErrPicture, "Fast"},
		"no frame":       {at(t, "a.y4m", y4mOf("W16 H8")), ErrPicture, "no whole frame"},
		"short frame":    {at(t, "a.y4m", y4mOf("W16 H8", []byte("short"))), ErrPicture, "no whole frame"},
		"out of step":    {at(t, "a.y4m", y4mOf("W2 H2 Cmono", []byte("12345\n"))), ErrPicture, "no frame at byte"},
	} {
		if _, err := Open(c.path); !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMovie_PlaysAtItsOwnRateRoundAndRound(t *testing.T) {
	mono := func(s byte) []byte { return grey(s).Pix }
	path := at(t, "a.y4m", y4mOf("W16 H8 F10:1 Cmono", mono(1), mono(2), mono(3), mono(4)))
	synctest.Test(t, func(t *testing.T) {
		cam, err := Movie(path)
		if err != nil {
			t.Fatal(err)
		}
		start(t, cam)
		var got []byte
		for began := time.Now(); time.Since(began) < 950*time.Millisecond; {
			got = append(got, shade(<-cam.Frames()))
		}
		cam.Close()
		if fmt.Sprint(got) != "[1 2 3 4 1 2 3 4 1 2 3]" && fmt.Sprint(got) != "[1 2 3 4 1 2 3 4 1 2]" {
			t.Fatal(got)
		}
	})
}

func TestMovie_LeavesOutWhatItHasNoTimeFor(t *testing.T) {
	shown := 0
	var pictures []Picture
	for range 1000 {
		pictures = append(pictures, Picture{Load: func() (image.Image, error) {
			shown++
			time.Sleep(25 * time.Millisecond) // the machine is slow
			return grey(1), nil
		}})
	}
	cam := NewReel("slow", func() ([]Picture, error) { return pictures, nil }, 5*time.Millisecond)
	cam.pace = true
	start(t, cam)
	time.Sleep(500 * time.Millisecond)
	cam.Close()
	if cam.at < 2*shown {
		t.Fatalf("%d shown, at picture %d after 0.5 s of 5 ms each", shown, cam.at)
	}
}

func TestMovie_WithoutHuffmanTablesIsPlayed(t *testing.T) {
	whole := encodeJPEG(t, image.NewYCbCr(image.Rect(0, 0, 16, 8), image.YCbCrSubsampleRatio422))
	var bare []byte
	rest := whole[2:]
	for _, s := range segments(whole) {
		if s.marker != markerDHT {
			bare = append(bare, s.bytes...)
		}
		rest = rest[len(s.bytes):]
	}
	bare = append(append([]byte{0xff, markerSOI}, bare...), rest...)
	if _, err := Decode(bare); err == nil {
		t.Skip("Go's decoder knows the tables itself")
	}
	cam, err := Open(at(t, "a.mjpeg", append(bare, bare...)))
	if err != nil {
		t.Fatal(err)
	}
	start(t, cam)
	fetch(t, cam.Frames())
}

func TestMovie_IsLostWithItsFile(t *testing.T) {
	path := at(t, "a.mjpeg", film(t, 1, 2, 3))
	cam, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	start(t, cam)
	frames := cam.Frames()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	ended(t, frames)
	if !errors.Is(cam.Err(), ErrLost) {
		t.Fatal(cam.Err())
	}
}

func TestMovie_SkipsABadFrame(t *testing.T) {
	good := encodeJPEG(t, grey(90))
	bad := bytes.Clone(good)
	for i := len(bad) - 30; i < len(bad)-4; i++ {
		bad[i] = 0
	}
	copy(bad[20:], make([]byte, 60)) // its tables
	cam, err := Open(at(t, "a.mjpeg", bytes.Join([][]byte{good, bad, good}, nil)))
	if err != nil {
		t.Fatal(err)
	}
	start(t, cam)
	if err := fetch(t, cam.Faults()); !errors.Is(err, ErrPicture) || !strings.Contains(err.Error(), "#2") {
		t.Fatal(err)
	}
}

// However a film is cut or damaged, indexing ends, and every frame lies in the file.
func TestMovie_IndexNeverLeavesTheFile(t *testing.T) {
	seeds := [][]byte{film(t, 1, 2, 3), y4mOf("W16 H8 F25:1 Cmono", grey(1).Pix, grey(2).Pix)}
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		data := bytes.Clone(rapid.SampledFrom(seeds).Draw(t, "seed"))
		for range rapid.IntRange(0, 5).Draw(t, "hits") {
			data[rapid.IntRange(0, len(data)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		data = data[:rapid.IntRange(0, len(data)).Draw(t, "cut")]
		path := filepath.Join(dir, "film")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		m, err := openMovie(path)
		if err != nil {
			if !errors.Is(err, ErrPicture) {
				t.Fatal(err)
			}
			return
		}
		for _, s := range m.frames {
			if s.at < 0 || s.size < 1 || s.at+int64(s.size) > int64(len(data)) {
				t.Fatalf("%+v of %d bytes", s, len(data))
			}
			_, _ = m.load(s, "x")
		}
	})
}
