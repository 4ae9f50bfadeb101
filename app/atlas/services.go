package atlas

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	"dianqin/app/settings"
	"dianqin/chart/mbtiles"
	"dianqin/chart/tiles"
)

// services are the grounds from the web that were entered. One whose address or key
// cannot be is left out: the page of settings says so. The caller holds mu.
func (m *Maps) services(ctx context.Context, v settings.Ground) ([]Ground, error) {
	var out []Ground
	m.eager = nil
	add := func(kind Kind, name string, layers []tiles.Service) error {
		c, err := m.tileCache(ctx)
		if err != nil {
			return full(err)
		}
		src, err := opened(layers, c, &m.web)
		if err != nil {
			return nil
		}
		out = append(out, Ground{Kind: kind, Name: name, Source: src})
		m.eager = append(m.eager, eager(src)...)
		return nil
	}
	if v.Tianditu.Key != "" {
		if err := errors.Join(add(Tianditu, "", tianditu(v.Tianditu, false)), add(Pictures, "", tianditu(v.Tianditu, true))); err != nil {
			return nil, err
		}
	}
	if v.Web.URL != "" {
		if err := add(Web, cmp.Or(v.Web.Name, v.Web.Attribution), []tiles.Service{service(v.Web)}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// tianditu are the layers of 天地图 with the user's key and what the law asks for.
func tianditu(t settings.Tianditu, pictures bool) []tiles.Service {
	layers := tiles.Tianditu(pictures, false, string(t.Key))
	for i := range layers {
		shown(&layers[i].Info, t.Law)
	}
	return layers
}

// service is the entered service as tiles take it.
func service(w settings.Web) tiles.Service {
	datum, _ := mbtiles.ParseDatum(w.Datum)
	// Another address or datum is another cache.
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%v", w.URL, datum, w.Degrees))
	s := tiles.Service{Key: "web-" + hex.EncodeToString(sum[:8]), URL: w.URL, UserKey: string(w.Key), Degrees: w.Degrees,
		Info: tiles.Info{Name: w.Name, MinZoom: 1, MaxZoom: 18, Datum: datum, Attribution: w.Attribution}}
	shown(&s.Info, w.Law)
	return s
}

// shown sets the approval number, if somebody checked it.
func shown(i *tiles.Info, l settings.Law) {
	i.Approval, i.ApprovalChecked = "", ""
	if l.Checked != "" {
		i.Approval, i.ApprovalChecked = l.Approval, l.Checked
	}
}

// opened opens the layers of a service, the lowest first.
func opened(layers []tiles.Service, c *tiles.Cache, client *http.Client) (tiles.Source, error) {
	var stack tiles.Stack
	for _, l := range layers {
		s, err := tiles.Open(l, c, client, agent)
		if err != nil {
			return nil, err
		}
		stack = append(stack, s)
	}
	if len(stack) == 1 {
		return stack[0], nil
	}
	return &over{stack}, nil
}

// eager are the services behind a source.
func eager(src tiles.Source) (out []interface{ Reset() }) {
	switch s := src.(type) {
	case *over:
		for _, l := range s.Stack {
			out = append(out, eager(l)...)
		}
	case tiles.Degrees:
		return eager(s.Source)
	case interface{ Reset() }:
		out = append(out, s)
	}
	return out
}

// over is a stack that can be compared, as sources are.
type over struct{ tiles.Stack }

// CheckWeb says what is wrong with an entered service before it is asked: codes
// tiles.address, tiles.key_missing.
func CheckWeb(w settings.Web) error {
	if err := service(w).Check(); err != nil {
		return fault(err)
	}
	return nil
}
