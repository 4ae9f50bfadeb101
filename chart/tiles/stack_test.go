package tiles

import (
	"context"
	"errors"
	"image"
	"image/color"
	"testing"
)

// layer is a source of one colour, or of one failure.
type layer struct {
	n   int
	c   color.RGBA
	err error
	i   Info
}

func (l layer) Info() Info { return l.i }

func (l layer) Tile(context.Context, ID, float32) (*image.RGBA, error) {
	if l.err != nil {
		return nil, l.err
	}
	return filled(l.n, l.c), nil
}

func TestStack_LaysWordsOverTheMap(t *testing.T) {
	base := layer{n: 256, c: color.RGBA{100, 0, 0, 255}, i: Info{Name: "map", MinZoom: 1, MaxZoom: 18}}
	half := layer{n: 512, c: color.RGBA{0, 128, 0, 128}, i: Info{MinZoom: 3, MaxZoom: 16}}
	s := Stack{base, half}
	if i := s.Info(); i.Name != "map" || i.MinZoom != 3 || i.MaxZoom != 16 {
		t.Errorf("%+v", i)
	}
	m, err := s.Tile(t.Context(), somewhere, 1)
	if err != nil || m.Rect.Dx() != 512 {
		t.Fatal(err)
	}
	if c := m.RGBAAt(300, 300); c.R < 45 || c.R > 55 || c.G != 128 || c.A != 255 {
		t.Errorf("%v", c)
	}
	if b, _ := base.Tile(t.Context(), somewhere, 1); b.RGBAAt(9, 9).R != 100 {
		t.Error("a layer was painted on")
	}
}

func TestStack_ShowsTheMapWhereItsWordsFail(t *testing.T) {
	base := layer{n: 256, c: color.RGBA{100, 0, 0, 255}}
	slow := &Error{Code: Slow}
	for _, c := range []struct {
		s    Stack
		err  error
		tile bool
	}{
		{Stack{base, layer{err: ErrNone}}, nil, true},
		{Stack{base, layer{err: slow}}, slow, true},
		{Stack{layer{err: slow}, base}, slow, false},
		{Stack{layer{err: ErrNone}, layer{err: slow}}, ErrNone, false},
		{Stack{}, ErrNone, false},
	} {
		m, err := c.s.Tile(t.Context(), somewhere, 1)
		if (m != nil) != c.tile || c.err == nil && err != nil || c.err != nil && !errors.Is(err, c.err) {
			t.Errorf("%v: %v, %v", c.s, m != nil, err)
		}
	}
}
