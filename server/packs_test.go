package server_test

import (
	"bytes"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"dianqin/chart/mbtiles"
	"dianqin/data/wire"
	"dianqin/server"
	"dianqin/server/files"
	"dianqin/server/packs"
)

// mapFile makes an MBTiles file with some bytes in its only tile.
func mapFile(t *testing.T, version string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "town.mbtiles")
	meta := map[string]string{"name": "Town", "format": "png", "minzoom": "3", "maxzoom": "3", "version": version}
	err := mbtiles.Write(t.Context(), path, meta, func(yield func(mbtiles.Entry, error) bool) {
		yield(mbtiles.Entry{Z: 3, X: 6, Y: 3, Data: []byte("\x89PNG" + strings.Repeat(version, 50_000))}, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestPacks_OverHTTP lists a pack, takes it in parts, renews it in between, and is
// refused the neighbour's.
func TestPacks_OverHTTP(t *testing.T) {
	w := start(t)
	p := w.phone("inspector")
	var list wire.PackList
	p.get("/v1/packs").into(http.StatusOK, &list)
	if list.Packs == nil || len(list.Packs) != 0 {
		t.Errorf("%+v", list)
	}
	c := server.Config{Data: w.dir, Database: w.url} // as the command does, beside the running server
	first, err := server.AddPack(t.Context(), c, mapFile(t, "1"), packs.Offer{Station: "a"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.AddPack(t.Context(), c, mapFile(t, "9"), packs.Offer{ID: "next", Station: "b"}); err != nil {
		t.Fatal(err)
	}
	p.get("/v1/packs").into(http.StatusOK, &list)
	if len(list.Packs) != 1 || list.Packs[0] != first {
		t.Errorf("%+v, want %+v", list, first)
	}
	p.get("/v1/packs/next").refused("lane.foreign")
	p.get("/v1/packs/none").refused("pack.unknown")

	whole := p.get("/v1/packs/town")
	if whole.status != http.StatusOK || hashOf(whole.body) != first.Sha256 || whole.header.Get("ETag") != `"`+first.Sha256+`"` {
		t.Errorf("%d, %d bytes, %v", whole.status, len(whole.body), whole.header)
	}
	rest := p.get("/v1/packs/town", "Range", "bytes=1000-", "If-Range", `"`+first.Sha256+`"`)
	if rest.status != http.StatusPartialContent || !bytes.Equal(rest.body, whole.body[1000:]) {
		t.Errorf("the rest: %d, %d bytes", rest.status, len(rest.body))
	}
	if r := p.get("/v1/packs/town", "If-None-Match", `"`+first.Sha256+`"`); r.status != http.StatusNotModified {
		t.Errorf("what one has: %d", r.status)
	}
	second, err := server.AddPack(t.Context(), c, mapFile(t, "2"), packs.Offer{Station: "a"})
	if err != nil {
		t.Fatal(err)
	}
	other := p.get("/v1/packs/town", "Range", "bytes=1000-", "If-Range", `"`+first.Sha256+`"`)
	if other.status != http.StatusOK || hashOf(other.body) != second.Sha256 {
		t.Errorf("a part of what is there no more: %d, %d bytes", other.status, len(other.body))
	}
}

func TestPacks_AreBackedUpAndRestored(t *testing.T) {
	w := start(t)
	c := server.Config{Data: w.dir, Database: w.url}
	p, err := server.AddPack(t.Context(), c, mapFile(t, "1"), packs.Offer{})
	if err != nil {
		t.Fatal(err)
	}
	folder, dir := t.TempDir(), t.TempDir()
	if _, err := server.Backup(t.Context(), c, folder); err != nil {
		t.Fatal(err)
	}
	r, err := server.Restore(t.Context(), server.Config{Data: dir}, folder)
	if err != nil || len(r.Lost) != 0 {
		t.Fatal(r, err)
	}
	offered := func(dir string) (all []wire.Pack) {
		t.Helper()
		err := server.WithPacks(t.Context(), server.Config{Data: dir}, func(s *packs.Service) (err error) { all, err = s.All(t.Context()); return err })
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if all := offered(dir); len(all) != 1 || all[0] != p {
		t.Errorf("%+v", all)
	}
	bare := t.TempDir() // a backup whose folder of files was lost
	backup, err := files.NewFolder(filepath.Join(folder, "files"))
	if err != nil {
		t.Fatal(err)
	}
	if err := backup.Delete(t.Context(), "packs/"+p.Sha256[:2]+"/"+p.Sha256); err != nil {
		t.Fatal(err)
	}
	r, err = server.Restore(t.Context(), server.Config{Data: bare}, folder)
	if err != nil || len(r.Lost) != 1 || r.Lost[0] != p.Sha256 || len(offered(bare)) != 0 {
		t.Errorf("%+v %v", r.Lost, err)
	}
}
