package packs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"dianqin/chart/mbtiles"
	"dianqin/data/model"
	"dianqin/data/model/grid"
	"dianqin/data/wire"
	"dianqin/server/store"
)

// Offer is what the one who offers a pack says of it; what is empty is taken from the
// file.
type Offer struct {
	ID       string // stays over the versions; else the file's name, made fit
	Station  string // whose it is; empty: everybody's
	Name     string
	Version  string
	Approval string // 审图号
	Checked  string // day on which a person checked the number, 2026-01-31
}

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)

// Add offers an MBTiles file, in the place of the one with its id. The file is looked
// into and checked page by page first; its bytes are copied.
func (s *Service) Add(ctx context.Context, path string, o Offer) (wire.Pack, error) {
	p, err := s.add(ctx, path, o)
	if err != nil {
		return p, fmt.Errorf("offer the pack %s: %w", filepath.Base(path), err)
	}
	return p, nil
}

func (s *Service) add(ctx context.Context, path string, o Offer) (p wire.Pack, err error) {
	if err := o.fill(path); err != nil {
		return p, err
	}
	if err := s.station(ctx, o.Station); err != nil {
		return p, err
	}
	if p, err = about(ctx, path); err != nil {
		return p, err
	}
	o.over(&p)
	p.AddedAt = s.now().UnixMilli()
	if p.Sha256, p.Bytes, err = hashFile(path); err != nil {
		return p, err
	}
	if err := s.keep(ctx, path, p.Sha256); err != nil {
		return p, err
	}
	before := ""
	err = s.store.Write(ctx, func(t *store.Tx) error { before, err = t.PutPack(p); return err })
	if err != nil || before == p.Sha256 {
		return p, err
	}
	return p, s.forget(ctx, before)
}

// fill makes an id where none is given and refuses what is unfit.
func (o *Offer) fill(path string) error {
	if o.ID == "" {
		base := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		o.ID = strings.Trim(strings.Map(idRune, strings.ToLower(base)), "-._")
	}
	if !idForm.MatchString(o.ID) {
		return fmt.Errorf("the id %q is not of small letters, digits, dots and dashes: name one", o.ID)
	}
	if o.Checked != "" {
		if _, err := time.Parse(time.DateOnly, o.Checked); err != nil {
			return fmt.Errorf("the day %q is not like 2026-01-31", o.Checked)
		}
	}
	return nil
}

// about reads what a file says of itself, and the whole of it: what is offered is whole.
func about(ctx context.Context, path string) (p wire.Pack, err error) {
	a, err := mbtiles.Open(ctx, path)
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	r, err := a.Check(ctx)
	switch {
	case err != nil:
		return p, err
	case r.Tiles == 0:
		return p, errors.New("it holds no tile")
	case r.Bad > 0:
		return p, fmt.Errorf("%d of its %d tiles are no tiles", r.Bad, r.Tiles)
	}
	i := a.Info()
	sw, ne := i.Bounds[0], i.Bounds[1]
	return wire.Pack{Name: i.Name, Version: i.Version, Format: wire.PackFormat(i.Format), Datum: wire.PackDatum(i.Datum.String()),
		MinZoom: i.MinZoom, MaxZoom: i.MaxZoom, West: sw.Lon, South: sw.Lat, East: ne.Lon, North: ne.Lat,
		Attribution: i.Attribution, Approval: i.Approval, ApprovalChecked: i.ApprovalChecked}, nil
}

func idRune(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '_' || r == '-' {
		return r
	}
	return '-'
}

// over sets what was said over what the file says. A number that somebody checked on a
// day is not the number of another edition.
func (o Offer) over(p *wire.Pack) {
	p.Id, p.StationId = o.ID, o.Station
	set := func(to *string, said string) {
		if said != "" {
			*to = said
		}
	}
	if o.Approval != "" && o.Approval != p.Approval {
		p.ApprovalChecked = ""
	}
	set(&p.Name, o.Name)
	set(&p.Version, o.Version)
	set(&p.Approval, o.Approval)
	set(&p.ApprovalChecked, o.Checked)
	set(&p.Name, strings.TrimSpace(p.Name))
	if p.Name == "" {
		p.Name = p.Id
	}
}

// station refuses one that nobody works at.
func (s *Service) station(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	return s.store.Read(ctx, func(t *store.Tx) error {
		var g grid.Station
		found, err := t.Get(model.KindStation, id, &g)
		if err == nil && !found {
			err = fmt.Errorf("there is no station %q", id)
		}
		return err
	})
}

// keep stores the bytes unless they are there.
func (s *Service) keep(ctx context.Context, path, hash string) error {
	if there, err := s.blobs.Open(ctx, blobOf(hash)); err == nil {
		return there.Close()
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	return s.blobs.Put(ctx, blobOf(hash), io.TeeReader(f, sum), func() error {
		if hex.EncodeToString(sum.Sum(nil)) != hash {
			return errors.New("the file changes while it is read")
		}
		return nil
	})
}

func hashFile(path string) (hash string, bytes int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	if bytes, err = io.Copy(h, f); err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(h.Sum(nil)), bytes, nil
}
