package courier_test

import (
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"

	"dianqin/chart/mbtiles"
	"dianqin/data/wire"
	"dianqin/server/packs"
	"dianqin/server/snapshot"
)

// offerLarge offers a pack of about 3 MB that cannot be compressed, as maps are.
func offerLarge(b *testing.B, offer func(path string) (wire.Pack, error)) wire.Pack {
	b.Helper()
	path := filepath.Join(b.TempDir(), "town.mbtiles")
	dice := rand.New(rand.NewPCG(1, 2))
	meta := map[string]string{"name": "town", "format": "png", "minzoom": "12", "maxzoom": "12"}
	no(b, mbtiles.Write(b.Context(), path, meta, func(yield func(mbtiles.Entry, error) bool) {
		for i := range 300 {
			tile := append([]byte("\x89PNG"+strconv.Itoa(i)), make([]byte, 10_000)...)
			for k := 8; k < len(tile); k++ {
				tile[k] = byte(dice.Uint32())
			}
			if !yield(mbtiles.Entry{Z: 12, X: i, Y: 7, Data: tile}, nil) {
				return
			}
		}
	}))
	p, err := offer(path)
	no(b, err)
	return p
}

// BenchmarkAPackOf3MBComesDown is from the offer to a file whose hash was checked, on
// loopback.
func BenchmarkAPackOf3MBComesDown(b *testing.B) {
	srv, codes := startServer(b, 120, snapshot.Policy{})
	d := enrolled(b, srv.URL(), codes["inspector"])
	p := offerLarge(b, func(path string) (wire.Pack, error) { return srv.Packs().Add(b.Context(), path, packs.Offer{}) })
	dir := b.TempDir()
	b.SetBytes(p.Bytes)
	for i := 0; b.Loop(); i++ {
		no(b, d.Pack(b.Context(), p, filepath.Join(dir, strconv.Itoa(i)), nil))
	}
}
