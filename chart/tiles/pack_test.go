package tiles

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"path/filepath"
	"testing"

	"dianqin/chart/mbtiles"
	"dianqin/data/model/geo"
)

// A WebP of 1 x 1 pixel (lossless); nothing here writes the format.
const webp = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="

func webpTile(t testing.TB) []byte {
	b, err := base64.StdEncoding.DecodeString(webp)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func archive(t testing.TB, meta map[string]string, data ...[]byte) *mbtiles.Archive {
	t.Helper()
	path := filepath.Join(t.TempDir(), "r.mbtiles")
	err := mbtiles.Write(t.Context(), path, meta, func(yield func(mbtiles.Entry, error) bool) {
		for x, d := range data {
			if !yield(mbtiles.Entry{Z: 3, X: x, Data: d}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	a, err := mbtiles.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func TestPack_ReadsPicturesByWhatTheyAre(t *testing.T) {
	var j bytes.Buffer
	if err := jpeg.Encode(&j, filled(256, color.RGBA{200, 0, 0, 255}), nil); err != nil {
		t.Fatal(err)
	}
	p, err := NewPack(archive(t, map[string]string{"format": "png"}, green, j.Bytes(), webpTile(t), []byte("\x89PNG broken"), []byte("text")))
	if err != nil {
		t.Fatal(err)
	}
	for x, side := range []int{256, 256, 1, 0, 0, -1} {
		m, err := p.Tile(t.Context(), ID{3, x, 0}, 1)
		switch {
		case side > 0 && (err != nil || m.Rect != image.Rect(0, 0, side, side) || m.Stride != 4*side):
			t.Errorf("%d: %v", x, err)
		case side == 0 && !errors.Is(err, &Error{Code: Rubbish}):
			t.Errorf("%d: %v", x, err)
		case side < 0 && !errors.Is(err, ErrNone):
			t.Errorf("%d: %v", x, err)
		}
	}
}

func TestPack_SaysWhatItsArchiveSays(t *testing.T) {
	p, err := NewPack(archive(t, map[string]string{"format": "png", "name": "Town", "version": "4", "datum": "GCJ02",
		"approval": "GS(2026)1号", "approval_checked": "2026-11-01", "bounds": "121,31,122,32"}, green))
	if err != nil {
		t.Fatal(err)
	}
	i := p.Info()
	want := geo.Convert(geo.Point{Lat: 31, Lon: 121}, geo.GCJ02, geo.WGS84)
	if i.Datum != geo.GCJ02 || i.Approval != "GS(2026)1号" || i.ApprovalChecked != "2026-11-01" || i.Version != "4" || i.Bounds[0] != want {
		t.Fatalf("%+v", i)
	}
	if _, err := NewPack(archive(t, map[string]string{"format": "pbf"}, []byte("\x1a\x00"))); err == nil {
		t.Fatal("vectors were taken for pictures")
	}
}

func TestPack_FaultsOfTheFileKeepTheirCode(t *testing.T) {
	a := archive(t, map[string]string{"format": "png"}, green)
	p, err := NewPack(a)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Tile(ctx, ID{3, 0, 0}, 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	a.Close()
	var fault *mbtiles.Error
	if _, err := p.Tile(t.Context(), ID{3, 0, 0}, 1); !errors.As(err, &fault) {
		t.Error(err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(green)
	f.Add(webpTile(f))
	f.Add([]byte("\xff\xd8\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := Decode(b)
		if err == nil && (m.Stride != 4*m.Rect.Dx() || m.Rect.Min != (image.Point{}) || m.Rect.Empty()) {
			t.Fatalf("%v", m.Rect)
		}
		if err != nil && !errors.Is(err, &Error{Code: Rubbish}) {
			t.Fatal(err)
		}
	})
}
