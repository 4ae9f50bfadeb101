package slippy

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"dianqin/assets/maps"
	"dianqin/chart/mbtiles"
	"dianqin/chart/vectile"
	"dianqin/data/model/geo"
)

// theTown opens the demo's town.
func theTown(b testing.TB) *vectile.Source {
	b.Helper()
	path := filepath.Join(b.TempDir(), "town.mbtiles")
	if err := os.WriteFile(path, maps.Town(), 0o600); err != nil {
		b.Fatal(err)
	}
	a, err := mbtiles.Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = a.Close() })
	src, err := vectile.New(a, &vectile.Light)
	if err != nil {
		b.Fatal(err)
	}
	return src
}

func townMiddle() geo.Point {
	west, south, east, north := maps.Bounds()
	return geo.Point{Lat: (south + north) / 2, Lon: (west + east) / 2}
}

// scattered is points all over the town, one in a hundred wrong.
func scattered(n int) Points {
	rng := rand.New(rand.NewPCG(9, 9))
	at, rank := make([]geo.Point, n), make([]uint8, n)
	for i := range at {
		at[i] = geo.Offset(townMiddle(), (rng.Float64()-0.5)*7000, (rng.Float64()-0.5)*7000)
		rank[i] = uint8(rng.IntN(2))
		if i%100 == 0 {
			rank[i] = Wrong
		}
	}
	return pointsAt(at, rank)
}

// BenchmarkPan is what the painting thread computes for one step of a pan over 100,000
// points; overlays and tiles are made beside it.
func BenchmarkPan(b *testing.B) {
	m := show(b, theTown(b), townMiddle(), 16)
	m.w.Resize(fyne.NewSize(412, 892))
	m.SetPoints(scattered(100_000))
	m.settle(b)
	i := 0
	for b.Loop() {
		d := float32(5)
		if i/40%2 == 1 {
			d = -5
		}
		m.PanBy(d, d/2)
		i++
	}
	b.StopTimer()
	m.settle(b)
}

// BenchmarkOverlay paints all that lies over the tiles once.
func BenchmarkOverlay(b *testing.B) {
	src, look, points := theTown(b), NewLook(&vectile.Light, faces(b)), scattered(100_000)
	for _, c := range []struct {
		name string
		w, h float32
		px   float32
	}{{"phone", 412, 892, 1}, {"phone_sharp", 412, 892, 2.6}, {"desk", 1280, 800, 1}} {
		b.Run(c.name, func(b *testing.B) {
			p := &painter{}
			o := &order{cam: Camera{Centre: townMiddle(), Zoom: 16, Size: fyne.NewSize(c.w, c.h)}, px: c.px, scene: &scene{points: points}, look: &look, words: src}
			for b.Loop() {
				p.release(p.paint(o).img)
			}
		})
	}
}

// BenchmarkFirstPicture is from making the map to all of its tiles and words.
func BenchmarkFirstPicture(b *testing.B) {
	src, points := theTown(b), scattered(100_000)
	for b.Loop() {
		m := show(b, src, townMiddle(), 15)
		m.w.Resize(fyne.NewSize(412, 892))
		m.SetPoints(points)
		m.settle(b)
		m.Close()
	}
}
