package vectile

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"dianqin/assets/maps"
	"dianqin/chart/tiles"
	"dianqin/data/model/geo"
)

// town is the demo's pack.
func town(t testing.TB) *Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), "town.mbtiles")
	if err := os.WriteFile(path, maps.Town(), 0o600); err != nil {
		t.Fatal(err)
	}
	return opened(t, path)
}

func townCentre(z int) tiles.ID {
	west, south, east, north := maps.Bounds()
	w := geo.Project(geo.Point{Lat: (south + north) / 2, Lon: (west + east) / 2})
	n := math.Exp2(float64(z))
	return tiles.ID{Z: z, X: int(w.X * n), Y: int(w.Y * n)}
}

// The picture and the words of a look are the same however often they are asked for.
func TestTown_EqualDataGivesAnEqualPicture(t *testing.T) {
	a, b := town(t), town(t)
	for _, z := range []int{12, 15, 17, 19} {
		for _, p := range []*Palette{&Light, &Dark, &Sunlight} {
			x, err := a.With(p).Tile(t.Context(), townCentre(z), 1)
			if err != nil {
				t.Fatal(err)
			}
			y, err := b.With(p).Tile(t.Context(), townCentre(z), 1)
			if err != nil || !bytes.Equal(x.Pix, y.Pix) {
				t.Errorf("zoom %d, %s: two pictures differ, %v", z, p.Name, err)
			}
		}
	}
}

// What is drawn of a pack: more than the bare land, in every look.
func TestTown_ShowsMoreTheDeeperOneLooks(t *testing.T) {
	s := town(t)
	colours := func(z int) int {
		m, err := s.Tile(t.Context(), townCentre(z), 1)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[color.RGBA]bool{}
		for i := 0; i < len(m.Pix); i += 4 {
			seen[color.RGBA{m.Pix[i], m.Pix[i+1], m.Pix[i+2], 255}] = true
		}
		return len(seen)
	}
	for _, z := range []int{12, 14, 16, 18} {
		if n := colours(z); n < 20 {
			t.Errorf("zoom %d: %d colours", z, n)
		}
	}
}

// Real tiles with bytes that changed on the way give a picture or an error.
func TestDecode_SurvivesBytesThatChanged(t *testing.T) {
	s := town(t)
	r := rand.New(rand.NewPCG(5, 5))
	failed, drawn := 0, 0
	for _, z := range []int{12, 15, 17} {
		id := townCentre(z)
		zipped, err := s.pack.Tile(t.Context(), id.Z, id.X, id.Y)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := unzip(zipped)
		if err != nil {
			t.Fatal(err)
		}
		for range 150 {
			b := bytes.Clone(whole)
			for range 1 + r.IntN(8) {
				b[r.IntN(len(b))] = byte(r.Uint32())
			}
			d, err := decode(b[:len(b)-r.IntN(2)*r.IntN(len(b))])
			if err != nil {
				failed++
				continue
			}
			drawn++
			render(d, view{k: 64, zoom: float32(z), scale: 1, size: 64}, &Light)
		}
	}
	if failed == 0 || drawn == 0 {
		t.Fatalf("%d failed, %d drawn: the bytes do not reach what they should", failed, drawn)
	}
}

func BenchmarkDecode(b *testing.B) {
	s := town(b)
	for _, z := range []int{12, 14, 16, 17} {
		id := townCentre(z)
		data, err := s.pack.Tile(b.Context(), id.Z, id.X, id.Y)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("z%d", z), func(b *testing.B) {
			for b.Loop() {
				if _, err := decode(data); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(data)), "bytes")
		})
	}
}

func BenchmarkTile(b *testing.B) {
	s := town(b)
	for _, z := range []int{12, 14, 15, 16, 17, 19} {
		for _, scale := range []float32{1, 2} {
			b.Run(fmt.Sprintf("z%d/x%.0f", z, scale), func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Tile(b.Context(), townCentre(z), scale); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
