package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb/geojson"
)

// badFeature says where in which file something is wrong.
type badFeature struct {
	file string
	n    int // from 1; 0: the file as such
	err  error
}

func (b *badFeature) Error() string {
	if b.n == 0 {
		return fmt.Sprintf("%s: %v", b.file, b.err)
	}
	return fmt.Sprintf("%s: feature %d: %v", b.file, b.n, b.err)
}

func (b *badFeature) Unwrap() error { return b.err }

// readFeatures hands over the features of a GeoJSON file one by one, so that a file may
// be larger than memory: a FeatureCollection, or single features one after the other
// (GeoJSON sequences). An error is a *badFeature; what use returns is wrapped in one.
func readFeatures(path string, use func(n int, f *geojson.Feature) error) error {
	file, err := os.Open(path)
	if err != nil {
		return &badFeature{file: path, err: err}
	}
	defer file.Close()
	r := reader{file: path, use: use, json: json.NewDecoder(clean(file))}
	for {
		err := r.value()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return r.fault(err)
		}
	}
	if r.n == 0 {
		return &badFeature{file: path, err: errors.New("there is no feature in it")}
	}
	return nil
}

// clean leaves out what editors and GeoJSON sequences put before a text.
func clean(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	if mark, err := b.Peek(3); err == nil && bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		b.Discard(3)
	}
	return separated{b}
}

// separated turns the record separators of a sequence into blanks.
type separated struct{ io.Reader }

func (s separated) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	for i, c := range p[:n] {
		if c == 0x1e {
			p[i] = ' '
		}
	}
	return n, err
}

type reader struct {
	file string
	json *json.Decoder
	use  func(int, *geojson.Feature) error
	n    int  // features met
	in   bool // a feature is being read or used
}

func (r *reader) fault(err error) error {
	var known *badFeature
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("the file ends in the middle")
	}
	b := &badFeature{file: r.file, err: err}
	if r.in {
		b.n = r.n
	}
	return b
}

// value reads one object at the top of the file.
func (r *reader) value() error {
	if err := r.delim('{'); err != nil {
		return err
	}
	err := r.members()
	if errors.Is(err, io.EOF) { // within an object the end of the file is no end
		err = io.ErrUnexpectedEOF
	}
	return err
}

// members reads an object after its brace.
func (r *reader) members() error {
	rest := map[string]json.RawMessage{}
	for r.json.More() {
		key, err := r.json.Token()
		if err != nil {
			return err
		}
		if key == "features" {
			if err := r.collection(); err != nil {
				return err
			}
			continue
		}
		var v json.RawMessage
		if err := r.json.Decode(&v); err != nil {
			return err
		}
		rest[fmt.Sprint(key)] = v
	}
	if err := r.delim('}'); err != nil {
		return err
	}
	if err := checkCRS(rest["crs"]); err != nil {
		return err
	}
	if string(rest["type"]) != `"Feature"` {
		return nil
	}
	text, err := json.Marshal(rest)
	if err != nil {
		return err
	}
	return r.feature(text)
}

func (r *reader) delim(want json.Delim) error {
	t, err := r.json.Token()
	if err != nil {
		return err
	}
	if t != want {
		return fmt.Errorf("it is no GeoJSON: %v where %v was expected", t, want)
	}
	return nil
}

func (r *reader) collection() error {
	if err := r.delim('['); err != nil {
		return err
	}
	for r.json.More() {
		var text json.RawMessage
		if err := r.json.Decode(&text); err != nil {
			return err
		}
		if err := r.feature(text); err != nil {
			return err
		}
	}
	return r.delim(']')
}

func (r *reader) feature(text []byte) error {
	r.n++
	r.in = true
	if !utf8.Valid(text) {
		return errors.New("its words are not UTF-8 (GBK?): write it anew, with ogr2ogr --config SHAPE_ENCODING GBK where it was a shape file")
	}
	f, err := geojson.UnmarshalFeature(text)
	if err != nil {
		return fmt.Errorf("it is no GeoJSON feature: %w", err)
	}
	if err := r.use(r.n, f); err != nil {
		return err
	}
	r.in = false
	return nil
}

// checkCRS refuses what names a frame in metres. GeoJSON is in degrees (RFC 7946), but
// older programs wrote a member "crs".
func checkCRS(crs json.RawMessage) error {
	if len(crs) == 0 || string(crs) == "null" {
		return nil
	}
	var said struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(crs, &said); err != nil {
		return fmt.Errorf("its member crs cannot be read: %w", err)
	}
	name := strings.ToUpper(said.Properties.Name)
	for _, known := range []string{"CRS84", "4326", "4490"} {
		if strings.HasSuffix(name, known) {
			return nil
		}
	}
	return fmt.Errorf("it is in %s, not in degrees: ogr2ogr -t_srs EPSG:4490 -f GeoJSON converts it", said.Properties.Name)
}
