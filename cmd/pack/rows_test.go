package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// The table in docs/map.md is this one.
func TestRows_AreWhatTheDocumentSays(t *testing.T) {
	text, err := os.ReadFile("../../docs/map.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(rows())) {
		r := rows()[name]
		kinds := slices.SortedFunc(maps.Keys(r.kinds), func(a, b string) int {
			return cmp.Or(cmp.Compare(r.kinds[a].from, r.kinds[b].from), cmp.Compare(a, b))
		})
		for i, k := range kinds {
			from := r.kinds[k].from
			if k == r.other {
				k = "**" + k + "**"
			}
			kinds[i] = fmt.Sprintf("%s %d", k, from)
		}
		line := fmt.Sprintf("| %s | %s | %s |", name, [...]string{"points", "lines", "areas"}[r.shape], strings.Join(kinds, ", "))
		if !strings.Contains(string(text), line) {
			t.Errorf("docs/map.md lacks\n%s", line)
		}
	}
}

func TestRows_HaveAnOtherKindAndWordsThatComeNoSoonerThanTheThing(t *testing.T) {
	for name, r := range rows() {
		if _, ok := r.kinds[r.other]; !ok {
			t.Errorf("%s: no usual kind", name)
		}
		for k, v := range r.kinds {
			if v.layer == "" || v.words.layer != "" && v.words.from < v.from || v.from > 16 {
				t.Errorf("%s %s: %+v", name, k, v)
			}
		}
	}
}

func TestShape_FitsWhatDrawingProgramsExport(t *testing.T) {
	ring := orb.LineString{{0, 0}, {1, 0}, {1, 1}, {0, 0}}
	if g, err := areas.fit(ring); err != nil || g.Dimensions() != 2 {
		t.Errorf("a closed line is an area: %v, %v", g, err)
	}
	if g, err := points.fit(orb.Polygon{orb.Ring(ring)}); err != nil || g != orb.Geometry(orb.Point{0.5, 0.5}) {
		t.Errorf("the middle of an area is a point: %v, %v", g, err)
	}
	for s, g := range map[shape]orb.Geometry{lines: orb.Point{}, areas: orb.LineString{{0, 0}, {1, 1}}} {
		if _, err := s.fit(g); err == nil {
			t.Errorf("%s fits %d", g.GeoJSONType(), s)
		}
	}
}
