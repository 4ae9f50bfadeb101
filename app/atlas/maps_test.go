package atlas_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"dianqin/app/atlas"
	"dianqin/chart/tiles"
	"dianqin/data/model/geo"
)

func TestMaps_APackComesIsShownRenewedAndRemoved(t *testing.T) {
	r := newMapRig(t)
	r.offer("land", "1", map[string]string{"approval": "GS(2026)1号", "approval_checked": "2026-03-01"})
	if l := r.list(); len(l.Packs) != 0 || !l.Asked.IsZero() {
		t.Errorf("before anybody asked: %+v", l)
	}
	r.must(r.Look(t.Context()))
	if p := r.pack("land"); p.Here || !p.Offered || p.Bytes == 0 {
		t.Errorf("offered: %+v", p)
	}
	changes := atomic.Int32{}
	defer r.Changed.On(func(struct{}) { changes.Add(1) })()
	r.must(r.Get("land"))
	r.until("land", "it comes", func(p atlas.Pack) bool { return p.Here && !p.Coming })
	if r.seen() != '1' || changes.Load() == 0 || r.list().Bytes == 0 {
		t.Errorf("it shows %q, %d changes", r.seen(), changes.Load())
	}
	info := r.ground().Source.Info()
	if info.Attribution != "© land" || info.Approval != "GS(2026)1号" || info.ApprovalChecked != "2026-03-01" || r.ground().Kind != atlas.Packs {
		t.Errorf("%+v", info)
	}
	r.shut()
	r.open()
	if r.seen() != '1' {
		t.Error("it is not here after a restart")
	}

	old := r.ground()
	r.offer("land", "2", nil)
	r.must(r.Look(t.Context()))
	if p := r.pack("land"); p.Newer == nil || p.Newer.Version != "2" || p.Version != "1" || r.seen() != '1' {
		t.Errorf("a newer one is offered: %+v", p)
	}
	r.must(r.Get("land"))
	r.until("land", "the newer comes", func(p atlas.Pack) bool { return p.Newer == nil && p.Here && p.Version == "2" })
	if r.seen() != '2' {
		t.Error("the newer is not shown")
	}
	if _, err := old.Source.Tile(t.Context(), shanghai, 1); !errors.Is(err, tiles.ErrNone) {
		t.Errorf("who still asks the old one hears %v", err)
	}
	if files := r.files(); len(files) != 1 {
		t.Errorf("in the folder: %v", files)
	}

	r.must(r.Remove("land"))
	if r.ground().Source != nil || r.pack("land").Here {
		t.Error("removed and shown")
	}
	r.must(r.Restore("land"))
	if r.seen() != '2' || !r.pack("land").Here {
		t.Error("taken back and not here")
	}
	r.must(r.Remove("land"))
	r.shut()
	r.open()
	if r.list(); len(r.files()) != 0 {
		t.Errorf("left of what was removed: %v", r.files())
	}
	if err := r.Restore("land"); codeOf(err) != "pack.unknown" {
		t.Errorf("too late: %v", err)
	}
}

func TestMaps_BeyondItsBoundsAPackGivesWayToOthers(t *testing.T) {
	r := newMapRig(t)
	r.offer("far", "1", map[string]string{"bounds": "10,50,11,51"}) // smaller, but what it has here lies beyond
	r.offer("here", "2", map[string]string{"bounds": "100,10,130,35"})
	r.must(r.Look(t.Context()))
	get := func(id string) {
		r.must(r.Get(id))
		r.until(id, "here", func(p atlas.Pack) bool { return p.Here })
	}
	get("far")
	if got := r.seen(); got != '1' {
		t.Errorf("alone it gives %q", got)
	}
	get("here")
	if got := r.seen(); got != '2' {
		t.Errorf("beside one whose bounds it is in, it gives %q", got)
	}
}

func TestMaps_WhatIsWantedComesWhenItCanOverRestartsToo(t *testing.T) {
	r := newMapRig(t)
	r.offer("land", "1", nil)
	r.must(r.Look(t.Context()))
	v := r.set.Values()
	v.Ground.Unmetered = true
	r.must(r.set.Set(v))
	r.metered.Store(true)
	r.must(r.Get("land"))
	r.until("land", "it waits for another network", func(p atlas.Pack) bool { return p.Coming && p.Waiting && p.Got == 0 })
	r.metered.Store(false)
	r.away.Store(true)
	r.Wake()
	r.until("land", "there is no network", func(p atlas.Pack) bool { return p.Coming && codeOf(p.Why) == "network.unreachable" })
	if err := r.Look(t.Context()); codeOf(err) != "network.unreachable" || codeOf(r.list().Why) != "network.unreachable" {
		t.Errorf("asked without a network: %v, %v", err, r.list().Why)
	}
	r.shut()
	r.open()
	if p := r.pack("land"); !p.Coming {
		t.Errorf("after a restart it is not wanted any more: %+v", p)
	}
	r.must(r.Pause("land"))
	r.away.Store(false)
	r.offer("sea", "1", nil)
	r.must(r.Look(t.Context()))
	r.must(r.Get("sea"))
	r.until("sea", "another one comes", func(p atlas.Pack) bool { return p.Here && !p.Coming })
	if p := r.pack("land"); p.Coming || p.Here {
		t.Errorf("paused: %+v", p)
	}
	r.must(r.Get("land"))
	r.until("land", "it is here at last", func(p atlas.Pack) bool { return p.Here && !p.Coming && p.Why == nil })
	if err := r.Get("none"); codeOf(err) != "pack.unknown" {
		t.Errorf("what nobody offers: %v", err)
	}
}

// TestMaps_ASpoiledPackIsSetAsideAndOfferedAgain cuts, spoils and removes the file of a
// pack behind the app's back.
func TestMaps_ASpoiledPackIsSetAsideAndOfferedAgain(t *testing.T) {
	r := newMapRig(t)
	want := r.offer("land", "1", nil)
	r.offer("sea", "3", map[string]string{"bounds": "-1,-1,1,1"})
	r.must(r.Look(t.Context()))
	r.must(r.Get("land"))
	r.must(r.Get("sea"))
	here := func(p atlas.Pack) bool { return p.Here && !p.Coming }
	r.until("land", "first", here)
	r.until("sea", "second", here)
	path := filepath.Join(r.dir, "maps", want.Sha256+".mbtiles")
	for code, spoil := range map[string]func() error{
		"pack.cut": func() error { return os.Truncate(path, want.Bytes/2) },
		"pack.foreign": func() error {
			return os.WriteFile(path, bytes.Repeat([]byte("no map "), int(want.Bytes)/7+1)[:want.Bytes], 0o600)
		},
		"pack.missing": func() error { return os.Remove(path) },
	} {
		r.shut()
		r.must(spoil())
		r.open()
		g := r.ground() // the other still serves
		if g.Source == nil || strings.Contains(g.Source.Info().Attribution, "land") {
			t.Errorf("%s: %+v", code, g)
		}
		if p := r.pack("land"); p.Here || codeOf(p.Spoiled) != code || !p.Offered {
			t.Errorf("%s: %+v", code, p)
		}
		r.must(r.Get("land"))
		r.until("land", "it is here again", here)
		if p := r.pack("land"); p.Spoiled != nil || r.seen() != '1' {
			t.Errorf("%s: afterwards %+v", code, p)
		}
		if len(r.files()) != 2 {
			t.Errorf("%s: in the folder: %v", code, r.files())
		}
	}
}

func TestMaps_WhatNobodyNotedBeforeACrashIsPutInOrder(t *testing.T) {
	r := newMapRig(t)
	want := r.offer("land", "1", nil)
	r.must(r.Look(t.Context()))
	r.must(r.Get("land"))
	r.until("land", "here", func(p atlas.Pack) bool { return p.Here })
	r.shut()
	dir := filepath.Join(r.dir, "maps")
	for _, name := range []string{"aaaa.part", "bbbb.mbtiles", "cccc.spoiled"} { // nobody's
		r.must(os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600))
	}
	// Killed between the new file and the list: the list is that of before.
	list := filepath.Join(dir, "packs.json")
	text, err := os.ReadFile(list)
	r.must(err)
	i := bytes.Index(text, []byte(`"gone"`))
	r.must(os.WriteFile(list, append([]byte(`{"here":[],`), text[i:]...), 0o600))
	r.open()
	if p := r.pack("land"); p.Here || p.Got != want.Bytes {
		t.Errorf("a whole file that was not noted: %+v", p)
	}
	if files := r.files(); len(files) != 1 {
		t.Errorf("in the folder: %v", files)
	}
	r.shut()
	r.must(os.WriteFile(list, []byte("{rubbish"), 0o600))
	r.open()
	if l := r.list(); len(l.Packs) != 0 || len(r.files()) != 0 {
		t.Errorf("after a spoilt list: %+v %v", l, r.files())
	}
}

func TestMaps_TheTownIsTheGroundOfTheDemoAndByChoiceElsewhere(t *testing.T) {
	r := newMapRig(t)
	if g := r.ground(); g.Source != nil || r.list().Town {
		t.Errorf("another region lies on %+v", g)
	}
	v := r.set.Values()
	v.Ground.Town = true
	r.must(r.set.Set(v))
	g := r.ground()
	if g.Kind != atlas.Town || !r.list().Town {
		t.Fatalf("%+v", g)
	}
	i := g.Source.Info()
	mid := geo.Project(geo.Point{Lat: (i.Bounds[0].Lat + i.Bounds[1].Lat) / 2, Lon: (i.Bounds[0].Lon + i.Bounds[1].Lon) / 2})
	id := tiles.ID{Z: 14, X: int(mid.X * (1 << 14)), Y: int(mid.Y * (1 << 14))}
	if img, err := g.Source.Tile(t.Context(), id, 1); err != nil || img.Rect.Dx() != 256 {
		t.Errorf("%v %v", img, err)
	}
	corner := geo.Project(i.Bounds[1])
	sea := tiles.ID{Z: 14, X: int(corner.X*(1<<14)) + 2, Y: int(corner.Y*(1<<14)) - 2}
	if _, err := g.Source.Tile(t.Context(), sea, 1); err != nil {
		t.Errorf("the sea ends with the bounds: %v", err)
	}
	words := g.Source.(tiles.Labeller)
	if all, err := words.Labels(t.Context(), words.LabelTile(id)); err != nil || len(all) == 0 {
		t.Errorf("%d words, %v", len(all), err)
	}
	r.offer("land", "1", nil)
	r.must(r.Look(t.Context()))
	r.must(r.Get("land"))
	r.until("land", "here", func(p atlas.Pack) bool { return p.Here })
	if g := r.ground(); g.Kind != atlas.Packs || r.list().Town {
		t.Errorf("beside a pack: %+v", g)
	}
}
