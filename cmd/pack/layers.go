package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// layer says what the features of a file are.
type layer struct {
	File  string            `json:"file"`            // GeoJSON, beside the list
	As    string            `json:"as"`              // a row of the table
	Kind  string            `json:"kind,omitempty"`  // of all its features
	Kinds map[string]string `json:"kinds,omitempty"` // or by what KindBy says: {"10kV": "minor_line"}
	By    string            `json:"kind_by,omitempty"`
	Name  string            `json:"name,omitempty"` // the property that holds the name; else "name"
	From  int               `json:"from,omitempty"` // zoom; else the table's
	Datum string            `json:"datum,omitempty"`
}

// list is a file that names layers.
type list struct {
	Layers []layer `json:"layers"`
}

// layersOf turns the arguments into layers: a GeoJSON file is a layer of its own, whose
// name begins with what it holds (road.geojson, building-east.geojson); any other JSON
// is a list.
func layersOf(paths []string) ([]layer, error) {
	var out []layer
	for _, p := range paths {
		if strings.EqualFold(filepath.Ext(p), ".json") {
			more, err := readList(p)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p, err)
			}
			out = append(out, more...)
			continue
		}
		base := strings.ToLower(filepath.Base(p))
		as := base[:strings.IndexFunc(base+".", func(r rune) bool { return r < 'a' || r > 'z' })]
		out = append(out, layer{File: p, As: as})
	}
	for i := range out {
		if err := out[i].check(); err != nil {
			return nil, fmt.Errorf("%s: %w", out[i].File, err)
		}
	}
	return out, nil
}

func readList(path string) ([]layer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	d := json.NewDecoder(clean(f))
	d.DisallowUnknownFields()
	var l list
	if err := d.Decode(&l); err != nil {
		return nil, fmt.Errorf("it is no list of layers: %w", err)
	}
	if len(l.Layers) == 0 {
		return nil, errors.New("it names no layer")
	}
	for i := range l.Layers {
		if l.Layers[i].File == "" {
			return nil, fmt.Errorf("layer %d names no file", i+1)
		}
		if !filepath.IsAbs(l.Layers[i].File) {
			l.Layers[i].File = filepath.Join(filepath.Dir(path), l.Layers[i].File)
		}
	}
	return l.Layers, nil
}

// check finds mistakes before anything is read.
func (l layer) check() error {
	r, ok := rows()[l.As]
	if !ok {
		return fmt.Errorf("%q is no row of the table; there are %s", l.As, rowNames())
	}
	if _, ok := r.kinds[l.Kind]; l.Kind != "" && !ok {
		return fmt.Errorf("%q is no kind of %s", l.Kind, l.As)
	}
	for value, k := range l.Kinds {
		if _, ok := r.kinds[k]; !ok {
			return fmt.Errorf("%q stands for %q, which is no kind of %s", value, k, l.As)
		}
	}
	if len(l.Kinds) > 0 && l.By == "" {
		return errors.New(`"kinds" wants "kind_by", the property that tells them apart`)
	}
	_, err := datumOf(l.Datum)
	return err
}

// kindOf is what a feature is: what the layer says of all, what its property says, its
// own class, or the row's usual one.
func (l layer) kindOf(r row, props map[string]any) kind {
	name := l.Kind
	if name == "" && l.By != "" {
		name = text(props[l.By])
		if k, ok := l.Kinds[name]; ok {
			name = k
		}
	}
	if name == "" {
		name = text(props["class"])
	}
	k, ok := r.kinds[name]
	if !ok {
		k = r.kinds[r.other]
	}
	return k
}

// nameOf is a feature's word.
func (l layer) nameOf(props map[string]any) string {
	if l.Name != "" {
		return text(props[l.Name])
	}
	keys := []string{"name:zh", "name:zh-Hans", "name"}
	if l.As == "number" {
		keys = []string{"housenumber", "addr:housenumber", "number", "name"}
	}
	for _, k := range keys {
		if s := text(props[k]); s != "" {
			return s
		}
	}
	return ""
}

// text is a property as people would write it: a number without a point.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	case float64:
		if v == float64(int64(v)) {
			return fmt.Sprint(int64(v))
		}
	}
	return fmt.Sprint(v)
}
