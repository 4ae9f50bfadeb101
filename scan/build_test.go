package scan

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// barsOf draws a linear code as exact edges, with clear space of quiet modules.
func barsOf(t testing.TB, f Format, text string, module, quiet float32) (bars, int) {
	t.Helper()
	m := encode(t, f, text)
	b := bars{}
	for x := range m.w + 1 {
		is, was := x < m.w && m.bits.Get(x, 0), x > 0 && m.bits.Get(x-1, 0)
		if is != was {
			b.edge = append(b.edge, (quiet+float32(x))*module)
		}
	}
	return b, int((float32(m.w) + 2*quiet) * module)
}

// turned is the line of the same code held upside down.
func (b bars) turned(n int) bars {
	t := bars{black: b.black == (len(b.edge)%2 == 0)}
	for _, e := range slices.Backward(b.edge) {
		t.edge = append(t.edge, float32(n)-e)
	}
	return t
}

func TestRunsStartAndEndWhite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bars{black: rapid.Bool().Draw(t, "black")}
		n := rapid.IntRange(0, 60).Draw(t, "edges")
		for i := range n {
			b.edge = append(b.edge, float32(i)+0.5)
		}
		r := b.forward(n, nil)
		if r.count()%2 != 1 {
			t.Fatalf("%d runs", r.count())
		}
		if (r.width(0) == 0) != b.black && n > 0 {
			t.Fatalf("the first run is %v wide", r.width(0))
		}
		before := slices.Clone(r.pos)
		r.backward(n)
		if !slices.IsSorted(r.pos) {
			t.Fatalf("not in order: %v", r.pos)
		}
		r.backward(n)
		if !slices.Equal(before, r.pos) {
			t.Fatalf("turned twice: %v, was %v", r.pos, before)
		}
	})
}

func TestFindRecognisesEveryLinearFormatBothWays(t *testing.T) {
	all := newRows(allKinds())
	for f, text := range samples() {
		if f == QRCode || f == DataMatrix {
			continue
		}
		for _, module := range []float32{1.3, 2, 11} {
			b, n := barsOf(t, f, text, module, 12)
			for _, upsideDown := range []bool{false, true} {
				r := b.forward(n, nil)
				if upsideDown {
					r = b.turned(n).forward(n, nil)
					r.backward(n)
				}
				found := 0
				r.find(all.finders, func(c candidate) bool {
					format, got, ok := all.decode(r, c)
					if ok && (format != f || got != text) {
						t.Errorf("%s: read %s %q", f, format, got)
					}
					if ok {
						found++
					}
					return ok
				})
				if found != 1 {
					t.Errorf("%s, module %v, upside down %v: found %d codes", f, module, upsideDown, found)
				}
			}
		}
	}
}

func TestFindRefusesCodesWithoutClearSpace(t *testing.T) {
	all := newRows(allKinds())
	for _, f := range []Format{Code128, Code39, ITF, EAN13, EAN8, UPCE} {
		b, n := barsOf(t, f, samples()[f], 2, 1.5)
		b.edge = append([]float32{0.5, 1}, b.edge...) // and ink on both sides of it
		b.edge = append(b.edge, float32(n)-1, float32(n)-0.5)
		r := b.forward(n, nil)
		r.find(all.finders, func(c candidate) bool {
			if format, text, ok := all.decode(r, c); ok {
				t.Errorf("%s: read %s %q", f, format, text)
			}
			return false
		})
	}
}

func TestFindRefusesACodeThatLacksABar(t *testing.T) {
	all := newRows(allKinds())
	for _, f := range []Format{Code128, Code39, ITF, EAN13, EAN8, UPCE} {
		b, n := barsOf(t, f, samples()[f], 3, 12)
		for at := 8; at+10 < len(b.edge); at += 2 {
			short := bars{edge: slices.Delete(slices.Clone(b.edge), at, at+2)}
			r := short.forward(n, nil)
			r.find(all.finders, func(c candidate) bool {
				if format, text, ok := all.decode(r, c); ok {
					t.Errorf("%s without bar %d: read %s %q", f, at/2, format, text)
				}
				return false
			})
		}
	}
}

func TestMarksFindCornersOfQRCodes(t *testing.T) {
	m := encode(t, QRCode, "seal")
	row := bars{}
	for x := range m.w + 1 {
		is, was := x < m.w && m.bits.Get(x, 3), x > 0 && m.bits.Get(x-1, 3)
		if is != was {
			row.edge = append(row.edge, float32(x+4)*5)
		}
	}
	var at []float32
	row.forward((m.w+8)*5, nil).marks(func(middle, module float32) { at = append(at, middle) })
	if !slices.Contains(at, 37.5) || !slices.Contains(at, float32(m.w+4)*5-17.5) {
		t.Errorf("marks at %v", at)
	}
}

func TestScanDoesNotTakeBarsForCornerMarks(t *testing.T) {
	for _, f := range []Format{Code128, Code39, ITF, EAN13} {
		p, _ := upright(t, f, 0)
		s := New(Options{})
		s.Scan(p.frame())
		if s.marks > 0 {
			t.Errorf("%s: %d marks", f, s.marks)
		}
	}
}
