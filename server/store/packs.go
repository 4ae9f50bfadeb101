package store

import (
	"encoding/json"
	"errors"
	"fmt"

	"dianqin/data/wire"
)

// PutPack notes a map pack, in the place of the one with its id. before is the hash
// of that one, "" where there was none.
func (t *Tx) PutPack(p wire.Pack) (before string, err error) {
	if _, err := t.one([]any{&before}, "SELECT sha256 FROM map_pack WHERE id = $1"+t.forUpdate(), p.Id); err != nil {
		return "", fmt.Errorf("read pack: %w", err)
	}
	about, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("encode pack: %w", err)
	}
	_, err = t.exec(`INSERT INTO map_pack (id, station_id, sha256, about) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET station_id = excluded.station_id, sha256 = excluded.sha256, about = excluded.about`,
		p.Id, p.StationId, p.Sha256, string(about))
	if err != nil {
		return "", fmt.Errorf("note pack: %w", err)
	}
	return before, nil
}

// Pack finds a map pack.
func (t *Tx) Pack(id string) (p wire.Pack, found bool, err error) {
	var about string
	if found, err = t.one([]any{&about}, "SELECT about FROM map_pack WHERE id = $1", id); err == nil && found {
		err = json.Unmarshal([]byte(about), &p)
	}
	if err != nil {
		return p, false, fmt.Errorf("read pack: %w", err)
	}
	return p, found, nil
}

// Packs lists the map packs of all stations by id.
func (t *Tx) Packs() ([]wire.Pack, error) {
	all, err := t.texts("SELECT about FROM map_pack ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("list packs: %w", err)
	}
	out := make([]wire.Pack, len(all))
	for i, about := range all {
		if e := json.Unmarshal([]byte(about), &out[i]); e != nil {
			err = errors.Join(err, fmt.Errorf("read pack: %w", e))
		}
	}
	return out, err
}

// DropPack forgets a map pack.
func (t *Tx) DropPack(id string) error {
	if _, err := t.exec("DELETE FROM map_pack WHERE id = $1", id); err != nil {
		return fmt.Errorf("drop pack: %w", err)
	}
	return nil
}

// PackBytes says how many packs have their bytes under a hash.
func (t *Tx) PackBytes(sha256 string) (n int, err error) {
	if _, err = t.one([]any{&n}, "SELECT COUNT(*) FROM map_pack WHERE sha256 = $1", sha256); err != nil {
		err = fmt.Errorf("count packs: %w", err)
	}
	return n, err
}
