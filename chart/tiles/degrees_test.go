package tiles

import (
	"context"
	"errors"
	"image"
	"image/color"
	"testing"

	"dianqin/data/model/geo"
)

// lats is a degree source whose colour tells its latitude; n pixels a tile.
type lats struct {
	n    int
	fail error
}

func (lats) Info() Info { return Info{} }

func (l lats) Tile(_ context.Context, id ID, _ float32) (*image.RGBA, error) {
	if l.fail != nil {
		return nil, l.fail
	}
	if id.Y < 0 || id.Y >= max(1, 1<<id.Z/2) {
		return nil, errors.New("a row that the pyramid does not have")
	}
	m := image.NewRGBA(image.Rect(0, 0, l.n, l.n))
	deg := 360.0 / float64(int(1)<<id.Z)
	for y := range l.n {
		lat := 90 - (float64(id.Y)+(float64(y)+0.5)/float64(l.n))*deg
		for x := range l.n {
			m.SetRGBA(x, y, color.RGBA{uint8((lat - 31.0) * 500), 0, 0, 255})
		}
	}
	return m, nil
}

func TestDegrees_PutsLatitudesOnMercatorRows(t *testing.T) {
	w := geo.Project(geo.Point{Lat: 31.2, Lon: 121.6})
	id := ID{12, int(w.X * 4096), int(w.Y * 4096)}
	nw, side := id.World()
	for _, n := range []int{256, 512} {
		m, err := Degrees{lats{n: n}}.Tile(t.Context(), id, 1)
		if err != nil || m.Rect.Dx() != n {
			t.Fatal(err)
		}
		for _, y := range []int{0, n / 3, n - 1} {
			lat := geo.Unproject(geo.World{Y: nw.Y + side*(float64(y)+0.5)/float64(n)}).Lat
			want := int((lat - 31.0) * 500)
			if got := int(m.RGBAAt(9, y).R); got < want-1 || got > want+1 {
				t.Errorf("%d pixels, row %d: %d want %d", n, y, got, want)
			}
		}
	}
}

func TestDegrees_AsksForNoRowBeyondThePoles(t *testing.T) {
	for z := range 4 {
		for y := range 1 << z {
			if _, err := (Degrees{lats{n: 16}}).Tile(t.Context(), ID{z, 0, y}, 1); err != nil {
				t.Errorf("%d/%d: %v", z, y, err)
			}
		}
	}
}

func TestDegrees_PassesOnWhatFails(t *testing.T) {
	for _, want := range []error{ErrNone, ErrOffline, &Error{Code: KeyRefused}} {
		if m, err := (Degrees{lats{fail: want}}).Tile(t.Context(), ID{10, 800, 400}, 1); !errors.Is(err, want) || m != nil {
			t.Errorf("%v, want %v", err, want)
		}
	}
}

func BenchmarkDegrees(b *testing.B) {
	s := Degrees{lats{n: 256}}
	for b.Loop() {
		if _, err := s.Tile(b.Context(), ID{12, 3431, 1650}, 1); err != nil {
			b.Fatal(err)
		}
	}
}
