package atlas

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dianqin/data/wire"
)

// index is what the folder of maps holds; it lies in it as JSON.
type index struct {
	Here    []wire.Pack       `json:"here"`    // their files are named by their hash
	Gone    []wire.Pack       `json:"gone"`    // removed, and may be taken back
	Offered []wire.Pack       `json:"offered"` // by the server, when it was last asked
	AskedAt time.Time         `json:"asked_at"`
	Wanted  []string          `json:"wanted"`  // ids that are to come down, in their order
	Spoiled map[string]string `json:"spoiled"` // id -> code: set aside

	Self    []string             `json:"self,omitempty"`    // those of Wanted that nobody asked for: newer versions
	Held    map[string]string    `json:"held,omitempty"`    // id -> hash that does not come by itself
	Renewed map[string]time.Time `json:"renewed,omitempty"` // id -> when it last was renewed by itself

	dir string
}

const (
	packEnd    = ".mbtiles"
	partEnd    = ".part"
	spoiledEnd = ".spoiled"
	indexName  = "packs.json"
)

func (x *index) path(p wire.Pack) string {
	return filepath.Join(x.dir, filepath.Base(p.Sha256)+packEnd)
}
func (x *index) part(p wire.Pack) string {
	return filepath.Join(x.dir, filepath.Base(p.Sha256)+partEnd)
}
func (x *index) aside(p wire.Pack) string {
	return filepath.Join(x.dir, filepath.Base(p.Sha256)+spoiledEnd)
}

// readIndex reads what lies in a folder and puts it in order: what nobody knows is
// removed, a whole pack that was not noted any more before a crash is one that has
// come but for its check.
func readIndex(dir string) (*index, error) {
	x := &index{dir: dir, Spoiled: map[string]string{}}
	text, err := os.ReadFile(filepath.Join(dir, indexName))
	if errors.Is(err, fs.ErrNotExist) {
		return x, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the list of maps: %w", err)
	}
	if json.Unmarshal(text, x) != nil { // nothing of it is lost for good: the packs come again
		x = &index{dir: dir}
	}
	if x.Spoiled == nil {
		x.Spoiled = map[string]string{}
	}
	for _, p := range x.Gone { // nobody takes them back any more
		_ = os.Remove(x.path(p))
	}
	x.Gone = nil
	return x, x.tidy()
}

// tidy removes what the list does not name.
func (x *index) tidy() error {
	names, err := os.ReadDir(x.dir)
	if err != nil {
		return fmt.Errorf("read the folder of maps: %w", err)
	}
	keep := map[string]bool{}
	for _, p := range x.Here {
		keep[filepath.Base(x.path(p))], keep[filepath.Base(x.aside(p))] = true, true
	}
	for _, p := range x.Offered {
		keep[filepath.Base(x.part(p))] = true
	}
	for _, n := range names {
		name := n.Name()
		end := filepath.Ext(name)
		if keep[name] || end != packEnd && end != partEnd && end != spoiledEnd || strings.HasPrefix(name, townName) {
			continue
		}
		hash := strings.TrimSuffix(name, end)
		if end == packEnd && keep[hash+partEnd] {
			if os.Rename(filepath.Join(x.dir, name), filepath.Join(x.dir, hash+partEnd)) == nil {
				continue
			}
		}
		_ = os.Remove(filepath.Join(x.dir, name)) // else the next time
	}
	return nil
}

// keep writes the list, whole or not at all.
func (x *index) keep() error {
	text, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("keep the list of maps: %w", err)
	}
	temp := filepath.Join(x.dir, indexName+".new")
	if err := os.MkdirAll(x.dir, 0o700); err != nil {
		return fmt.Errorf("keep the list of maps: %w", err)
	}
	if err := os.WriteFile(temp, text, 0o600); err != nil {
		return fmt.Errorf("keep the list of maps: %w", err)
	}
	if err := os.Rename(temp, filepath.Join(x.dir, indexName)); err != nil {
		return fmt.Errorf("keep the list of maps: %w", err)
	}
	return nil
}

// of finds a pack by its id.
func of(all []wire.Pack, id string) (wire.Pack, bool) {
	i := slices.IndexFunc(all, func(p wire.Pack) bool { return p.Id == id })
	if i < 0 {
		return wire.Pack{}, false
	}
	return all[i], true
}

// without leaves a pack out.
func without(all []wire.Pack, id string) []wire.Pack {
	return slices.DeleteFunc(slices.Clone(all), func(p wire.Pack) bool { return p.Id == id })
}
