package sim

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dianqin/device/camera"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
)

func eightLabels() []string {
	out := make([]string, 8)
	for i := range out {
		out[i] = "310100700000001234447" + string(rune('0'+i))
	}
	return out
}

// moment makes the frame of a moment of the film.
func moment(t testing.TB, f *Film, at time.Duration) *image.YCbCr {
	t.Helper()
	m := image.NewYCbCr(image.Rect(0, 0, filmW, filmH), image.YCbCrSubsampleRatio420)
	f.scene.take(m, f.scene.shotAt(at), f.noise, 5)
	return m
}

// A plain decoder finds a seal where it stands, in a picture of a moment when the hand is near.
func TestFilm_ShowsLabelsThatCanBeRead(t *testing.T) {
	f, err := NewFilm("3101007000000012344471")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for at := 2 * time.Second; at < 6*time.Second; at += 250 * time.Millisecond {
		up := upright(moment(t, f, at))
		bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(gozxing.NewLuminanceSourceFromImage(up)))
		if err != nil {
			t.Fatal(err)
		}
		hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
		if r, err := oned.NewCode128Reader().Decode(bitmap, hints); err == nil && r.GetText() == "3101007000000012344471" {
			read++
		}
	}
	if read < 4 {
		t.Errorf("read in %d of 16 pictures", read)
	}
	t.Logf("read in %d of 16 pictures", read)
}

func TestFilm_MovesAndHuntsForFocusTheSameWayEveryTime(t *testing.T) {
	f, err := NewFilm(eightLabels()...)
	if err != nil {
		t.Fatal(err)
	}
	a, b, later := moment(t, f, 2*time.Second), moment(t, f, 2*time.Second), moment(t, f, 2500*time.Millisecond)
	if !bytes.Equal(a.Y, b.Y) || !bytes.Equal(a.Cb, b.Cb) {
		t.Error("one moment is two pictures")
	}
	if bytes.Equal(a.Y, later.Y) {
		t.Error("nothing moves")
	}
	if sharp, blurred := edges(moment(t, f, 3500*time.Millisecond)), edges(moment(t, f, 4800*time.Millisecond)); blurred > sharp*2/3 {
		t.Errorf("out of focus it has %d edges, in focus %d", blurred, sharp)
	}
	if dir := os.Getenv("DIANQIN_PICTURES"); dir != "" {
		for _, ms := range []int{0, 1000, 2000, 4800} {
			if err := WritePNG(filepath.Join(dir, "film-"+time.Duration(ms*int(time.Millisecond)).String()+".png"), upright(moment(t, f, time.Duration(ms)*time.Millisecond))); err != nil {
				t.Error(err)
			}
		}
	}
}

// edges counts pixels that differ much from their neighbour.
func edges(m *image.YCbCr) (n int) {
	for i := 1; i < len(m.Y); i++ {
		if d := int(m.Y[i]) - int(m.Y[i-1]); d > 40 || d < -40 {
			n++
		}
	}
	return n
}

func TestFilm_RunsEndsAndRunsAgain(t *testing.T) {
	f, err := NewFilm(eightLabels()...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Still(t.Context()); !errors.Is(err, camera.ErrClosed) {
		t.Errorf("a photograph of a closed camera: %v", err)
	}
	if _, open := <-f.Frames(); open {
		t.Error("a frame before the first start")
	}
	if err := f.Torch(true); !errors.Is(err, camera.ErrClosed) || f.Can().Torch {
		t.Errorf("a torch of a closed camera: %v", err)
	}
	for range 2 {
		ctx, stop := context.WithCancel(t.Context())
		if err := f.Start(ctx); err != nil {
			t.Fatal(err)
		}
		if err := f.Start(ctx); !errors.Is(err, camera.ErrBusy) {
			t.Errorf("started twice: %v", err)
		}
		for range 3 {
			frame := <-f.Frames()
			if frame.Turn != 90 || frame.Width != 1280 || frame.Height != 960 || len(frame.Pix) < 1280*960 || frame.At.IsZero() {
				t.Fatalf("%+v", frame.Turn)
			}
			frame.Free()
		}
		if c := f.Can(); !c.Torch || !c.Focus || c.Zoom != 4 {
			t.Errorf("%+v", c)
		}
		if err := errors.Join(f.Torch(true), f.Zoom(2), f.Focus(0.5, 0.5), f.Point("12345678")); err != nil {
			t.Error(err)
		}
		photo, err := f.Still(ctx)
		if err != nil || photo.Width != 960 || photo.Height != 1280 {
			t.Fatalf("%dx%d, %v", photo.Width, photo.Height, err)
		}
		if img, err := jpeg.Decode(bytes.NewReader(photo.JPEG)); err != nil || img.Bounds().Dx() != 960 {
			t.Error("the photograph is no upright JPEG", err)
		}
		stop()
		for range f.Frames() { // what is left, then the end
		}
		if err := errors.Join(f.Close(), f.Close(), f.Err()); err != nil {
			t.Error(err)
		}
	}
}

func TestFilm_TheTorchBrightensAndTheZoomComesNearer(t *testing.T) {
	f, err := NewFilm("12345678")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	light := func() (sum int) {
		m := f.shoot(steadied)
		defer m.Free()
		for _, v := range m.Pix {
			sum += int(v)
		}
		return sum
	}
	before := light()
	if err := f.Torch(true); err != nil {
		t.Fatal(err)
	}
	if lit := light(); lit < before*105/100 {
		t.Errorf("%d before, %d with the torch", before, lit)
	}
	f.mu.Lock()
	near := f.scene.shotAt(3 * time.Second).near
	f.mu.Unlock()
	if near < 0.7 || near > 0.85 {
		t.Errorf("%.2f view pixels a scene pixel", near)
	}
}

func TestFilm_RefusesWhatCannotBeDrawn(t *testing.T) {
	for name, labels := range map[string][]string{"nothing": {}, "no bar code": {"标签"}, "too long": {"012345678901234567890123456789012345678901234567890123456789ABCDEFGHIJ"}, "too many": make([]string, 41)} {
		if _, err := NewFilm(labels...); err == nil {
			t.Errorf("%s was filmed", name)
		}
	}
}

func BenchmarkFilm(b *testing.B) {
	f, err := NewFilm(eightLabels()...)
	if err != nil {
		b.Fatal(err)
	}
	m := image.NewYCbCr(image.Rect(0, 0, filmW, filmH), image.YCbCrSubsampleRatio420)
	for b.Loop() {
		f.scene.take(m, f.scene.shotAt(3*time.Second), f.noise, 5)
	}
}

func BenchmarkFilmScene(b *testing.B) {
	for b.Loop() {
		if _, err := newScene(eightLabels()); err != nil {
			b.Fatal(err)
		}
	}
}
