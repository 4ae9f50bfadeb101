package main_test

import (
	"slices"
	"testing"
)

func TestTables_EveryRowHasItsReasonAndStandsOnce(t *testing.T) {
	seen := map[[2]string]bool{}
	for _, a := range slices.Concat(arrows, testArrows) {
		if a.why == "" {
			t.Errorf("the arrow %s -> %s has no reason", a.from, a.to)
		}
		if key := [2]string{a.from, a.to}; seen[key] {
			t.Errorf("the arrow %s -> %s stands twice", a.from, a.to)
		} else {
			seen[key] = true
		}
	}
	for _, l := range libraries {
		if l.why == "" {
			t.Errorf("the library %s for %s has no reason", l.prefix, l.from)
		}
	}
	for _, k := range links {
		if k.why == "" {
			t.Errorf("the ban of %s in %s has no reason", k.banned, k.room)
		}
	}
}

func TestTables_CatchAForbiddenImport(t *testing.T) {
	for _, c := range []struct {
		from, to, os string
		standard     bool
		inTest       bool
		want         bool // forbidden
	}{
		{from: "screens/today", to: "dianqin/app/work"},
		{from: "app", to: "dianqin/app/work"},
		{from: "app/work", to: "dianqin/data/local"},
		{from: "screens/today", to: "dianqin/screens/ui"},
		{from: "server/work", to: "dianqin/server/store"},
		{from: "server/api", to: "dianqin/server/work"},
		{from: "server/demo", to: "dianqin/server/demo/town"},
		{from: "device/sim", to: "dianqin/device/camera"},
		{from: "scan", to: "github.com/makiuchi-d/gozxing/oned"},
		{from: "device/camera", to: "fyne.io/fyne/v2/driver", os: "android"},
		{from: "data/model/seal", to: "time", standard: true},
		{from: "data/model/seal", to: "pgregory.net/rapid", inTest: true},
		{from: "app/work", to: "dianqin/device/sim"},
		{from: "screens/today", to: "dianqin/screens/ui/uitest", inTest: true},
		{from: "app", to: "dianqin/server/api", inTest: true},

		{from: "screens/today", to: "dianqin/screens/ui/uitest", want: true},
		{from: "screens/today", to: "dianqin/screens/task", want: true},
		{from: "screens/today", to: "dianqin/screens/task", inTest: true, want: true},
		{from: "screens/today", to: "dianqin/data/local", want: true},
		{from: "screens/today", to: "dianqin/device/camera", want: true},
		{from: "app/work", to: "dianqin/app/seals", want: true},
		{from: "app/work", to: "dianqin/app", want: true},
		{from: "app", to: "dianqin/screens/today", want: true},
		{from: "app", to: "dianqin/server/api", want: true},
		{from: "app", to: "fyne.io/fyne/v2", os: "linux", want: true},
		{from: "data/model/seal", to: "dianqin/data/wire", want: true},
		{from: "data/model/seal", to: "dianqin/assets/words", want: true},
		{from: "data/model/seal", to: "github.com/google/uuid", want: true},
		{from: "data/local", to: "dianqin/data/courier", want: true},
		{from: "data/courier", to: "dianqin/data/local", want: true},
		{from: "data/schema", to: "dianqin/data/wire", want: true},
		{from: "scan", to: "dianqin/data/model", want: true},
		{from: "scan", to: "dianqin/device/camera", want: true},
		{from: "device/camera", to: "dianqin/scan", want: true},
		{from: "device/camera", to: "dianqin/device/place", want: true},
		{from: "device/camera", to: "fyne.io/fyne/v2/driver", os: "linux", want: true},
		{from: "server/work", to: "dianqin/server/seals", want: true},
		{from: "server/store", to: "dianqin/server/work", want: true},
		{from: "server/work", to: "dianqin/app/work", want: true},
		{from: "server/work", to: "fyne.io/fyne/v2", os: "linux", want: true},
		{from: "server/work", to: "github.com/jackc/pgx/v5", want: true},
		{from: "assets/words", to: "dianqin/data/model", want: true},
		{from: "cmd/scan", to: "dianqin/app", want: true},
		{from: "cmd/fleet", to: "dianqin/screens/ui", want: true},
		{from: "newroom", to: "dianqin/data/model", want: true},
	} {
		why := forbidden(c.from, c.to, c.os, c.standard, c.inTest)
		if got := why != ""; got != c.want {
			t.Errorf("%s -> %s (%s, in a test %v): forbidden is %v (%q), want %v", c.from, c.to, c.os, c.inTest, got, why, c.want)
		}
	}
}

func TestTables_CatchWhatAProgramMayNotLink(t *testing.T) {
	for _, c := range []struct {
		room, os, dep string
		want          int
	}{
		{"", "android", "dianqin/server/api", 1},
		{"", "linux", "dianqin/server/api", 0},
		{"", "android", "dianqin/serverless", 0},
		{"/app", "linux", "fyne.io/fyne/v2", 1},
		{"/app", "android", "fyne.io/fyne/v2", 0}, // through device, which may
		{"/data/local", "android", "fyne.io/fyne/v2", 1},
		{"/cmd/server", "linux", "testing", 1},
		{"/screens/ui/uitest", "linux", "testing", 0},
	} {
		got := linked(listed{ImportPath: module + c.room, Deps: []string{"fmt", c.dep}}, c.os)
		if len(got) != c.want {
			t.Errorf("dianqin%s on %s with %s: complaints %q, want %d", c.room, c.os, c.dep, got, c.want)
		}
	}
}

func TestTables_TellTestImportsFromShippedOnes(t *testing.T) {
	l := listed{ImportPath: "dianqin/app", Imports: []string{"fmt", "dianqin/server/api"}, XTestImports: []string{"dianqin/server/api"}}
	if got := imports(l, "linux", map[string]bool{"fmt": true}); len(got) != 1 {
		t.Errorf("complaints %q, want one about the shipped import", got)
	}
}
