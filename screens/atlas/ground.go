package atlas

import (
	"context"
	"errors"
	"image"
	"strings"

	"dianqin/app/atlas"
	"dianqin/assets/fonts"
	"dianqin/chart/label"
	"dianqin/chart/paint"
	"dianqin/chart/tiles"
	"dianqin/chart/vectile"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2/theme"
)

// baseChoice is the name under which the chosen ground is remembered.
const baseChoice = "atlas.base"

// bare is the ground where there is no map: the points still have their places.
type bare struct{}

// Info implements tiles.Source.
func (bare) Info() tiles.Info { return tiles.Info{MinZoom: 1, MaxZoom: 20} }

// Tile implements tiles.Source.
func (bare) Tile(context.Context, tiles.ID, float32) (*image.RGBA, error) {
	return nil, tiles.ErrNone
}

// ground asks what the map can lie on, and lies it there.
func (p *Page) ground() {
	p.c.Go(func() func() {
		all, err := p.a.Maps.Grounds(context.Background())
		return func() {
			before := p.shown()
			p.grounds, p.own.ground = all, err
			if now := p.shown(); p.m != nil && (before == nil) != (now == nil) || before != nil && now != nil && before.Source != now.Source {
				p.m.SetSource(p.source())
				p.own.trouble = nil
			}
			p.legal()
			p.begin()
			p.tell()
		}
	})
}

// at is the index of the ground that is shown, -1 where there is none.
func (p *Page) at() int {
	for i, g := range p.grounds {
		if string(g.Kind) == p.base {
			return i
		}
	}
	return min(0, len(p.grounds)-1)
}

// shown is the ground that is shown, nil where there is none.
func (p *Page) shown() *atlas.Ground {
	if i := p.at(); i >= 0 {
		return &p.grounds[i]
	}
	return nil
}

// groundName is what a person calls a ground.
func (p *Page) groundName(g atlas.Ground) string {
	if g.Name != "" {
		return g.Name
	}
	return p.c.T("map.base."+string(g.Kind), nil)
}

// source is the ground that is shown, in the present look.
func (p *Page) source() tiles.Source {
	g := p.shown()
	if g == nil {
		return bare{}
	}
	if dressed, ok := g.Source.(interface {
		With(*vectile.Palette) tiles.Source
	}); ok {
		return dressed.With(p.palette())
	}
	return g.Source
}

// lie puts the map on another ground and remembers it.
func (p *Page) lie(on atlas.Kind) {
	p.base, p.own.trouble = string(on), nil
	p.c.Memory().Remember(baseChoice, p.base)
	p.m.SetSource(p.source())
	p.legal()
	p.tell()
}

// legal shows what law and licences ask for with the ground that is shown.
func (p *Page) legal() {
	if p.m == nil {
		return
	}
	g := p.shown()
	if g == nil {
		p.m.SetLegal()
		return
	}
	info := g.Source.Info()
	lines := strings.Split(info.Attribution, "\n")
	if info.Approval != "" {
		line := p.c.T("map.approval", map[string]any{"number": info.Approval})
		if info.ApprovalChecked != "" {
			line = p.c.T("map.approval.dated", map[string]any{"number": info.Approval, "date": info.ApprovalChecked})
		}
		lines = append(lines, line)
	}
	p.m.SetLegal(lines...)
}

func (p *Page) palette() *vectile.Palette {
	switch p.c.Settings().Mode {
	case ui.Dark:
		return &vectile.Dark
	case ui.Sunlight:
		return &vectile.Sunlight
	}
	return &vectile.Light
}

// look is how the map is painted in the present settings.
func (p *Page) look() slippy.Look {
	if p.faces == nil {
		f, err := faces()
		if err != nil { // only where the embedded faces are broken: marks without words
			f = &label.Faces{}
		}
		p.faces = f
	}
	l := slippy.NewLook(p.palette(), *p.faces)
	l.Scale, l.Short = p.c.Settings().TextScale, p.c.Words().Few
	return l
}

// faces are the type faces of the map: those of the app, and for letters and digits the
// toolkit's.
func faces() (*label.Faces, error) {
	regular, err := paint.NewFace(fonts.Regular(), theme.DefaultTextFont().Content())
	bold, err2 := paint.NewFace(fonts.Bold(), theme.DefaultTextBoldFont().Content())
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	return &label.Faces{Regular: regular, Bold: bold}, nil
}
