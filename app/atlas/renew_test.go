package atlas_test

import (
	"os"
	"path/filepath"
	"testing"

	"dianqin/app/atlas"
	"dianqin/data/wire"
)

// withLand is a phone that has version 1 of a pack.
func withLand(t *testing.T) (*mapRig, wire.Pack) {
	t.Helper()
	r := newMapRig(t)
	first := r.offer("land", "1", nil)
	r.must(r.Look(t.Context()))
	r.must(r.Get("land"))
	r.until("land", "the first comes", func(p atlas.Pack) bool { return p.Here && !p.Coming })
	return r, first
}

// synced is a round that ended well, after which the offer is old enough.
func (r *mapRig) synced() {
	r.Helper()
	r.must(r.Look(r.Context()))
	r.Synced()
}

func TestRenew_ANewerVersionComesByItselfWhenFilesMayGo(t *testing.T) {
	r, _ := withLand(t)
	if p := r.pack("land"); !p.Renewed.IsZero() {
		t.Errorf("what a person wanted is renewed: %+v", p)
	}
	r.hold.Store(true)
	r.offer("land", "2", nil)
	r.synced()
	r.until("land", "it waits as files do", func(p atlas.Pack) bool { return p.Coming && p.Self && p.Waiting && p.Got == 0 })
	if r.seen() != '1' {
		t.Error("the old one does not serve meanwhile")
	}
	r.shut()
	r.open()
	if p := r.pack("land"); !p.Coming || !p.Self {
		t.Errorf("forgotten after a restart: %+v", p)
	}
	r.hold.Store(false)
	r.Wake()
	r.until("land", "it is renewed", func(p atlas.Pack) bool { return p.Version == "2" && !p.Coming && !p.Self && !p.Renewed.IsZero() })
	if files := r.files(); r.seen() != '2' || len(files) != 1 {
		t.Errorf("it shows %q of %v", r.seen(), files)
	}
}

func TestRenew_WhatAPersonWantsDoesNotWaitAsFilesDo(t *testing.T) {
	r, _ := withLand(t)
	r.hold.Store(true)
	r.offer("land", "2", nil)
	r.synced()
	r.until("land", "it waits", func(p atlas.Pack) bool { return p.Waiting })
	r.must(r.Get("land"))
	r.until("land", "the person's comes", func(p atlas.Pack) bool { return p.Version == "2" && !p.Coming && p.Renewed.IsZero() })
}

func TestRenew_WhatWasRemovedOrPausedDoesNotComeByItself(t *testing.T) {
	r, _ := withLand(t)
	r.offer("sea", "1", map[string]string{"bounds": "-1,-1,1,1"})
	r.must(r.Look(t.Context()))
	r.must(r.Get("sea"))
	r.until("sea", "it comes", func(p atlas.Pack) bool { return p.Here && !p.Coming })

	r.hold.Store(true)
	r.offer("land", "2", nil)
	r.offer("sea", "2", map[string]string{"bounds": "-1,-1,1,1"})
	r.synced()
	for _, id := range []string{"land", "sea"} {
		r.until(id, "it waits", func(p atlas.Pack) bool { return p.Coming })
	}
	r.must(r.Pause("land"))
	r.must(r.Remove("sea"))
	r.hold.Store(false)
	r.offer("other", "1", nil) // when it is here a round has gone by
	r.synced()
	r.must(r.Get("other"))
	r.until("other", "a round has gone by", func(p atlas.Pack) bool { return p.Here && !p.Coming })
	if p := r.pack("land"); p.Coming || p.Version != "1" || p.Newer == nil {
		t.Errorf("paused: %+v", p)
	}
	if p := r.pack("sea"); p.Here || p.Coming {
		t.Errorf("removed: %+v", p)
	}
	r.offer("land", "3", nil) // another than the one that was paused
	r.synced()
	r.until("land", "yet another comes", func(p atlas.Pack) bool { return p.Version == "3" && !p.Coming })
	if p := r.pack("sea"); p.Here || p.Coming {
		t.Errorf("removed and back: %+v", p)
	}
}

// The server's bytes of the new version are spoiled: the old one stays in use, and the
// new is not fetched time and again.
func TestRenew_OnlyWhatHasItsHashTakesTheOldOnesPlace(t *testing.T) {
	r, _ := withLand(t)
	second := r.offer("land", "2", nil)
	blob := filepath.Join(r.home, "files", "packs", second.Sha256[:2], second.Sha256)
	good, err := os.ReadFile(blob)
	r.must(err)
	bad := append([]byte(nil), good...)
	bad[len(bad)/2] ^= 1
	r.must(os.WriteFile(blob, bad, 0o600))
	r.synced()
	r.until("land", "it is refused", func(p atlas.Pack) bool { return !p.Coming && codeOf(p.Why) == "pack.bad" })
	if p := r.pack("land"); p.Version != "1" || !p.Here || r.seen() != '1' {
		t.Errorf("a wrong bit took its place: %+v", p)
	}
	r.must(os.WriteFile(blob, good, 0o600))
	r.synced()
	r.offer("other", "1", nil)
	r.must(r.Look(t.Context()))
	r.must(r.Get("other"))
	r.until("other", "a round has gone by", func(p atlas.Pack) bool { return p.Here && !p.Coming })
	if p := r.pack("land"); p.Coming || p.Version != "1" {
		t.Errorf("tried again by itself: %+v", p)
	}
	r.must(r.Get("land"))
	r.until("land", "a person wants it", func(p atlas.Pack) bool { return p.Version == "2" && p.Why == nil })
}
