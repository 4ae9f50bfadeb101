package packs_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dianqin/chart/mbtiles"
	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/grid"
	"dianqin/data/model/people"
	"dianqin/server/files"
	"dianqin/server/packs"
	"dianqin/server/store"
	"dianqin/server/storetest"
)

var ctx = context.Background()

// rig is the service over a real database and folder, with two stations.
type rig struct {
	*testing.T
	*packs.Service
	st    *store.Store
	blobs files.Folder
}

func each(t *testing.T, test func(r *rig)) {
	storetest.Each(t, func(t *testing.T, open storetest.Open) {
		r := &rig{T: t, st: open(t)}
		var err error
		r.blobs, err = files.NewFolder(t.TempDir())
		r.must(err)
		for _, id := range []string{"s1", "s2"} {
			storetest.Put(t, r.st, fold.Put{Kind: model.KindStation, ID: id, Lane: model.OrgLane, Record: grid.Station{ID: id, Name: id}})
		}
		r.Service = packs.New(r.blobs, r.st, func() time.Time { return time.UnixMilli(1767240000000) })
		test(r)
	})
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// file makes a pack of one picture.
func (r *rig) file(name string, meta map[string]string) string {
	r.Helper()
	path := filepath.Join(r.TempDir(), name)
	all := map[string]string{"name": "城区", "format": "png", "minzoom": "3", "maxzoom": "3", "bounds": "121.5,31.1,121.6,31.2"}
	for k, v := range meta {
		all[k] = v
	}
	r.must(mbtiles.Write(ctx, path, all, func(yield func(mbtiles.Entry, error) bool) {
		yield(mbtiles.Entry{Z: 3, X: 6, Y: 3, Data: []byte("\x89PNG " + all["version"])}, nil)
	}))
	return path
}

func (r *rig) stored() (n int) {
	r.must(r.blobs.List(ctx, "packs", func(string, int64) error { n++; return nil }))
	return n
}

func worker(stations ...string) people.User {
	return people.User{ID: "u", Roles: []people.Role{people.Inspector}, Stations: stations}
}

func TestPacks_AreOfferedToThoseOfTheStationAndEverybodysToAll(t *testing.T) {
	each(t, func(r *rig) {
		p, err := r.Add(ctx, r.file("City Map.mbtiles", map[string]string{"version": "7", "attribution": "© us", "datum": "GCJ02",
			"approval": "GS(2026)1号", "approval_checked": "2026-03-01"}), packs.Offer{Station: "s1"})
		r.must(err)
		if p.Id != "city-map" || p.Name != "城区" || p.Version != "7" || p.Attribution != "© us" || p.Datum != "GCJ-02" || p.Format != "png" ||
			p.MinZoom != 3 || p.East != 121.6 || p.South != 31.1 || p.Approval != "GS(2026)1号" || p.ApprovalChecked != "2026-03-01" || p.Bytes == 0 {
			r.Errorf("read as %+v", p)
		}
		_, err = r.Add(ctx, r.file("all.mbtiles", nil), packs.Offer{Name: "全省"})
		r.must(err)
		for stations, want := range map[string]string{"s1": "全省 城区", "s2": "全省", "": "全省", "s2,s1": "全省 城区"} {
			all, err := r.Of(ctx, worker(strings.Split(stations, ",")...))
			r.must(err)
			var names []string
			for _, p := range all {
				names = append(names, p.Name)
			}
			if got := strings.Join(names, " "); got != want {
				r.Errorf("those of %q get %q, want %q", stations, got, want)
			}
		}
		_, _, err = r.Open(ctx, worker("s2"), "city-map")
		code(r.T, err, "lane.foreign")
		_, _, err = r.Open(ctx, worker("s2"), "none")
		code(r.T, err, "pack.unknown")
		f, got, err := r.Open(ctx, worker("s1"), "city-map")
		r.must(err)
		defer f.Close()
		if n, err := io.Copy(io.Discard, f); err != nil || n != p.Bytes || got != p {
			r.Errorf("%d bytes of %+v, %v", n, got, err)
		}
	})
}

func TestPacks_AreRenewedUnderTheirIdAndOldBytesGo(t *testing.T) {
	each(t, func(r *rig) {
		first, err := r.Add(ctx, r.file("town.mbtiles", map[string]string{"version": "1"}), packs.Offer{Approval: "GS(1)", Checked: "2026-01-02"})
		r.must(err)
		_, err = r.Add(ctx, r.file("x.mbtiles", map[string]string{"version": "1"}), packs.Offer{ID: "copy"}) // the same bytes
		r.must(err)
		second, err := r.Add(ctx, r.file("town.mbtiles", map[string]string{"version": "2"}), packs.Offer{})
		r.must(err)
		if second.Sha256 == first.Sha256 || second.Id != first.Id || second.Version != "2" || second.Approval != "" {
			r.Errorf("renewed as %+v", second)
		}
		if n := r.stored(); n != 2 {
			r.Errorf("%d files, want those of both versions: another pack has the first", n)
		}
		r.must(r.Remove(ctx, "copy"))
		code(r.T, r.Remove(ctx, "copy"), "pack.unknown")
		if n := r.stored(); n != 1 {
			r.Errorf("%d files, want one", n)
		}
	})
}

func TestPacks_WhatIsNoWholeMapIsNotOffered(t *testing.T) {
	each(t, func(r *rig) {
		whole := r.file("town.mbtiles", nil)
		text, err := os.ReadFile(whole)
		r.must(err)
		write := func(name string, b []byte) string {
			path := filepath.Join(r.TempDir(), name)
			r.must(os.WriteFile(path, b, 0o600))
			return path
		}
		spoilt := append([]byte(nil), text...)
		for i := 4096; i < len(spoilt); i++ {
			spoilt[i] = 0xA5
		}
		empty := filepath.Join(r.TempDir(), "empty.mbtiles")
		r.must(mbtiles.Write(ctx, empty, map[string]string{"format": "png", "minzoom": "1", "maxzoom": "2"}, func(func(mbtiles.Entry, error) bool) {}))
		for name, c := range map[string]struct {
			path string
			o    packs.Offer
		}{
			"cut":              {write("cut.mbtiles", text[:len(text)-1000]), packs.Offer{}},
			"spoilt":           {write("spoilt.mbtiles", spoilt), packs.Offer{}},
			"foreign":          {write("a.mbtiles", []byte("hello, this is no map at all")), packs.Offer{}},
			"missing":          {filepath.Join(r.TempDir(), "none.mbtiles"), packs.Offer{}},
			"without tiles":    {empty, packs.Offer{}},
			"tiles of rubbish": {r.file("r.mbtiles", map[string]string{"format": "pbf"}), packs.Offer{}},
			"unknown datum":    {r.file("d.mbtiles", map[string]string{"datum": "Beijing54"}), packs.Offer{}},
			"unknown station":  {whole, packs.Offer{Station: "s9"}},
			"a bad id":         {whole, packs.Offer{ID: "../x"}},
			"a bad day":        {whole, packs.Offer{Checked: "yesterday"}},
		} {
			if p, err := r.Add(ctx, c.path, c.o); err == nil {
				r.Errorf("%s is offered: %+v", name, p)
			}
		}
		if all, err := r.All(ctx); err != nil || len(all) != 0 || r.stored() != 0 {
			r.Errorf("%v %v, %d files", all, err, r.stored())
		}
	})
}

func TestPacks_WithoutTheirBytesAreTakenOutOfTheOffer(t *testing.T) {
	each(t, func(r *rig) {
		p, err := r.Add(ctx, r.file("town.mbtiles", nil), packs.Offer{})
		r.must(err)
		if lost, err := r.Lost(ctx); err != nil || len(lost) != 0 {
			r.Errorf("%v %v", lost, err)
		}
		r.must(r.blobs.Delete(ctx, "packs/"+p.Sha256[:2]+"/"+p.Sha256))
		_, _, err = r.Open(ctx, worker(), p.Id)
		code(r.T, err, "pack.unknown")
		lost, err := r.Lost(ctx)
		if err != nil || len(lost) != 1 || lost[0] != p.Sha256 {
			r.Errorf("%v %v", lost, err)
		}
		if all, err := r.All(ctx); err != nil || len(all) != 0 {
			r.Errorf("%v %v", all, err)
		}
	})
}

func code(t *testing.T, err error, want string) {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || e.Code != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
